import type { Connections } from '../../infra/local/connections-file.ts';
import type { CallLimits } from '../../infra/local/dfinery-double/call-counts.ts';
import type { DfineryRequest } from '../../lib/dfinery/client.ts';
import { eventLogId } from '../../lib/dfinery/event-log-id.ts';
import { drainBatch } from '../../lib/drain/drain-batch.ts';
import type { DrainPorts } from '../../lib/drain/drain-ports.ts';
import { eventReader } from '../../lib/drain/read-records.ts';
import type { ShopConnection } from '../../lib/model/connection.ts';
import { UnavailableError } from '../../lib/model/errors.ts';
import type { Message } from '../../lib/queue/message.ts';
import type { BackOff } from '../../lib/queue/worker/back-off.ts';
import type { QueueRecord } from '../../lib/queue/worker/queue-record.ts';
import { receiveDelivery } from '../../lib/receive/receive-delivery.ts';
import type { ReceiverAnswer } from '../../lib/receive/receiver.ts';
import type { HttpAnswer } from '../../lib/runtime/http/http-answer.ts';
import { shopify } from '../../lib/sources/shopify/source.ts';
import type { LedgerEntry } from '../../lib/stores/ledger/ledger.ts';
import { createMemoryLastAnswers } from '../support/doubles/memory-last-answers.ts';
import { createMemoryLedger, createMemoryPauses } from '../support/doubles/memory-ledger.ts';
import { createMemoryProfileLedger, type StoredProfile } from '../support/doubles/memory-profile-ledger.ts';
import { memoryTombstones } from '../support/doubles/memory-tombstones.ts';
import { type RecordedTelemetry, recordTelemetry } from '../support/doubles/recorded-telemetry.ts';
import { decodeOnce } from './decode-once.ts';
import { createDfineryModel, type DfineryFault, type DfineryModel } from './dfinery-model.ts';
import { type EventSource, startEventSource } from './event-source-model.ts';
import { type Edge, type Faults, noFaults } from './faults.ts';
import { createQueueModel, type QueueModel } from './queue-model.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** As in `serverless.yml`. */
const FUNCTION_TIMEOUT_MS = 60_000;

export interface SimulationOptions {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly connections: Connections;
  readonly faults?: Faults;
  /** Default as deployed: from 10 s to 20 minutes. */
  readonly backOff?: BackOff;
  /** Of the event source. */
  readonly windowMs?: number;
  /** Calls a minute that Dfinery takes; default as documented. */
  readonly limits?: CallLimits;
  /** What Dfinery answers instead of doing its work, while something is wrong with it. */
  readonly outage?: (request: {
    readonly serviceId: string;
    readonly accessToken: string;
    readonly body: string;
  }) => HttpAnswer | undefined;
  /** The access token that the drain has of a connection, while it is another than the true one. */
  readonly wrongToken?: (connection: string) => string | undefined;
}

export interface Simulation {
  readonly queue: QueueModel;
  readonly deadLetters: QueueModel;
  readonly dfinery: DfineryModel;
  readonly source: EventSource;
  /** Events that some invocation sent without telling the ledger, be it that it was refused, killed or not heard. */
  readonly unmarked: ReadonlySet<string>;
  /** Of all invocations that came to their end. */
  readonly telemetry: RecordedTelemetry;
  /** Has the shop deliver an order, again and again until it is told that it was taken. */
  deliver(connection: string, body: string, topic?: string): Promise<void>;
  /** Puts all dead letters back into the queue, as a redrive does. */
  redrive(): void;
}

/** Thrown into an invocation that was killed: nothing of it happens any more. */
const never = new Promise<never>(() => undefined);

/** Starts the real receiver and the real drain between models of everything around them, on a virtual clock. */
export function startSimulation(options: SimulationOptions): Simulation {
  const { time, random, connections, faults = noFaults } = options;
  const deadLetters = createQueueModel({ name: 'dead', now: () => time.now() });
  const queue = createQueueModel({
    name: 'event',
    now: () => time.now(),
    delayMs: () => random() * 2_000,
    deadLetters,
  });
  const dfinery = createDfineryModel(connections, { now: () => time.now(), limits: options.limits ?? {} });
  const telemetry = recordTelemetry();
  const entries = new Map<string, LedgerEntry>();
  const pauses = createMemoryPauses();
  const lastAnswers = createMemoryLastAnswers(() => time.now());
  const profileEntries = new Map<string, StoredProfile>();
  const unmarked = new Set<string>();
  const reader = decodeOnce(eventReader);

  /** Carries out a call of an invocation, or fails it, or ends the invocation before or after it. */
  async function call<Result>(
    edge: Edge,
    { invocation, ms, act }: { invocation: Invocation; ms: number; act: () => Promise<Result> },
  ): Promise<Result> {
    const kill = faults.kill();
    if (kill === 'before') invocation.kill();
    await time.sleep(ms * (0.5 + random()));
    if (invocation.isKilled()) return never;
    const fault = edge === 'dfinery' ? undefined : faults.call(edge);
    if (fault === 'before') throw ill(edge);
    const result = await act();
    if (kill === 'after') invocation.kill();
    if (invocation.isKilled()) return never;
    if (fault === 'after') throw ill(edge);
    return result;
  }

  function portsOf(invocation: Invocation, recorded: RecordedTelemetry): DrainPorts {
    const skewMs = faults.skewMs();
    const now = (): number => time.now() + skewMs;
    const ledger = createMemoryLedger(now, entries);
    const profiles = createMemoryProfileLedger(now, profileEntries);
    const write = (act: () => Promise<void>) => call('ledger', { invocation, ms: 5, act });
    return {
      telemetry: recorded,
      connections: {
        find: (id) => {
          const { dfinery: found } = connections[id] ?? {};
          if (found === undefined) return Promise.resolve({ kind: 'unknown' });
          const accessToken = options.wrongToken?.(id) ?? found.accessToken;
          return Promise.resolve({ kind: 'found', value: { ...found, accessToken } });
        },
      },
      dfinery: {
        async post(name, request) {
          const fault = faults.dfinery() ?? outageOf(request);
          const ms = fault?.kind === 'lost' ? fault.afterMs : 100;
          const act = () => {
            if (name === 'events') for (const id of eventIds(request)) invocation.unmarked.add(id);
            return Promise.resolve(dfinery.post(name, request, fault));
          };
          return call('dfinery', { invocation, ms, act });
        },
        close: () => undefined,
      },
      tombstones: memoryTombstones(),
      ledger: {
        read: (keys) => call('ledger', { invocation, ms: 5, act: () => ledger.read(keys) }),
        claim: (part, claim) => call('ledger', { invocation, ms: 5, act: () => ledger.claim(part, claim) }),
        markSent: (part, claim) =>
          write(async () => {
            await ledger.markSent(part, claim);
            invocation.unmarked.delete(`${part.serviceId}/${eventLogId(part as Message)}`);
          }),
        release: (part, claim, failedOf) => write(() => ledger.release(part, claim, failedOf)),
        markUncertain: (part, claim, failedOf) => {
          // It may be sent again in this invocation, and marked as sent then.
          unmarked.add(`${part.serviceId}/${eventLogId(part as Message)}`);
          return write(() => ledger.markUncertain(part, claim, failedOf));
        },
      },
      profiles: {
        read: (keys) => call('ledger', { invocation, ms: 5, act: () => profiles.read(keys) }),
        claim: (key, claim) => call('ledger', { invocation, ms: 5, act: () => profiles.claim(key, claim) }),
        settle: (key, claim, facts, of) => write(() => profiles.settle(key, claim, facts, of)),
        putBack: (key, claim, facts) => write(() => profiles.putBack(key, claim, facts)),
      },
      pauses: {
        read: (lanes) => call('ledger', { invocation, ms: 5, act: () => pauses.read(lanes) }),
        pause: (id, pause) => write(() => pauses.pause(id, pause)),
        takeProbe: (id, read, at) =>
          call('ledger', { invocation, ms: 5, act: () => pauses.takeProbe(id, read, at) }),
        end: (id) => write(() => pauses.end(id)),
      },
      lastAnswers: { note: (at, answer) => write(() => lastAnswers.note(at, answer)) },
      visibility: {
        async hide(changes) {
          const failed = await Promise.all(
            toTens(changes).map((batch) => {
              const act = () =>
                Promise.resolve(
                  batch.filter(({ receiptHandle, seconds }) => !queue.hide(receiptHandle, seconds)).length,
                );
              return call('hide', { invocation, ms: 10, act }).catch(() => batch.length);
            }),
          );
          return { failed: failed.reduce((sum, count) => sum + count, 0), reasons: ['model'] };
        },
      },
      deadLetters: {
        async sendAll(letters) {
          const taken = letters.map(async (letter) => {
            const act = () => {
              deadLetters.send(letter.body, letter.attributes.cause);
              return Promise.resolve();
            };
            return call('bury', { invocation, ms: 10, act }).then(() => letter);
          });
          const results = await Promise.allSettled(taken);
          return new Set(results.flatMap((result) => (result.status === 'fulfilled' ? result.value : [])));
        },
      },
      backOff: options.backOff ?? { baseSeconds: 10, maxSeconds: 1200 },
      ledgerOutage: 'wait',
      now,
      random,
    };
  }

  function outageOf(request: DfineryRequest): DfineryFault | undefined {
    const answer = options.outage?.(request);
    if (answer === undefined) return undefined;
    return answer.kind === 'unanswered'
      ? { kind: 'lost', stored: false, answer, afterMs: 10_000 }
      : { kind: 'readable', answer };
  }

  async function invoke(records: readonly QueueRecord[]): Promise<string | undefined> {
    const startedAt = time.now();
    const recorded = recordTelemetry();
    const killed = Promise.withResolvers<undefined>();
    let isKilled = false;
    const invocation: Invocation = {
      unmarked: new Set(),
      isKilled: () => isKilled,
      kill: () => {
        isKilled = true;
        killed.resolve(undefined);
      },
    };
    const remainingMs = (): number => FUNCTION_TIMEOUT_MS - (time.now() - startedAt);
    const running = drainBatch(portsOf(invocation, recorded), { records, remainingMs }, reader);
    const callOff = time.after(FUNCTION_TIMEOUT_MS, invocation.kill);
    const response = await Promise.race([running, killed.promise]);
    callOff();
    for (const id of invocation.unmarked) unmarked.add(id);
    if (response === undefined) return undefined;
    merge(telemetry, recorded);
    const spoiled = faults.answer();
    if (spoiled !== undefined) undoneByAnswer += records.length - response.batchItemFailures.length;
    if (spoiled === 'thrown') return undefined;
    return spoiled === 'malformed'
      ? '{"batchItemFailures":[{"itemIdentifier":""}]}'
      : JSON.stringify(response);
  }

  let undoneByAnswer = 0;
  const source = startEventSource({
    time,
    queue,
    ...(options.windowMs !== undefined && { windowMs: options.windowMs }),
    invoke,
    fails: (edge) => faults.call(edge) !== undefined,
  });

  async function deliverOnce(
    connection: ShopConnection,
    { body, topic }: { readonly body: string; readonly topic: string },
  ): Promise<ReceiverAnswer | undefined> {
    await time.sleep(random() * 1_000);
    const rawBody = Buffer.from(body);
    const signing = {
      rawBody,
      secret: connection.secrets[0] ?? '',
      topic,
      now: new Date(time.now()),
    };
    const headers = shopify.sign({ ...signing, shop: connection.shop, deliveryId: `delivery-${random()}` });
    const answer = await receiveDelivery(
      {
        connections: { find: () => Promise.resolve({ kind: 'found', value: connection }) },
        queue: { sendAll: (bodies) => enqueue(bodies) },
        erasures: { sendAll: () => Promise.reject(new Error('nobody is erased here')) },
        fetches: { sendAll: () => Promise.reject(new Error('nothing is fetched here')) },
        parked: { park: () => Promise.reject(new Error('nothing is unreadable here')) },
        telemetry,
        now: () => new Date(time.now()),
      },
      { source: 'shopify', connection: connection.id, requestId: 'r', traceId: 't', headers, rawBody },
    );
    // The answer may get lost on its way to the shop.
    return faults.call('enqueue') === undefined ? answer : undefined;
  }

  function enqueue(bodies: readonly string[]): Promise<void> {
    const fault = faults.call('enqueue');
    if (fault !== 'before') for (const body of bodies) queue.send(body);
    return fault === undefined ? Promise.resolve() : Promise.reject(ill('enqueue'));
  }

  return {
    queue,
    deadLetters,
    dfinery,
    telemetry,
    unmarked,
    source: { ...source, undeleted: () => source.undeleted() + undoneByAnswer },
    async deliver(id, body, topic = 'orders/paid') {
      const found = connections[id];
      if (found?.shop === undefined) throw new Error(`No connection ${id} with a shop`);
      const { serviceId } = found.dfinery;
      const connection: ShopConnection = { ...found, id, shop: found.shop, dfinery: { serviceId } };
      for (let wanted = faults.deliveries(); wanted > 0; ) {
        const answer = await deliverOnce(connection, { body, topic });
        if (answer?.kind === 'queued' || answer?.kind === 'ignored') wanted -= 1;
        else await time.sleep(60_000);
      }
    },
    redrive() {
      for (const message of deadLetters.waiting()) {
        queue.send(message.body);
        message.state = 'deleted';
      }
    },
  };
}

interface Invocation {
  /** Events that left for Dfinery and were not marked as sent since, by service and id. */
  readonly unmarked: Set<string>;
  readonly isKilled: () => boolean;
  readonly kill: () => void;
}

/** SQS takes ten at a time, and they share the fate of their call. */
function toTens<Entry>(entries: readonly Entry[]): (readonly Entry[])[] {
  return Array.from({ length: Math.ceil(entries.length / 10) }, (_, index) =>
    entries.slice(index * 10, (index + 1) * 10),
  );
}

function eventIds({ serviceId, body }: DfineryRequest): string[] {
  const { events } = JSON.parse(body) as { events: readonly { event_log_id: string }[] };
  return events.map(({ event_log_id }) => `${serviceId}/${event_log_id}`);
}

function ill(edge: Edge): UnavailableError {
  const code = edge === 'ledger' ? 'ledger-unavailable' : 'queue-unavailable';
  return new UnavailableError(`${edge} is ill`, { code });
}

function merge(into: RecordedTelemetry, { counts }: RecordedTelemetry): void {
  for (const [key, value] of Object.entries(counts)) {
    const [metric = '', reason] = key.split(':');
    into.count(metric as Parameters<RecordedTelemetry['count']>[0], value, reason);
  }
}
