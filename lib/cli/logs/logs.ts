import { type Command, type Terminal, UsageError } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { ACCESS_OPTIONS, ACCESS_USAGE, openAccess } from '../operator-access.ts';
import { FLAG, parseOptions, refuseMore, TEXT } from '../parse-options.ts';
import { type FoundRecord, findRecords } from './find-records.ts';
import { toLogText } from './log-record.ts';
import { readSince } from './read-since.ts';
import { LEVELS, type Level } from './to-filter-pattern.ts';

/** How often new lines are looked for. FilterLogEvents may be called a few times a second. */
const FOLLOW_MS = 2_000;
/** A line may come so much later than its own time says. */
const LATE_MS = 60_000;

/** Prints the log lines of all functions and of what operators changed, by time. */
export const logs: Command = {
  usage: `logs [--order ID] [--connection C] [--since 1h] [--level ${LEVELS.join('|')}] [--follow] [--json] ${ACCESS_USAGE}`,
  run: async (args, terminal) => {
    const { wanted, sinceMs, isFollowed, isJson, access: given } = readArguments(args);
    using access = await openAccess(given, terminal);
    const reader = await access.logs();
    const print = (record: FoundRecord): void => {
      terminal.print(isJson || terminal.screen === undefined ? toJsonLine(record) : toLogText(record));
    };
    const begun = Date.now();
    const first = await findRecords(reader, wanted, { from: begun - sinceMs, to: begun });
    for (const record of first) print(record);
    if (isFollowed)
      await follow(terminal, begun, { first, print, find: (range) => findRecords(reader, wanted, range) });
    else if (first.length === 0) terminal.complain('No such line. A longer time: --since 1d');
    return exitCodes.done;
  },
};

interface Following {
  readonly first: readonly FoundRecord[];
  readonly print: (record: FoundRecord) => void;
  readonly find: (range: { from: number; to: number }) => Promise<readonly FoundRecord[]>;
}

/** Looks for new lines until the person ends it. Looks back a little each time, because lines come late. */
async function follow(terminal: Terminal, begun: number, { first, print, find }: Following): Promise<never> {
  let printed = new Set(first.map(keyOf));
  let from = begun - LATE_MS;
  for (;;) {
    await terminal.sleep(FOLLOW_MS);
    const to = Date.now();
    const found = await find({ from, to });
    for (const record of found) if (!printed.has(keyOf(record))) print(record);
    printed = new Set(found.map(keyOf));
    from = to - LATE_MS;
  }
}

function keyOf({ from, id }: FoundRecord): string {
  return `${from} ${id}`;
}

function toJsonLine({ at, from, json }: FoundRecord): string {
  return JSON.stringify({ at: new Date(at).toISOString(), from, ...json });
}

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseOptions(args, {
    ...ACCESS_OPTIONS,
    order: TEXT,
    connection: TEXT,
    since: TEXT,
    level: TEXT,
    follow: FLAG,
    json: FLAG,
  });
  refuseMore(positionals);
  return {
    wanted: { level: readLevel(values.level), connection: values.connection, orderId: values.order },
    sinceMs: readSince(values.since ?? '1h'),
    isFollowed: values.follow ?? false,
    isJson: values.json ?? false,
    access: values,
  };
}

function readLevel(text = 'info'): Level {
  const level = LEVELS.find((name) => name === text.toLowerCase());
  if (level === undefined) throw new UsageError(`--level needs ${LEVELS.join(', ')} (you wrote "${text}")`);
  return level;
}
