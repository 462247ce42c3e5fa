import type { ReceiverAnswer, ReceiverPorts } from '../receive/receiver.ts';
import { replayDelivery } from '../receive/replay-delivery.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import type { ParkedBucket } from '../stores/parked/parked-bucket.ts';
import type { FoundParked, ParkedDeliveries, ParkedObject } from '../stores/parked/parked-deliveries.ts';
import type { ParkedDelivery } from '../stores/parked/parked-delivery.ts';
import { type Command, type Terminal, UsageError } from './command.ts';
import type { CommandHelp } from './command-help.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { AccessArguments } from './find-environment.ts';
import { maskText, maskValues } from './mask.ts';
import { noteChange } from './note-change.ts';
import { ACCESS_OPTIONS, type OperatorAccess, openAccess } from './operator-access.ts';
import { parseOptions, readAction } from './parse-options.ts';
import { type Column, createResults, JSON_OPTION } from './print-results.ts';
import { terminalTelemetry } from './terminal-telemetry.ts';
import { topicOfDelivery } from './topic-of-delivery.ts';

const options = {
  all: { type: 'boolean', means: 'replay: every parked delivery, of one connection with --connection' },
  connection: {
    type: 'string',
    value: 'C',
    means: 'only deliveries of this connection',
    otherwise: 'all connections',
  },
  'dry-run': { type: 'boolean', means: 'replay: say what would become of each; queue and remove nothing' },
  reveal: { type: 'boolean', means: 'show: the body with its personal data' },
  json: JSON_OPTION,
  ...ACCESS_OPTIONS,
} as const satisfies CommandHelp['options'];

const help = {
  does: 'Shows deliveries that could not be read, and replays them once they can be.',
  actions: {
    list: { does: 'lists them, with the first path that is wrong' },
    show: { takes: 'KEY', does: 'shows one whole; its values are masked' },
    replay: { takes: 'KEY…|--all', does: 'reads them again: what can be read is queued and removed' },
  },
  options,
  examples: ['parked list --stage prod', 'parked replay --all --connection main --dry-run --stage prod'],
  exits: {
    invalidInput: 'one still cannot be read, or is not there',
    unreachable: 'AWS did not take it',
  },
  page: 'docs/runbook.md',
} as const satisfies CommandHelp;

/** Shows parked deliveries, and replays them once they can be read. */
export const parked: Command = {
  help,
  run: async (args, terminal) => {
    const request = readArguments(args);
    using access = await openAccess(request.access, terminal);
    return await actions[request.action]({ deliveries: access.parked(), request, terminal, access });
  },
};

type Action = 'list' | 'show' | 'replay';

interface Request {
  readonly action: Action;
  readonly keys: readonly string[];
  readonly connection: string | undefined;
  readonly reveal: boolean;
  readonly json: boolean;
  readonly isDryRun: boolean;
  readonly access: AccessArguments;
}

/** A line of `parked list`. */
export type Listed = ReturnType<typeof summaryOf> | { readonly key: string; readonly unreadable: string };

const columns: readonly Column<Listed>[] = [
  { title: 'received', of: (listed) => ('issues' in listed ? listed.receivedAt : undefined) },
  { title: 'source', of: (listed) => ('issues' in listed ? listed.source : undefined) },
  { title: 'key', of: ({ key }) => key },
  {
    title: 'problem',
    of: (listed) => ('issues' in listed ? problemOf(listed.issues) : `unreadable: ${listed.unreadable}`),
    tone: (listed) => ('issues' in listed ? undefined : 'bad'),
  },
];

function problemOf([first, ...others]: ParkedDelivery['issues']): string | undefined {
  if (first === undefined) return undefined;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return `${first.path || '(body)'}: ${first.message}${more}`;
}

interface Call {
  readonly deliveries: ParkedDeliveries;
  readonly request: Request;
  readonly terminal: Terminal;
  readonly access: OperatorAccess;
}

const actions: Record<Action, (call: Call) => Promise<ExitCode>> = {
  async list({ deliveries, request, terminal }) {
    const empty = 'Nothing is parked.';
    const results = createResults<Listed>(terminal, { json: request.json, columns, empty });
    for await (const { key } of deliveries.list(request.connection)) {
      const found = await deliveries.get(key);
      if (found.kind === 'delivery') results.add(summaryOf(key, found.delivery));
      if (found.kind === 'unreadable') results.add({ key, unreadable: found.problem });
    }
    results.end();
    return exitCodes.done;
  },

  async show({ deliveries, request, terminal }) {
    const [key = ''] = request.keys;
    const found = await deliveries.get(key);
    if (found.kind !== 'delivery') return refuse(terminal, key, found);
    terminal.print(JSON.stringify(detailsOf(key, found.delivery, request.reveal), undefined, 2));
    return exitCodes.done;
  },

  async replay({ deliveries, request, terminal, access }) {
    const real = receiverPorts(access, terminal);
    const ports = request.isDryRun ? withoutEffects(real) : real;
    const replaying: Replay = { ports, deliveries, terminal, isDryRun: request.isDryRun };
    const keys = request.keys.length > 0 ? request.keys : await allKeys(deliveries.list(request.connection));
    let exitCode: ExitCode = exitCodes.done;
    let replayed = 0;
    for (const key of keys) {
      const found = await deliveries.get(key);
      const result =
        found.kind === 'delivery'
          ? await replay(replaying, key, found.delivery)
          : refuse(terminal, key, found);
      if (result === exitCodes.done) replayed += 1;
      else exitCode = result;
    }
    if (keys.length === 0) terminal.complain('Nothing is parked.');
    else if (request.isDryRun)
      terminal.complain('Nothing was queued or removed: leave --dry-run out to do it.');
    const { connection, isDryRun } = request;
    const count = isDryRun ? 0 : replayed;
    await noteChange(access, terminal, { what: 'parked replay', connection, count });
    return exitCode;
  },
};

/** The list is complete before anything is removed. */
async function allKeys(objects: AsyncIterable<ParkedObject>): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of objects) keys.push(key);
  return keys;
}

interface Replay {
  readonly ports: ReceiverPorts;
  readonly deliveries: ParkedDeliveries;
  readonly terminal: Terminal;
  readonly isDryRun: boolean;
}

/** Removes a delivery that was taken or ignored. One that still cannot be read, or that a queue did not take, stays. */
async function replay(
  { ports, deliveries, terminal, isDryRun }: Replay,
  key: string,
  delivery: ParkedDelivery,
): Promise<ExitCode> {
  let issues: ParkedDelivery['issues'] | undefined;
  const parkedAgain: ParkedBucket = {
    park: (again) => {
      ({ issues } = again);
      return ports.parked.park(again);
    },
  };
  const answer = await replayDelivery({ ...ports, parked: parkedAgain }, delivery);
  const dryRun = isDryRun ? { dryRun: true } : {};
  terminal.print(
    JSON.stringify({
      key,
      ...dryRun,
      outcome: answer.kind,
      ...detailsOfAnswer(answer),
      ...(issues && { issues }),
    }),
  );
  if (answer.kind === 'parked') return exitCodes.invalidInput;
  if (answer.kind === 'unavailable') return exitCodes.unreachable;
  if (!isDryRun) await deliveries.remove(key);
  return exitCodes.done;
}

/** Returns ports that look everything up and change nothing. */
function withoutEffects(ports: ReceiverPorts): ReceiverPorts {
  const queue = { sendAll: () => Promise.resolve() };
  const nowhere = { park: () => Promise.resolve('') };
  return { ...ports, queue, fetches: queue, erasures: queue, parked: nowhere, telemetry: silent };
}

const silent: Telemetry = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  count: () => undefined,
  measure: () => undefined,
};

function detailsOfAnswer(answer: ReceiverAnswer) {
  if (answer.kind === 'queued') return { events: answer.events };
  return answer.kind === 'ignored' ? { reason: answer.reason } : {};
}

/** The receiver's ports, with the time budget of a command. */
function receiverPorts(access: OperatorAccess, terminal: Terminal): ReceiverPorts {
  return {
    connections: access.shopConnections(),
    queue: access.queue('events'),
    fetches: access.queue('fetches'),
    erasures: access.queue('erasures'),
    tombstones: access.tombstones(),
    parked: access.parkedBucket(),
    telemetry: terminalTelemetry(terminal),
    now: () => new Date(),
  };
}

/** Issues have paths and what was expected there, never values. A reference has the id of an order and no person. */
function summaryOf(key: string, { source, connection, receivedAt, reference, issues }: ParkedDelivery) {
  return { key, source, connection, receivedAt, reference, issues };
}

/** The topic of an order that was fetched, on every platform. */
const FETCHED_ORDER = 'order';

/** What `parked show` prints. */
export type ParkedDetails = ReturnType<typeof detailsOf>;

function detailsOf(key: string, delivery: ParkedDelivery, reveal: boolean) {
  const { source, headers, verifiedAt, reference } = delivery;
  const rawBody = Buffer.from(delivery.rawBody, 'base64');
  return {
    ...summaryOf(key, delivery),
    topic: reference === undefined ? topicOfDelivery({ source, headers, rawBody }) : FETCHED_ORDER,
    verifiedAt,
    headers,
    body: bodyOf(rawBody.toString('utf8'), reveal),
  };
}

/** Returns the body as JSON; as a text if it is none, or is nested too deeply to be masked or printed. */
function bodyOf(text: string, reveal: boolean): unknown {
  try {
    const body: unknown = JSON.parse(text);
    const shown = reveal ? body : maskValues(body);
    JSON.stringify({ body: shown }, undefined, 2);
    return shown;
  } catch {
    return reveal ? text : maskText(text);
  }
}

function refuse(
  { complain }: Terminal,
  key: string,
  found: Exclude<FoundParked, { kind: 'delivery' }>,
): ExitCode {
  complain(found.kind === 'gone' ? `No parked delivery ${key}` : `${key} cannot be read: ${found.problem}`);
  return exitCodes.invalidInput;
}

function readArguments(args: readonly string[]): Request {
  const { values, positionals } = parseOptions(args, options);
  const [word, ...keys] = positionals;
  const action = readAction('parked', word, actions);
  if (action === 'list' && keys.length > 0) throw new UsageError('list takes no argument');
  if (action === 'show' && keys.length !== 1) throw new UsageError('show needs one key');
  if (action === 'replay' && (values.all ?? false) === keys.length > 0) {
    throw new UsageError('replay needs keys, or --all');
  }
  const { connection, reveal = false, json = false, 'dry-run': isDryRun = false } = values;
  if (isDryRun && action !== 'replay') throw new UsageError('--dry-run is for a replay');
  return { action, keys, connection, reveal, json, isDryRun, access: values };
}
