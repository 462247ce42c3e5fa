import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { createConnectionStore } from '../connections/connection-store.ts';
import { shopConnectionLookup } from '../connections/parameter-store.ts';
import { createParkedBucket } from '../parked/parked-bucket.ts';
import { createParkedDeliveries, type ParkedDeliveries } from '../parked/parked-deliveries.ts';
import type { ParkedDelivery } from '../parked/parked-delivery.ts';
import { createMessageQueue } from '../queue/message-queue.ts';
import type { ReceiverPorts } from '../receive/receiver.ts';
import { replayDelivery } from '../receive/replay-delivery.ts';
import { type Command, type Terminal, UsageError } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findTombstones } from './find-tombstones.ts';
import { maskText, maskValues } from './mask.ts';
import { ACCESS_OPTIONS, ACCESS_USAGE, findAdapter, type OperatorAccess } from './operator-access.ts';
import { FLAG, isAction, parseOptions, TEXT } from './parse-options.ts';
import { terminalTelemetry } from './terminal-telemetry.ts';

/** A person waits, not a shop. */
const BUDGET_MS = 20_000;

/** Looks into the bucket of parked deliveries, and replays them once what could not be read can be. */
export const parked: Command = {
  usage: `parked list|show KEY|replay KEY…|replay --all [--connection C] [--reveal] ${ACCESS_USAGE}`,
  run: async (args, terminal) => {
    const request = readArguments(args);
    const access = await findAdapter(request.access, terminal);
    const s3 = new S3Client(access.settingsOf('S3'));
    const deliveries = createParkedDeliveries({ s3, bucket: access.config.PARKED_BUCKET });
    try {
      return await actions[request.action]({ deliveries, request, terminal, access });
    } finally {
      s3.destroy();
    }
  },
};

type Action = 'list' | 'show' | 'replay';

interface Request {
  readonly action: Action;
  readonly keys: readonly string[];
  readonly connection: string | undefined;
  readonly reveal: boolean;
  readonly access: Parameters<typeof findAdapter>[0];
}

interface Call {
  readonly deliveries: ParkedDeliveries;
  readonly request: Request;
  readonly terminal: Terminal;
  readonly access: OperatorAccess;
}

const actions: Record<Action, (call: Call) => Promise<ExitCode>> = {
  async list({ deliveries, request, terminal }) {
    for await (const key of deliveries.keys(request.connection)) {
      const delivery = await deliveries.get(key);
      if (delivery !== undefined) terminal.print(JSON.stringify(summaryOf(key, delivery)));
    }
    return exitCodes.done;
  },

  async show({ deliveries, request, terminal }) {
    const [key = ''] = request.keys;
    const delivery = await deliveries.get(key);
    if (delivery === undefined) return notFound(terminal, key);
    terminal.print(JSON.stringify(detailsOf(key, delivery, request.reveal), undefined, 2));
    return exitCodes.done;
  },

  async replay({ deliveries, request, terminal, access }) {
    const ports = receiverPorts(access, terminal);
    const keys = request.keys.length > 0 ? request.keys : await all(deliveries.keys(request.connection));
    let exitCode: ExitCode = exitCodes.done;
    for (const key of keys) {
      const delivery = await deliveries.get(key);
      const result =
        delivery === undefined
          ? notFound(terminal, key)
          : await replay({ ports, deliveries, terminal }, key, delivery);
      if (result !== exitCodes.done) exitCode = result;
    }
    return exitCode;
  },
};

/** Listed whole before anything is removed. */
async function all(keys: AsyncIterable<string>): Promise<string[]> {
  const list: string[] = [];
  for await (const key of keys) list.push(key);
  return list;
}

interface Replay {
  readonly ports: ReceiverPorts;
  readonly deliveries: ParkedDeliveries;
  readonly terminal: Terminal;
}

/** Removes what was taken or is of no interest; what still cannot be read, or was not taken, stays. */
async function replay(
  { ports, deliveries, terminal }: Replay,
  key: string,
  delivery: ParkedDelivery,
): Promise<ExitCode> {
  const answer = await replayDelivery(ports, delivery);
  const outcome =
    'events' in answer ? { events: answer.events } : 'reason' in answer ? { reason: answer.reason } : {};
  terminal.print(JSON.stringify({ key, outcome: answer.kind, ...outcome }));
  if (answer.kind === 'parked') return exitCodes.invalidInput;
  if (answer.kind === 'unavailable') return exitCodes.unreachable;
  await deliveries.remove(key);
  return exitCodes.done;
}

/** The receiver's own edges, with a person's patience. */
function receiverPorts(access: OperatorAccess, terminal: Terminal): ReceiverPorts {
  const { config, settingsOf } = access;
  const now = () => new Date();
  const lookUp = shopConnectionLookup({
    ssm: new SSMClient(settingsOf('SSM')),
    path: config.CONNECTIONS_PATH,
  });
  const sqs = new SQSClient(settingsOf('SQS'));
  return {
    connections: createConnectionStore({ lookUp, now }),
    queue: createMessageQueue({ sqs, queueUrl: config.EVENTS_QUEUE_URL, budgetMs: BUDGET_MS }),
    fetches: createMessageQueue({ sqs, queueUrl: config.FETCHES_QUEUE_URL, budgetMs: BUDGET_MS }),
    erasures: createMessageQueue({ sqs, queueUrl: config.ERASURES_QUEUE_URL, budgetMs: BUDGET_MS }),
    tombstones: findTombstones(access),
    parked: createParkedBucket({
      bucket: config.PARKED_BUCKET,
      budgetMs: BUDGET_MS,
      createClient: (s3) => new s3.S3Client(settingsOf('S3')),
    }),
    telemetry: terminalTelemetry(terminal),
    now,
  };
}

/** Issues name paths and what was expected there, never values; a reference names an order and no person. */
function summaryOf(key: string, { source, connection, receivedAt, reference, issues }: ParkedDelivery) {
  return { key, source, connection, receivedAt, reference, issues };
}

function detailsOf(key: string, delivery: ParkedDelivery, reveal: boolean) {
  const { headers, verifiedAt } = delivery;
  const text = Buffer.from(delivery.rawBody, 'base64').toString('utf8');
  const body = parseOrText(text);
  const masked = typeof body === 'string' ? maskText(body) : maskValues(body);
  return { ...summaryOf(key, delivery), verifiedAt, headers, body: reveal ? body : masked };
}

function parseOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function notFound({ complain }: Terminal, key: string): ExitCode {
  complain(`No parked delivery ${key}`);
  return exitCodes.invalidInput;
}

function readArguments(args: readonly string[]): Request {
  const { values, positionals } = parseOptions(args, {
    ...ACCESS_OPTIONS,
    all: FLAG,
    connection: TEXT,
    reveal: FLAG,
  });
  const [action, ...keys] = positionals;
  if (!isAction(action, actions)) throw new UsageError('One of list, show and replay');
  if (action === 'list' && keys.length > 0) throw new UsageError('list takes no argument');
  if (action === 'show' && keys.length !== 1) throw new UsageError('show needs one key');
  if (action === 'replay' && (values.all ?? false) === keys.length > 0) {
    throw new UsageError('replay needs keys, or --all');
  }
  return { action, keys, connection: values.connection, reveal: values.reveal ?? false, access: values };
}
