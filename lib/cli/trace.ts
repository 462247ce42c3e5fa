import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ShopConnection } from '../connection.ts';
import { eventLogId } from '../dfinery/event-log-id.ts';
import { createDynamoDbLedger } from '../ledger/dynamodb-ledger.ts';
import { type LedgerEntry, type LedgerKey, ledgerId, type PartEntry } from '../ledger/ledger.ts';
import { type Command, type Terminal, UsageError } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { findLogLines } from './log-lines.ts';
import {
  ACCESS_OPTIONS,
  ACCESS_USAGE,
  findAdapter,
  findShopConnection,
  type OperatorAccess,
} from './operator-access.ts';
import { parseOptions, TEXT } from './parse-options.ts';

/** A person waits. */
const BUDGET_MS = 10_000;

/** Tells what happened to one order: what the ledger remembers, and what the functions logged of it. */
export const trace: Command = {
  usage: `trace ORDER_ID --connection C [--logs FILE|-] ${ACCESS_USAGE}`,
  run: async (args, terminal) => {
    const { orderId, connection: id, logs, access } = readArguments(args);
    const adapter = await findAdapter(access, terminal);
    const connection = await findShopConnection(adapter, { id });
    const key = keyOf(connection, orderId);
    const entry = await readEntry(adapter, key);
    const lines = logs === undefined ? undefined : await readLogs(terminal, { file: logs, orderId, entry });
    terminal.print(JSON.stringify({ ...describe(key, entry), ...(lines && { log: lines }) }, undefined, 2));
    // What was refused leaves an entry without a state behind.
    const isKnown = Object.keys(entry?.states ?? {}).length > 0;
    if (!isKnown) terminal.complain(NOT_IN_LEDGER);
    return isKnown || lines !== undefined ? exitCodes.done : exitCodes.invalidInput;
  },
};

const NOT_IN_LEDGER =
  'The ledger holds nothing of it: it waits for its first try, was refused, was never queued, or is older than 400 days. ' +
  'Look into `dead-letters list --order`, `parked list` and the log.';

function keyOf(
  { source, shop, dfinery }: ShopConnection,
  orderId: string,
): LedgerKey & { readonly kind: 'purchase' } {
  return { serviceId: dfinery.serviceId, source, shop, kind: 'purchase', orderId };
}

async function readEntry(
  { config, settingsOf }: OperatorAccess,
  key: LedgerKey,
): Promise<LedgerEntry | undefined> {
  const dynamoDb = new DynamoDBClient(settingsOf('DYNAMODB'));
  try {
    const table = { dynamoDb, table: config.LEDGER_TABLE, budgetMs: BUDGET_MS, now: Date.now };
    return (await createDynamoDbLedger(table).read([key])).get(ledgerId(key));
  } finally {
    dynamoDb.destroy();
  }
}

function describe(key: LedgerKey & { readonly kind: 'purchase' }, entry: LedgerEntry | undefined) {
  const parts = Object.entries(entry?.states ?? {}).map(([part, state]) =>
    describePart(key, Number(part), state),
  );
  return { order: key, ledgerId: ledgerId(key), total: entry?.total, parts: entry?.parts, states: parts };
}

function describePart(key: LedgerKey & { readonly kind: 'purchase' }, part: number, entry: PartEntry) {
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

async function readLogs(
  terminal: Terminal,
  { file, orderId, entry }: { file: string; orderId: string; entry: LedgerEntry | undefined },
) {
  const deliveryIds = Object.values(entry?.states ?? {}).map(({ deliveryId }) => deliveryId);
  return findLogLines((await terminal.read(file)).toString(), { orderId, deliveryIds });
}

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseOptions(args, { ...ACCESS_OPTIONS, connection: TEXT, logs: TEXT });
  const [orderId, ...more] = positionals;
  if (orderId === undefined || more.length > 0) throw new UsageError('trace needs one order id');
  if (values.connection === undefined) throw new UsageError('--connection is missing');
  return { orderId, connection: values.connection, logs: values.logs, access: values };
}
