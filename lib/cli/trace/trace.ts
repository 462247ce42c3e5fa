import type { EventKind } from '../../dfinery/event.ts';
import { eventLogId } from '../../dfinery/event-log-id.ts';
import type { ShopConnection } from '../../model/connection.ts';
import { refundKey } from '../../model/keys.ts';
import { type LedgerKey, ledgerId } from '../../stores/ledger/ledger.ts';
import type { LedgerEntry, PartEntry } from '../../stores/ledger/ledger-entry.ts';
import { type Command, UsageError } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { findShopConnection } from '../find-shop-connection.ts';
import { ACCESS_OPTIONS, ACCESS_USAGE, openAccess } from '../operator-access.ts';
import { needed, parseOptions, TEXT, TEXTS } from '../parse-options.ts';
import { findLogLines, type LogLine, namesIn } from './log-lines.ts';

/**
 * Prints what happened to one order: the ledger's entries of its purchase and its refunds, and the log lines about it.
 * The ledger finds a refund by its id only, so the refunds are those that the arguments or the log name.
 */
export const trace: Command = {
  usage: `trace ORDER_ID --connection C [--refund ID]... [--logs FILE|-] ${ACCESS_USAGE}`,
  run: async (args, terminal) => {
    const { orderId, connection: id, refunds, logs, values } = readArguments(args);
    using access = await openAccess(values, terminal);
    const connection = await findShopConnection(access, { id });
    const text = logs === undefined ? undefined : (await terminal.read(logs)).toString();
    const keys = keysOf(connection, { orderId, refunds, text });
    const entries = await access.ledger().read(keys);
    const [order, ...refunded] = keys.map((key) => describe(key, entries.get(ledgerId(key))));
    const lines = text === undefined ? undefined : logLinesOf(orderId, { text, entries });
    const known = refunded.filter(({ states }) => states.length > 0);
    const output = { ...order, ...(known.length > 0 && { refunds: known }), ...(lines && { log: lines }) };
    terminal.print(JSON.stringify(output, undefined, 2));
    // A refused event leaves an entry without a state.
    const isKnown = known.length > 0 || (order?.states ?? []).length > 0;
    if (!isKnown) terminal.complain(NOT_IN_LEDGER);
    return isKnown || lines !== undefined ? exitCodes.done : exitCodes.invalidInput;
  },
};

const NOT_IN_LEDGER =
  'The ledger has no state of this order: it waits for its first attempt, was refused, was never queued, or is older ' +
  'than 400 days. Look at `dead-letters list --order`, `parked list` and the log.';

type TracedKey = LedgerKey & { readonly kind: EventKind };

/** Returns the key of the order, then those of its refunds. */
function keysOf(
  { source, shop, dfinery }: ShopConnection,
  { orderId, refunds, text = '' }: { orderId: string; refunds: readonly string[]; text: string | undefined },
): TracedKey[] {
  const common = { serviceId: dfinery.serviceId, source, shop };
  const named = ['cancellation', ...refunds].map((refund) => refundKey(orderId, refund));
  const logged = namesIn(text, orderId).filter((name) => name !== orderId);
  return [
    { ...common, kind: 'purchase', subjectKey: orderId },
    ...[...new Set([...named, ...logged])].map(
      (subjectKey): TracedKey => ({ ...common, kind: 'refund', subjectKey }),
    ),
  ];
}

function describe(key: TracedKey, entry: LedgerEntry | undefined) {
  const parts = Object.entries(entry?.states ?? {}).map(([part, state]) =>
    describePart(key, Number(part), state),
  );
  const { subjectKey: orderId, ...known } = key;
  return {
    order: { ...known, orderId },
    ledgerId: ledgerId(key),
    total: entry?.total,
    parts: entry?.parts,
    states: parts,
  };
}

function describePart(key: TracedKey, part: number, entry: PartEntry) {
  const { state, deliveryId, at, leaseUntil } = entry;
  return {
    part,
    eventLogId: eventLogId({ ...key, part }),
    state,
    at: new Date(at).toISOString(),
    deliveryId,
    ...(state === 'claimed' && { leaseUntil: new Date(leaseUntil).toISOString() }),
  };
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
