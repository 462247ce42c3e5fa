import { type Command, type Terminal, UsageError } from '../command.ts';
import type { CommandHelp } from '../command-help.ts';
import { exitCodes } from '../exit-codes.ts';
import { ACCESS_OPTIONS, openAccess } from '../operator-access.ts';
import { parseOptions, refuseMore } from '../parse-options.ts';
import { JSON_OPTION } from '../print-results.ts';
import { readInstant } from '../read-instant.ts';
import { type FoundRecord, findRecords } from './find-records.ts';
import { toLogText } from './log-record.ts';
import { LEVELS, type Level } from './to-filter-pattern.ts';

/** How often new lines are looked for. FilterLogEvents may be called a few times a second. */
const FOLLOW_MS = 2_000;
/** A line may come so much later than its own time says. */
const LATE_MS = 60_000;

const help = {
  does: 'Prints the log lines of all functions, and of what operators changed, by time.',
  options: {
    order: { type: 'string', value: 'ID', means: 'lines that name the order, and lines of its deliveries' },
    connection: { type: 'string', value: 'C', means: 'lines that name the connection' },
    since: { type: 'string', value: 'INSTANT', means: 'how far back, such as 15m or 2d', otherwise: '1h' },
    level: {
      type: 'string',
      value: 'LEVEL',
      means: 'the least urgent level',
      otherwise: 'info',
      values: LEVELS,
    },
    follow: { type: 'boolean', means: 'go on with new lines until Ctrl-C' },
    json: JSON_OPTION,
    ...ACCESS_OPTIONS,
  },
  examples: [
    'logs --level warn --since 15m --stage prod',
    'logs --order 7301648205117 --since 2d --stage prod',
  ],
  exits: { unreachable: 'AWS did not answer' },
  page: 'docs/reference.md#adapter-logs',
} as const satisfies CommandHelp;

/** Prints the log lines of all functions and of what operators changed, by time. */
export const logs: Command = {
  help,
  run: async (args, terminal) => {
    const { wanted, begun, from, isFollowed, isJson, access: given } = readArguments(args);
    using access = await openAccess(given, terminal);
    const reader = await access.logs();
    const print = (record: FoundRecord): void => {
      terminal.print(isJson || terminal.screen === undefined ? toJsonLine(record) : toLogText(record));
    };
    const first = await findRecords(reader, wanted, { from, to: begun });
    for (const record of first) print(record);
    if (isFollowed)
      await follow(terminal, begun, { first, print, find: (range) => findRecords(reader, wanted, range) });
    else if (first.length === 0)
      terminal.complain(
        `No such line since ${new Date(from).toISOString()}. --since 14d looks further back.`,
      );
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

function toJsonLine({ at, from, level, message, json }: FoundRecord): string {
  return JSON.stringify({ at: new Date(at).toISOString(), from, level, message, ...json });
}

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseOptions(args, help.options);
  refuseMore(positionals);
  const begun = Date.now();
  return {
    wanted: { level: readLevel(values.level), connection: values.connection, orderId: values.order },
    begun,
    from: readInstant(values.since ?? '1h', '--since', begun),
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
