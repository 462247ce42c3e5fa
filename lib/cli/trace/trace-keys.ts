import type { EventKind } from '../../dfinery/event.ts';
import type { ShopConnection } from '../../model/connection.ts';
import { CANCELLATION, refundKey, riseKey, SETTLEMENT } from '../../model/keys.ts';
import { toDecimal } from '../../model/money.ts';
import type { LedgerKey } from '../../stores/ledger/ledger.ts';
import type { LedgerEntry } from '../../stores/ledger/ledger-entry.ts';
import { tellingOf } from '../../stores/ledger/telling-of.ts';
import { namesIn } from './log-lines.ts';

export type TracedKey = LedgerKey & { readonly kind: EventKind };

interface Asked {
  readonly orderId: string;
  /** Refund ids that the arguments name. */
  readonly refunds: readonly string[];
  /** The log, if there is one. */
  readonly text: string | undefined;
}

/** Returns the key of the order's purchase. */
export function purchaseKeyOf(connection: ShopConnection, orderId: string): TracedKey {
  return { ...entriesOf(connection), kind: 'purchase', subjectKey: orderId };
}

/** Returns the keys of the refunds that the arguments or the log name. */
export function namedRefunds(
  connection: ShopConnection,
  { orderId, refunds, text = '' }: Asked,
): TracedKey[] {
  const logged = namesIn(text, orderId).filter((name) => name !== orderId && !isRise(name, orderId));
  const names = [...refunds.map((refund) => refundKey(orderId, refund)), ...logged];
  return toKeys(connection, 'refund', names);
}

/** Returns the keys of the refunds that an order may have besides: those of its account, and those of our own. */
export function refundsOf(
  connection: ShopConnection,
  orderId: string,
  entry: LedgerEntry | undefined,
): TracedKey[] {
  const telling = tellingOf(entry);
  const backs = telling.kind === 'told' ? Object.keys(telling.account.backs) : [];
  const ids = [CANCELLATION, SETTLEMENT, ...backs];
  return toKeys(
    connection,
    'refund',
    ids.map((refundId) => refundKey(orderId, refundId)),
  );
}

/**
 * Returns the keys of the further purchases that an order may have: those on their way, the one up to what was due last,
 * and those that the log names. The ledger does not list earlier ones.
 */
export function risesOf(
  connection: ShopConnection,
  { orderId, text = '' }: Asked,
  entry: LedgerEntry | undefined,
): TracedKey[] {
  const telling = tellingOf(entry);
  const known =
    telling.kind === 'told'
      ? [
          ...Object.keys(telling.account.rises).map((due) => riseKey(orderId, toDecimal(due))),
          riseKey(orderId, telling.account.due),
        ]
      : [];
  const logged = namesIn(text, orderId).filter((name) => isRise(name, orderId));
  return toKeys(connection, 'purchase', [...known, ...logged]);
}

function isRise(name: string, orderId: string): boolean {
  return name.startsWith(`${orderId}/to/`);
}

function toKeys(connection: ShopConnection, kind: EventKind, names: readonly string[]): TracedKey[] {
  return [...new Set(names)].map((subjectKey) => ({ ...entriesOf(connection), kind, subjectKey }));
}

function entriesOf({ source, shop, dfinery }: ShopConnection) {
  return { serviceId: dfinery.serviceId, source, shop };
}
