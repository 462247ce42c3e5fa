import type { ShopConnection } from '../../model/connection.ts';
import { refundIdOfKey, refundKey, riseKey } from '../../model/keys.ts';
import { toDecimal } from '../../model/money.ts';
import { type Ledger, type LedgerKey, ledgerId } from '../../stores/ledger/ledger.ts';
import type { LedgerEntry } from '../../stores/ledger/ledger-entry.ts';
import { tellingOf } from '../../stores/ledger/telling-of.ts';
import { type Command, UsageError } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { findShopConnection } from '../find-shop-connection.ts';
import { ACCESS_OPTIONS, ACCESS_USAGE, openAccess } from '../operator-access.ts';
import { needed, parseOptions, TEXT, TEXTS } from '../parse-options.ts';
import { describeAccount, eventStateOf } from './describe-account.ts';
import { describeEntry } from './describe-entry.ts';
import { findLogLines, type LogLine } from './log-lines.ts';
import { namedRefunds, purchaseKeyOf, refundsOf, risesOf, type TracedKey } from './trace-keys.ts';

/**
 * Prints what happened to one order: what was told of it, the ledger's entries of its purchases and refunds, and the log
 * lines about it. The refunds are those of its account, and those that the arguments or the log name.
 */
export const trace: Command = {
  usage: `trace ORDER_ID --connection C [--refund ID]... [--logs FILE|-] ${ACCESS_USAGE}`,
  run: async (args, terminal) => {
    const { orderId, connection: id, refunds, logs, values } = readArguments(args);
    using access = await openAccess(values, terminal);
    const connection = await findShopConnection(access, { id });
    const text = logs === undefined ? undefined : (await terminal.read(logs)).toString();
    const found = await lookUp(access.ledger(), connection, { orderId, refunds, text });
    const { order, further, known } = found;
    const lines = text === undefined ? undefined : logLinesOf(orderId, { text, entries: found.entries });
    const output = {
      ...order,
      ...found.account,
      ...(further.length > 0 && { furtherPurchases: further }),
      ...(known.length > 0 && { refunds: known }),
      ...(found.waiting.length > 0 && { refundsThatWaitForTheirPurchase: found.waiting }),
      ...(lines && { log: lines }),
    };
    terminal.print(JSON.stringify(output, undefined, 2));
    if (!found.isKnown) terminal.complain(NOT_IN_LEDGER);
    return found.isKnown || lines !== undefined ? exitCodes.done : exitCodes.invalidInput;
  },
};

const NOT_IN_LEDGER =
  'The ledger has no state of this order: it waits for its first attempt, was refused, was never queued, or is older ' +
  'than 400 days. Look at `dead-letters list --order`, `parked list` and the log.';

interface Asked {
  readonly orderId: string;
  readonly refunds: readonly string[];
  readonly text: string | undefined;
}

/** Looks up the purchase, which names what else there is, and then the rest. */
async function lookUp(ledger: Pick<Ledger, 'read'>, connection: ShopConnection, asked: Asked) {
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

  const order = describeEntry(purchase, entry);
  const further = describeKnown(riseKeys);
  const known = describeKnown(refundKeys);
  const telling = tellingOf(entry);
  const isWaiting = (key: TracedKey): boolean => telling.kind !== 'told' && stateOf(key) === 'not-sent';
  // A refused event leaves an entry without a state.
  const isClosed = telling.kind === 'none' && telling.isClosed;
  return {
    order,
    account: describeAccount(entry, {
      refund: (refundId) => stateOf({ kind: 'refund', subjectKey: refundKey(orderId, refundId) }),
      rise: (due) => stateOf({ kind: 'purchase', subjectKey: riseKey(orderId, toDecimal(due)) }),
    }),
    further,
    known,
    waiting: named.filter(isWaiting).map(({ subjectKey }) => refundIdOfKey(subjectKey)),
    entries: new Map([...first, ...others]),
    isKnown: isClosed || known.length > 0 || order.states.length > 0,
  };
}

function unique(keys: readonly TracedKey[]): TracedKey[] {
  return [...new Map(keys.map((key) => [key.subjectKey, key])).values()];
}

function logLinesOf(
  orderId: string,
  { text, entries }: { readonly text: string; readonly entries: ReadonlyMap<string, LedgerEntry> },
): LogLine[] {
  const parts = [...entries.values()].flatMap(({ states }) => Object.values(states));
  return findLogLines(text, { orderId, deliveryIds: parts.map(({ deliveryId }) => deliveryId) });
}

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseOptions(args, {
    ...ACCESS_OPTIONS,
    connection: TEXT,
    refund: TEXTS,
    logs: TEXT,
  });
  const [orderId, ...more] = positionals;
  if (orderId === undefined || more.length > 0) throw new UsageError('trace needs one order id');
  const connection = needed(values.connection, '--connection');
  const { refund: refunds = [], logs } = values;
  return { orderId, connection, refunds, logs, values };
}
