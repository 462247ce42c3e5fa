import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { ConfigError } from '../../model/errors.ts';
import { readSource } from '../arguments.ts';
import { type Command, type Terminal, UsageError } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { findShopConnection } from '../find-shop-connection.ts';
import { ACCESS_OPTIONS, ACCESS_USAGE, type OperatorAccess, openAccess } from '../operator-access.ts';
import { needed, parseOptions, TEXT } from '../parse-options.ts';
import { type BackfillReporter, createBackfillReporter } from './backfill-reporter.ts';
import { type BackfillProgress, NOTHING_DONE } from './progress.ts';
import { type BackfillPorts, runBackfill } from './run-backfill.ts';

/** Queues historic orders of an export. */
export const backfill: Command = {
  usage: `backfill --source S --connection C FILE.jsonl|- ${ACCESS_USAGE}`,
  run: async (args, terminal) => {
    const request = readArguments(args);
    using access = await openAccess(request.values, terminal);
    const connection = await findShopConnection(access, { id: request.id, source: request.source.id });
    const from = await readProgress(request.file, terminal);
    if (from.lines > 0) {
      terminal.complain(`Resuming after line ${from.lines}, from ${progressFile(request.file)}`);
    }

    const size = await terminal.size(request.file);
    const { complain } = terminal;
    const reporter = createBackfillReporter({ complain, size, from, now: () => performance.now() });
    const ports = portsOf({ access, terminal, reporter, file: request.file });
    const lines = reporter.reading(terminal.lines(request.file));
    const result = await runBackfill(ports, { source: request.source, connection, lines, from });
    return report(result, terminal);
  },
};

function report(result: Awaited<ReturnType<typeof runBackfill>>, { print, complain }: Terminal): ExitCode {
  if (result.kind === 'canary-lost') {
    complain(`Order ${result.orderId}, the first, has not reached Dfinery; no other order was queued.`);
    complain('Find out why: adapter doctor, adapter trace, adapter dead-letters list. Then run this again.');
    return exitCodes.refused;
  }
  print(JSON.stringify(result.progress));
  return result.progress.invalid > 0 ? exitCodes.invalidInput : exitCodes.done;
}

interface Wiring {
  readonly access: OperatorAccess;
  readonly terminal: Terminal;
  readonly reporter: BackfillReporter;
  readonly file: string;
}

function portsOf({ access, terminal, reporter, file }: Wiring): BackfillPorts {
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
      if (file !== '-') await terminal.write(progressFile(file), JSON.stringify(progress));
      reporter.progressed(progress);
    },
    onCanary: (orderId) => {
      terminal.complain(`Order ${orderId} is queued; the others follow once it has reached Dfinery`);
    },
    onInvalid: (line, problem) => {
      terminal.complain(`line ${line}: ${problem}`);
    },
  };
}

const ProgressSchema = v.object({
  lines: v.number(),
  queued: v.number(),
  events: v.number(),
  ignored: v.record(v.string(), v.number()),
  invalid: v.number(),
  other: v.number(),
});

function progressFile(file: string): string {
  return `${file}.progress.json`;
}

async function readProgress(file: string, terminal: Terminal): Promise<BackfillProgress> {
  if (file === '-') return NOTHING_DONE;
  const text = await terminal.read(progressFile(file)).catch(() => undefined);
  if (text === undefined) return NOTHING_DONE;
  const result = v.safeParse(
    v.pipe(v.string(), v.parseJson(undefined, 'is not JSON'), ProgressSchema),
    text.toString(),
  );
  if (result.success) return result.output;
  throw new ConfigError(`${progressFile(file)} cannot be read; remove it to start over`);
}

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseOptions(args, { ...ACCESS_OPTIONS, source: TEXT, connection: TEXT });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('backfill needs one FILE, or -');
  const source = readSource(values.source);
  return { file, source, id: needed(values.connection, '--connection'), values };
}
