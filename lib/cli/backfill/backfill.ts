import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import type { ShopConnection } from '../../model/connection.ts';
import { ConfigError } from '../../model/errors.ts';
import type { Source } from '../../sources/source.ts';
import { CONNECTION_OPTION } from '../access-options.ts';
import { readSource, SOURCE_OPTION } from '../arguments.ts';
import { type Command, type Terminal, UsageError } from '../command.ts';
import type { CommandHelp } from '../command-help.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { findShopConnection } from '../find-shop-connection.ts';
import { noteChange } from '../note-change.ts';
import { ACCESS_OPTIONS, type OperatorAccess, openAccess } from '../operator-access.ts';
import { needed, parseOptions } from '../parse-options.ts';
import { type Column, createResults, JSON_OPTION } from '../print-results.ts';
import { type BackfillReporter, createBackfillReporter } from './backfill-reporter.ts';
import { countOrders, type OrderCount } from './count-orders.ts';
import { createDonePart, type DonePart, type Fingerprint, fingerprintOf, textOf } from './done-part.ts';
import { createInvalidLines, type InvalidLines, invalidFile } from './invalid-lines.ts';
import { type BackfillProgress, NOTHING_DONE } from './progress.ts';
import { type BackfillPorts, type InvalidEntry, runBackfill } from './run-backfill.ts';

const options = {
  source: SOURCE_OPTION,
  connection: CONNECTION_OPTION,
  'dry-run': {
    type: 'boolean',
    means: 'count the orders by what would become of them, and sum their totals up; queue nothing',
  },
  restart: { type: 'boolean', means: 'begin at the first line, whatever an earlier run did' },
  json: JSON_OPTION,
  ...ACCESS_OPTIONS,
} as const satisfies CommandHelp['options'];

const help = {
  does: 'Queues the historic orders of an export, and can be stopped, resumed and run twice.',
  takes: 'FILE.jsonl|-',
  options,
  notes: [
    'Lines that cannot be read are put into FILE.invalid.jsonl: correct them there and run that file alone.',
  ],
  examples: [
    'backfill --source shopify --connection main --dry-run orders.jsonl --stage prod',
    'backfill --source shopify --connection main orders.jsonl --stage prod',
  ],
  exits: {
    invalidInput:
      'some lines cannot be read, the file changed since the last run, or the connection is unknown',
    refused: 'the first order did not reach Dfinery; no other was queued',
    unreachable: 'AWS did not answer; run it again',
  },
  page: 'docs/backfill.md',
} as const satisfies CommandHelp;

/** Queues historic orders of an export. */
export const backfill: Command = {
  help,
  run: async (args, terminal) => {
    const request = readArguments(args);
    using access = await openAccess(request.values, terminal);
    const connection = await findShopConnection(access, { id: request.id, source: request.source.id });
    const { file, source } = request;
    if (request.values['dry-run'] === true)
      return await count({ file, source, connection, json: request.values.json }, terminal);

    const isFresh = file === '-' || request.values.restart === true;
    const { fingerprint, ...from } = isFresh ? NOTHING_DONE_YET : await readProgress(file, terminal);
    const done = createDonePart(await readDonePart({ file, from, fingerprint }, terminal));
    if (from.lines > 0) terminal.complain(`Resuming after line ${from.lines}, from ${progressFile(file)}`);

    const size = await terminal.size(file);
    const { complain } = terminal;
    const reporter = createBackfillReporter({ complain, size, from, now: () => performance.now() });
    const aside = { file: file === '-' ? undefined : invalidFile(file), isBegun: from.invalid > 0 };
    const invalid = createInvalidLines(terminal, aside);
    const ports = portsOf({ access, connection: request.id, terminal, reporter, file, done, invalid });
    const lines = done.reading(reporter.reading(refuseDocument(terminal.lines(file), file)));
    const result = await runBackfill(ports, { source, connection, lines, from });
    invalid.end();
    const queued = result.kind === 'canary-lost' ? 1 : result.progress.queued - from.queued;
    await noteChange(access, terminal, { what: 'backfill', connection: request.id, count: queued });
    return report(result, request.values.json, terminal);
  },
};

interface Counting {
  readonly file: string;
  readonly source: Source;
  readonly connection: ShopConnection;
  readonly json: boolean | undefined;
}

async function count({ file, source, connection, json }: Counting, terminal: Terminal): Promise<ExitCode> {
  const invalid = createInvalidLines(terminal, { file: undefined, isBegun: false });
  const lines = refuseDocument(terminal.lines(file), file);
  const ports = { now: () => new Date(), onInvalid: (entry: InvalidEntry) => invalid.note(entry, []) };
  const counted = await countOrders(ports, { source, connection, lines });
  invalid.end();
  printSummary({ dryRun: true, ...counted }, json, terminal);
  terminal.complain(
    'Nothing was queued. Orders of erased customers are counted here, and left out when it is.',
  );
  return counted.invalid > 0 ? exitCodes.invalidInput : exitCodes.done;
}

/** The lines of a JSON document that is printed over many lines are no orders. @throws {ConfigError} it is one. */
async function* refuseDocument(lines: AsyncIterable<string>, file: string): AsyncGenerator<string> {
  let isFirst = true;
  for await (const line of lines) {
    if (isFirst && /^\s*[[{]\s*$/.test(line)) {
      throw new ConfigError(
        `${file} is one JSON document, not one order a line. Try: jq -c '.orders[]' ${file}, or jq -c . for a single order`,
      );
    }
    isFirst = false;
    yield line;
  }
}

function report(
  result: Awaited<ReturnType<typeof runBackfill>>,
  json: boolean | undefined,
  terminal: Terminal,
): ExitCode {
  if (result.kind === 'canary-lost') {
    terminal.complain(
      `Order ${result.orderId}, the first, has not reached Dfinery; no other order was queued.`,
    );
    terminal.complain(
      'Find out why: adapter doctor, adapter trace, adapter dead-letters list. Then run this again.',
    );
    return exitCodes.refused;
  }
  printSummary(result.progress, json, terminal);
  return result.progress.invalid > 0 ? exitCodes.invalidInput : exitCodes.done;
}

type Summary = BackfillProgress & Partial<Pick<OrderCount, 'totals'>> & { readonly dryRun?: true };

const columns: readonly Column<Summary>[] = [
  { title: 'lines', of: ({ lines }) => lines },
  { title: 'orders', of: ({ queued }) => queued },
  { title: 'events', of: ({ events }) => events },
  { title: 'invalid', of: ({ invalid }) => invalid },
  { title: 'other', of: ({ other }) => other },
  { title: 'ignored', of: ({ ignored }) => pairsOf(ignored) },
  { title: 'totals', of: ({ totals = {} }) => pairsOf(totals) },
];

function printSummary(summary: Summary, json: boolean | undefined, terminal: Terminal): void {
  const shown = columns.filter(({ title }) => title !== 'totals' || summary.totals !== undefined);
  const results = createResults(terminal, { json, columns: shown, empty: '' });
  results.add(summary);
  results.end();
}

function pairsOf(record: Readonly<Record<string, number | string>>): string | undefined {
  const pairs = Object.entries(record).map(([name, value]) => `${name} ${value}`);
  return pairs.length === 0 ? undefined : pairs.join(', ');
}

interface Wiring {
  readonly access: OperatorAccess;
  /** Its id. */
  readonly connection: string;
  readonly terminal: Terminal;
  readonly reporter: BackfillReporter;
  readonly file: string;
  readonly done: DonePart;
  readonly invalid: InvalidLines;
}

function portsOf({ access, connection, terminal, reporter, file, done, invalid }: Wiring): BackfillPorts {
  return {
    queue: access.queue('events'),
    fetches: access.queue('fetches'),
    ledger: access.ledger(),
    tombstones: access.tombstones(),
    waiting: async () => {
      const { visible, inFlight } = await access.depth('events');
      reporter.queueSeen(visible + inFlight);
      return visible + inFlight;
    },
    now: () => new Date(),
    sleep: (ms) => sleep(ms),
    checkpoint: async (progress) => {
      const fingerprint = done.finish(progress.lines);
      if (file !== '-')
        await terminal.write(progressFile(file), JSON.stringify({ ...progress, fingerprint }));
      reporter.progressed(progress);
    },
    onCanary: async (orderId) => {
      terminal.complain(`Order ${orderId} is queued; the others follow once it has reached Dfinery`);
      // At the end there is a note with the whole count, unless somebody ends it before.
      await noteChange(access, terminal, { what: 'backfill, begun', connection, count: 1 });
    },
    onInvalid: (entry) => invalid.note(entry, done.undone(entry.line, entry.lines)),
  };
}

const ProgressSchema = v.object({
  lines: v.number(),
  queued: v.number(),
  events: v.number(),
  ignored: v.record(v.string(), v.number()),
  invalid: v.number(),
  other: v.number(),
  /** Of the lines that are done. Absent in files of version 0.1.0. */
  fingerprint: v.optional(v.string()),
});

const NOTHING_DONE_YET: SavedProgress = { ...NOTHING_DONE, fingerprint: undefined };

type SavedProgress = BackfillProgress & { readonly fingerprint?: string | undefined };

function progressFile(file: string): string {
  return `${file}.progress.json`;
}

async function readProgress(file: string, terminal: Terminal): Promise<SavedProgress> {
  const text = await terminal.read(progressFile(file)).catch(() => undefined);
  if (text === undefined) return NOTHING_DONE;
  const result = v.safeParse(
    v.pipe(v.string(), v.parseJson(undefined, 'is not JSON'), ProgressSchema),
    text.toString(),
  );
  if (result.success) return result.output;
  throw new ConfigError(`${progressFile(file)} cannot be read; --restart starts over`);
}

interface Saved {
  readonly file: string;
  readonly from: BackfillProgress;
  readonly fingerprint: string | undefined;
}

/**
 * Returns the fingerprint of the lines that an earlier run did. @throws {ConfigError} they are no longer the same: what
 * was corrected there would never be read.
 */
async function readDonePart({ file, from, fingerprint }: Saved, terminal: Terminal): Promise<Fingerprint> {
  const found = await fingerprintOf(() => terminal.lines(file), from.lines);
  if (fingerprint === undefined || textOf(found) === fingerprint) return found;
  throw new ConfigError(
    `${file} changed within its first ${from.lines} lines, which are done. --restart reads it from the beginning; ` +
      'what was sent is not sent again',
  );
}

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseOptions(args, options);
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('backfill needs one FILE, or -');
  const source = readSource(values.source);
  return { file, source, id: needed(values.connection, '--connection'), values };
}
