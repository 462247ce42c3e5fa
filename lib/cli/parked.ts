import type { ReceiverAnswer, ReceiverPorts } from '../receive/receiver.ts';
import { replayDelivery } from '../receive/replay-delivery.ts';
import type { FoundParked, ParkedDeliveries, ParkedObject } from '../stores/parked/parked-deliveries.ts';
import type { ParkedDelivery } from '../stores/parked/parked-delivery.ts';
import { type Command, type Terminal, UsageError } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { AccessArguments } from './find-environment.ts';
import { maskText, maskValues } from './mask.ts';
import { ACCESS_OPTIONS, ACCESS_USAGE, type OperatorAccess, openAccess } from './operator-access.ts';
import { FLAG, parseOptions, readAction, TEXT } from './parse-options.ts';
import { terminalTelemetry } from './terminal-telemetry.ts';

/** Shows parked deliveries, and replays them once they can be read. */
export const parked: Command = {
  usage: `parked list|show KEY|replay KEY…|replay --all [--connection C] [--reveal] ${ACCESS_USAGE}`,
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
  readonly access: AccessArguments;
}

interface Call {
  readonly deliveries: ParkedDeliveries;
  readonly request: Request;
  readonly terminal: Terminal;
  readonly access: OperatorAccess;
}

const actions: Record<Action, (call: Call) => Promise<ExitCode>> = {
  async list({ deliveries, request, terminal }) {
    for await (const { key } of deliveries.list(request.connection)) {
      const found = await deliveries.get(key);
      if (found.kind === 'delivery') terminal.print(JSON.stringify(summaryOf(key, found.delivery)));
      if (found.kind === 'unreadable') terminal.print(JSON.stringify({ key, unreadable: found.problem }));
    }
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
    const ports = receiverPorts(access, terminal);
    const keys = request.keys.length > 0 ? request.keys : await allKeys(deliveries.list(request.connection));
    let exitCode: ExitCode = exitCodes.done;
    for (const key of keys) {
      const found = await deliveries.get(key);
      const result =
        found.kind === 'delivery'
          ? await replay({ ports, deliveries, terminal }, key, found.delivery)
          : refuse(terminal, key, found);
      if (result !== exitCodes.done) exitCode = result;
    }
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
}

/** Removes a delivery that was taken or ignored. One that still cannot be read, or that a queue did not take, stays. */
async function replay(
  { ports, deliveries, terminal }: Replay,
  key: string,
  delivery: ParkedDelivery,
): Promise<ExitCode> {
  const answer = await replayDelivery(ports, delivery);
  terminal.print(JSON.stringify({ key, outcome: answer.kind, ...detailsOfAnswer(answer) }));
  if (answer.kind === 'parked') return exitCodes.invalidInput;
  if (answer.kind === 'unavailable') return exitCodes.unreachable;
  await deliveries.remove(key);
  return exitCodes.done;
}

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

function detailsOf(key: string, delivery: ParkedDelivery, reveal: boolean) {
  const { headers, verifiedAt } = delivery;
  const text = Buffer.from(delivery.rawBody, 'base64').toString('utf8');
  return { ...summaryOf(key, delivery), verifiedAt, headers, body: bodyOf(text, reveal) };
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
  const { values, positionals } = parseOptions(args, {
    ...ACCESS_OPTIONS,
    all: FLAG,
    connection: TEXT,
    reveal: FLAG,
  });
  const [word, ...keys] = positionals;
  const action = readAction('parked', word, actions);
  if (action === 'list' && keys.length > 0) throw new UsageError('list takes no argument');
  if (action === 'show' && keys.length !== 1) throw new UsageError('show needs one key');
  if (action === 'replay' && (values.all ?? false) === keys.length > 0) {
    throw new UsageError('replay needs keys, or --all');
  }
  return { action, keys, connection: values.connection, reveal: values.reveal ?? false, access: values };
}
