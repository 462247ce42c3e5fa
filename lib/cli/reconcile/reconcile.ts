import { eventLogId } from '../../dfinery/event-log-id.ts';
import type { AskArrivals } from '../../dfinery/export/arrivals.ts';
import { createAskArrivals } from '../../dfinery/export/ask-arrivals.ts';
import { ConfigError, ExportError } from '../../model/errors.ts';
import { readDfineryOrigin } from '../../runtime/config.ts';
import type { StoredConnection } from '../../stores/connections/stored-connections.ts';
import { CONNECTION_OPTION } from '../access-options.ts';
import type { Command, Terminal } from '../command.ts';
import type { CommandHelp } from '../command-help.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { noteChange } from '../note-change.ts';
import { ACCESS_OPTIONS, type OperatorAccess, openAccess } from '../operator-access.ts';
import { needed, parseOptions, refuseMore } from '../parse-options.ts';
import { askArrived } from './ask-arrived.ts';
import { type RepairMode, toJsonLines, toLines } from './comparison-lines.ts';
import { exitOf } from './exit-of.ts';
import { listShopOrders } from './list-shop-orders.ts';
import type { LedgerShop } from './look-up-orders.ts';
import { type OpenedShop, openShop, openShopPorts } from './open-shop.ts';
import { ordersOfExport } from './orders-of-export.ts';
import { ordersOfLedger } from './orders-of-ledger.ts';
import { type DayRange, readRange } from './read-range.ts';
import { createReconcileReporter, type ReconcileReporter } from './reconcile-reporter.ts';
import { repairOrders } from './repair-orders.ts';
import { runReconcile } from './run-reconcile.ts';
import type { ShopOrder } from './shop-order.ts';
import { whatIsMissing } from './what-is-missing.ts';

const options = {
  connection: CONNECTION_OPTION,
  from: { type: 'string', value: 'D', means: 'the first day in UTC: 2026-11-01', needed: true },
  to: { type: 'string', value: 'D', means: 'the last day; at most 366 days', needed: true },
  orders: {
    type: 'string',
    value: 'FILE.jsonl|-',
    means: "an export of the shop's orders, one a line",
    otherwise: "the shop's API, if the connection may ask it",
  },
  repair: { type: 'boolean', means: 'say what would be sent once more' },
  yes: { type: 'boolean', means: 'with --repair: send it' },
  json: { type: 'boolean', means: 'one JSON object for each order that differs, and one of sums' },
  ...ACCESS_OPTIONS,
} as const satisfies CommandHelp['options'];

const help = {
  does: 'Compares what a shop, the ledger and Dfinery have, and sends once more what is missing.',
  options,
  examples: [
    'reconcile --connection main --from 2026-11-01 --to 2026-11-27 --stage prod',
    'reconcile --connection main --from 2026-11-01 --to 2026-11-27 --orders orders.jsonl --repair --stage prod',
  ],
  exits: {
    done: 'the lists agree',
    invalidInput: 'the export or the connection cannot be read',
    refused: 'Dfinery refuses the token of its Export API',
    unreachable: 'Dfinery, a shop or AWS does not answer',
    differs: 'the lists differ',
    unproven: 'nothing differs, but not everything could be compared',
  },
  page: 'docs/completeness.md#reconcile',
} as const satisfies CommandHelp;

/** Compares what a shop, the ledger and Dfinery have, and sends once more what is missing. */
export const reconcile: Command = {
  help,
  run: async (args, terminal) => {
    const request = readArguments(args);
    try {
      return await compare(request, terminal);
    } catch (error) {
      if (!(error instanceof ExportError)) throw error;
      terminal.complain(`${error.message} (${error.code})`);
      return error.code === 'export-unauthorized' ? exitCodes.refused : exitCodes.unreachable;
    }
  },
};

async function compare(request: ReturnType<typeof readArguments>, terminal: Terminal): Promise<ExitCode> {
  using access = await openAccess(request.values, terminal);
  const { stored, others } = await findConnections(access, request.id);
  const opened = openShop(stored);
  const { connection } = opened;
  const reporter = createReconcileReporter({ complain: terminal.complain, now: () => performance.now() });

  const arrived = await askArrived(asker(access), {
    access: stored.export,
    settings: connection,
    range: request.range,
    now: Date.now(),
  });
  const comparison = await runReconcile(
    {
      ledger: access.ledger(),
      tombstones: access.tombstones(),
      idOf: ({ kind, subjectKey }, part) =>
        eventLogId({ source: connection.source, shop: connection.shop, kind, subjectKey, part }),
      now: Date.now,
      onOrders: reporter.compared,
      ...repairOrders({
        connection,
        mode: request.mode,
        ledger: access.ledger(),
        queues: { events: () => access.queue('events'), fetches: () => access.queue('fetches') },
        now: Date.now,
      }),
    },
    {
      connection,
      others,
      range: request.range,
      shopOrders: shopOrdersOf(opened, { access, terminal, reporter, ...request }),
      ledgerOrders: ordersOfLedger(access, { connection, range: request.range }),
      arrived: typeof arrived === 'object' ? arrived : undefined,
    },
  );
  const lines = request.isJson ? toJsonLines(comparison) : toLines(comparison, request.mode);
  for (const line of lines) terminal.print(line);
  const missing = whatIsMissing({ comparison, arrived, mode: request.mode });
  for (const line of missing) terminal.complain(line);
  if (request.mode === 'queue') {
    const actions = comparison.orders.flatMap((order) => order.actions);
    const count = actions.reduce((sum, one) => sum + (one.kind === 'queue' ? one.messages : 0), 0);
    await noteChange(access, terminal, { what: 'reconcile --repair', connection: request.id, count });
  }
  if (request.mode === 'dry-run') terminal.complain('Nothing was queued: add --yes to queue it.');
  const found = comparison.orders.flatMap(({ findings }) => findings);
  return exitOf(found, { isWhole: missing.length === 0 });
}

/** Dfinery's address is read only if it is asked. */
function asker({ environment }: Pick<OperatorAccess, 'environment'>): AskArrivals {
  return (question) => createAskArrivals({ origin: readDfineryOrigin(environment) })(question);
}

interface Reading {
  readonly access: OperatorAccess;
  readonly terminal: Terminal;
  readonly reporter: ReconcileReporter;
  readonly range: DayRange;
  readonly file: string | undefined;
}

/** The shop's list; an export in its place if one is given. */
function shopOrdersOf(
  { listed, ...shop }: OpenedShop,
  { access, terminal, reporter, range, file }: Reading,
): AsyncIterable<ShopOrder> | undefined {
  if (file !== undefined) return ordersOfExport(shop, terminal.lines(file), Date.now);
  if (listed === undefined) return undefined;
  const ports = { ...openShopPorts(access, terminal), onPage: reporter.page };
  return listShopOrders(ports, listed, range.from);
}

interface FoundConnections {
  readonly stored: StoredConnection;
  /** The other shops of its service: orders of two shops may have one id. */
  readonly others: readonly LedgerShop[];
}

async function findConnections(
  { connections }: Pick<OperatorAccess, 'connections'>,
  id: string,
): Promise<FoundConnections> {
  const all = await connections().list();
  const stored = all.get(id);
  if (stored?.shop === undefined) throw new ConfigError(`Unknown connection: ${id}`);
  const { serviceId } = stored.shop.dfinery;
  const others = [...all.values()].flatMap(({ id: other, shop }) =>
    shop === undefined || other === id || shop.dfinery.serviceId !== serviceId
      ? []
      : [{ serviceId, source: shop.source, shop: shop.shop ?? other }],
  );
  return { stored, others };
}

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseOptions(args, options);
  refuseMore(positionals);
  const { repair = false, yes = false, json: isJson = false, orders: file, from, to } = values;
  const mode: RepairMode = !repair ? 'none' : yes ? 'queue' : 'dry-run';
  const range = readRange({ from, to }, Date.now());
  return { id: needed(values.connection, '--connection'), range, mode, isJson, file, values };
}
