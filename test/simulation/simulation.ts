import type { Connections } from '../../infra/local/connections-file.ts';
import type { CallLimits } from '../../infra/local/dfinery-double/call-counts.ts';
import { drainBatch } from '../../lib/drain/drain-batch.ts';
import { eventReader } from '../../lib/drain/read-records.ts';
import type { ShopConnection } from '../../lib/model/connection.ts';
import type { QueueRecord } from '../../lib/queue/worker/queue-record.ts';
import { receiveDelivery } from '../../lib/receive/receive-delivery.ts';
import type { ReceiverAnswer } from '../../lib/receive/receiver.ts';
import { shopify } from '../../lib/sources/shopify/source.ts';
import { aDoor } from '../support/builders/a-door.ts';
import { type RecordedTelemetry, recordTelemetry } from '../support/doubles/recorded-telemetry.ts';
import { decodeOnce } from './decode-once.ts';
import { createDfineryModel, type DfineryModel } from './dfinery-model.ts';
import { type EventSource, startEventSource } from './event-source-model.ts';
import { type Faults, noFaults } from './faults.ts';
import { ill } from './faulty-calls.ts';
import { startInvocation } from './invocation.ts';
import { orderIdOf } from './lateness.ts';
import { createQueueModel, type QueueModel } from './queue-model.ts';
import type { Random } from './random.ts';
import { simulatedPorts, type Troubles } from './simulated-ports.ts';
import { createSimulatedTable } from './simulated-table.ts';
import type { VirtualTime } from './virtual-time.ts';

/** As in `serverless.yml`. */
const FUNCTION_TIMEOUT_MS = 60_000;

/** What ends a shop's deliveries. */
const TAKEN: ReadonlySet<ReceiverAnswer['kind']> = new Set(['queued', 'known', 'ignored']);

export interface SimulationOptions extends Troubles {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly connections: Connections;
  readonly faults?: Faults;
  /** Messages in flight at once. Default as on AWS. */
  readonly maxInFlight?: number;
  /** Of the event source. */
  readonly windowMs?: number;
  readonly drainConcurrency?: number;
  /** Whether known deliveries end at the door of one environment of the receiver. */
  readonly hasDoor?: boolean;
  /** Calls a minute that Dfinery takes; default as documented. */
  readonly limits?: CallLimits;
  /** Takes what is counted. Default: telemetry that only remembers. */
  readonly telemetry?: RecordedTelemetry;
}

export interface Simulation {
  readonly queue: QueueModel;
  readonly deadLetters: QueueModel;
  readonly dfinery: DfineryModel;
  /** When the first message of each order was queued, in milliseconds since 1970. */
  readonly takenAt: ReadonlyMap<string, number>;
  readonly source: EventSource;
  /** Events that Dfinery stored and the ledger was not told of, be it that the drain was killed or not heard. */
  readonly unmarked: ReadonlySet<string>;
  /** Of all invocations that came to their end. */
  readonly telemetry: RecordedTelemetry;
  /** Has the shop deliver an order, again and again until it is told that it was taken. */
  deliver(connection: string, body: string, topic?: string): Promise<void>;
  /** Puts all dead letters back into the queue, as a redrive does. */
  redrive(): void;
}

/** Starts the real receiver and the real drain between models of everything around them, on a virtual clock. */
export function startSimulation(options: SimulationOptions): Simulation {
  const { time, random, connections, faults = noFaults } = options;
  const deadLetters = createQueueModel({ name: 'dead', now: () => time.now() });
  const queue = createQueueModel({
    name: 'event',
    now: () => time.now(),
    delayMs: () => random() * 2_000,
    deadLetters,
    ...(options.maxInFlight !== undefined && { maxInFlight: options.maxInFlight }),
    onFull: () => {
      faults.note('in flight full');
    },
    returnsAfterMs: () => faults.returnsAfterMs(),
  });
  const dfinery = createDfineryModel(connections, { now: () => time.now(), limits: options.limits ?? {} });
  const telemetry = options.telemetry ?? recordTelemetry();
  const unmarked = new Set<string>();
  const takenAt = new Map<string, number>();
  const reader = decodeOnce(eventReader);
  const table = createSimulatedTable(() => time.now());
  const now = (): number => time.now();
  const door = aDoor(table.ledger(now), now);
  const world = {
    time,
    random,
    faults,
    connections,
    queue,
    deadLetters,
    dfinery,
    table,
    unmarked,
    troubles: options,
  };

  async function invoke(records: readonly QueueRecord[]): Promise<string | undefined> {
    const startedAt = time.now();
    const recorded = recordTelemetry();
    const invocation = startInvocation();
    const ports = simulatedPorts(world, { invocation, telemetry: recorded });
    const remainingMs = (): number => FUNCTION_TIMEOUT_MS - (time.now() - startedAt);
    const running = drainBatch(ports, { records, remainingMs }, reader);
    const callOff = time.after(FUNCTION_TIMEOUT_MS, invocation.kill);
    const response = await Promise.race([running, invocation.killed]);
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
    ...(options.drainConcurrency !== undefined && { concurrency: options.drainConcurrency }),
    invoke,
    fails: (edge) => faults.call(edge) !== undefined,
    throttledMs: () => faults.throttledMs(),
    isOff: () => faults.isMappingOff(),
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
        queue: { sendAll: enqueue },
        erasures: { sendAll: () => Promise.reject(new Error('nobody is erased here')) },
        fetches: { sendAll: () => Promise.reject(new Error('nothing is fetched here')) },
        parked: { park: () => Promise.reject(new Error('nothing is unreadable here')) },
        telemetry,
        now: () => new Date(time.now()),
        ...(options.hasDoor === true && { door }),
      },
      { source: 'shopify', connection: connection.id, requestId: 'r', traceId: 't', headers, rawBody },
    );
    // The answer may get lost on its way to the shop.
    return faults.call('enqueue') === undefined ? answer : undefined;
  }

  function enqueue(bodies: readonly string[], group: string): Promise<void> {
    const fault = faults.call('enqueue');
    for (const body of fault === 'before' ? [] : bodies) {
      const orderId = orderIdOf(body);
      if (!takenAt.has(orderId)) takenAt.set(orderId, time.now());
      queue.send(body, undefined, group);
    }
    return fault === undefined ? Promise.resolve() : Promise.reject(ill('enqueue'));
  }

  return {
    queue,
    deadLetters,
    dfinery,
    takenAt,
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
        if (answer !== undefined && TAKEN.has(answer.kind)) wanted -= 1;
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

function merge(into: RecordedTelemetry, { counts, measured }: RecordedTelemetry): void {
  for (const [key, value] of Object.entries(counts)) {
    const [metric = '', reason] = key.split(':');
    into.count(metric as Parameters<RecordedTelemetry['count']>[0], value, reason);
  }
  for (const { metric, milliseconds } of measured) into.measure(metric, milliseconds);
}
