import type { ShopConnection } from '../../model/connection.ts';
import { refundIdOfKey, refundKey, riseKey } from '../../model/keys.ts';
import { toDecimal } from '../../model/money.ts';
import { type Ledger, type LedgerKey, ledgerId } from '../../stores/ledger/ledger.ts';
import type { LedgerEntry } from '../../stores/ledger/ledger-entry.ts';
import { tellingOf } from '../../stores/ledger/telling-of.ts';
import { describeAccount, eventStateOf } from './describe-account.ts';
import { describeEntry } from './describe-entry.ts';
import { namedRefunds, purchaseKeyOf, refundsOf, risesOf, type TracedKey } from './trace-keys.ts';

interface Asked {
  readonly orderId: string;
  readonly refunds: readonly string[];
  readonly text: string | undefined;
}

/** Looks up the purchase of an order in the ledger, which names what else there is, and then the rest. */
export async function lookUpOrder(ledger: Pick<Ledger, 'read'>, connection: ShopConnection, asked: Asked) {
  const { orderId } = asked;
  const purchase = purchaseKeyOf(connection, orderId);
  const first = await ledger.read([purchase]);
  const entry = first.get(ledgerId(purchase));
  const named = namedRefunds(connection, asked);
  const refundKeys = unique([...refundsOf(connection, orderId, entry), ...named]);
  const riseKeys = risesOf(connection, asked, entry);
  const others = await ledger.read([...refundKeys, ...riseKeys]);
  const entryOf = (key: LedgerKey): LedgerEntry | undefined => others.get(ledgerId(key));
  const stateOf = (key: Pick<TracedKey, 'kind' | 'subjectKey'>) =>
    eventStateOf(entryOf({ ...purchase, ...key }));
  const describeKnown = (keys: readonly TracedKey[]) =>
    keys.map((key) => describeEntry(key, entryOf(key))).filter(({ states }) => states.length > 0);

  const telling = tellingOf(entry);
  const isWaiting = (key: TracedKey): boolean => telling.kind !== 'told' && stateOf(key) === 'not-sent';
  const parts = [...first.values(), ...others.values()].flatMap(({ states }) => Object.values(states));
  return {
    entry,
    order: describeEntry(purchase, entry),
    account: describeAccount(entry, {
      refund: (refundId) => stateOf({ kind: 'refund', subjectKey: refundKey(orderId, refundId) }),
      rise: (due) => stateOf({ kind: 'purchase', subjectKey: riseKey(orderId, toDecimal(due)) }),
    }),
    further: describeKnown(riseKeys),
    known: describeKnown(refundKeys),
    waiting: named.filter(isWaiting).map(({ subjectKey }) => refundIdOfKey(subjectKey)),
    deliveryIds: [...new Set(parts.map(({ deliveryId }) => deliveryId))],
  };
}

function unique(keys: readonly TracedKey[]): TracedKey[] {
  return [...new Map(keys.map((key) => [key.subjectKey, key])).values()];
}
