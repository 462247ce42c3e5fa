import { testOrder } from '../support/builders/test-order.ts';
import { accountsOf } from './accounts.ts';
import { createFaults } from './faults.ts';
import { createRandom } from './random.ts';
import { type Simulation, startSimulation } from './simulation.ts';
import { twoShops } from './two-shops.ts';
import { createVirtualTime } from './virtual-time.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');
const FIRST_ORDER = 1_000_000;
const HOUR_MS = 3_600_000;
/** Faults end after so long; what they left behind has to come right by itself, but for the dead. */
const FAULTY_MS = 6 * HOUR_MS;

export interface FaultRunOptions {
  readonly seed: number;
  readonly orders: number;
  readonly customers: number;
  /** Of every call over every edge. */
  readonly probability: number;
}

export interface FaultReport {
  /** What must not be. Empty where all is well. */
  readonly wrong: readonly string[];
  readonly distinct: number;
  /** Events that are there more than once, all of them after a request without a readable answer or mark. */
  readonly repeated: number;
  readonly redriven: number;
  /** How often each kind of fault struck. */
  readonly struck: Readonly<Record<string, number>>;
  readonly requests: number;
  readonly virtualHours: number;
}

/** Runs orders of many customers through faults of all kinds over every edge, and judges what came out. */
export async function runFaults(options: FaultRunOptions): Promise<FaultReport> {
  const { seed, orders, customers, probability } = options;
  const random = createRandom(seed);
  const time = createVirtualTime(START);
  const faults = createFaults(random, probability, () => time.now() > START + FAULTY_MS);
  const simulation = startSimulation({ time, random, connections: twoShops, faults });

  let taken = 0;
  for (let index = 0; index < orders; index += 1) {
    const customer = index % customers;
    const order = {
      id: String(FIRST_ORDER + index),
      customerId: customer + 1,
      email: `${customer}@example.com`,
      placedAt: new Date(START),
    };
    const connection = index % 10 === 0 ? 'outlet' : 'main';
    void time
      .sleep(random() * HOUR_MS)
      .then(() => simulation.deliver(connection, testOrder(order)))
      .then(() => (taken += 1));
  }

  const isIdle = (): boolean =>
    taken === orders && simulation.queue.waiting().length === 0 && simulation.source.running() === 0;
  const until = START + 14 * 24 * HOUR_MS;
  await time.run({ until, isDone: everySoOften(isIdle) });
  // An operator redrives when what was wrong is mended.
  void time.sleep(START + FAULTY_MS + 1 - time.now());
  await time.run({ until });
  const redriven = simulation.deadLetters.waiting().length;
  simulation.redrive();
  await time.run({ until: until + 24 * HOUR_MS, isDone: everySoOften(isIdle) });

  const stored = [...simulation.dfinery.stored.entries()];
  return {
    wrong: findWrong(simulation, options),
    distinct: stored.length,
    repeated: stored.filter(([, { times }]) => times > 1).length,
    redriven,
    struck: Object.fromEntries(faults.struck),
    requests: simulation.dfinery.requests(),
    virtualHours: (time.now() - START) / HOUR_MS,
  };
}

function findWrong(simulation: Simulation, { orders, customers }: FaultRunOptions): string[] {
  const { dfinery, queue, deadLetters, unmarked } = simulation;
  const stored = [...dfinery.stored.entries()];
  const { deliveries, events } = accountsOf(simulation);
  const foreign = stored.filter(([, { orderId, identity }]) => identity !== identityOf(orderId, customers));
  const unexcused = stored.filter(([id, { times }]) => times > 1 && !unmarked.has(id));
  const lost = [...queue.messages.values()].filter(({ state }) => state === 'expired' || state === 'moved');
  return [
    ...(stored.length === orders ? [] : [`${stored.length} distinct events of ${orders} orders`]),
    ...foreign.map(([, { orderId }]) => `order ${orderId} lies on somebody else's profile`),
    ...unexcused.map(([, { orderId, times }]) => `order ${orderId} was sent ${times} times without need`),
    ...lost.map(({ messageId, state }) => `message ${messageId} ${state}`),
    ...queue.waiting().map(({ messageId }) => `message ${messageId} still waits`),
    ...deadLetters.waiting().map(({ messageId, cause }) => `letter ${messageId} is dead: ${String(cause)}`),
    ...(deliveries.have === deliveries.should ? [] : [`deliveries: ${JSON.stringify(deliveries)}`]),
    ...(events.have === events.should ? [] : [`events: ${JSON.stringify(events)}`]),
  ];
}

/** Returns the identity that an order has to be sent under. */
function identityOf(orderId: string, customers: number): string {
  const customer = (Number(orderId) - FIRST_ORDER) % customers;
  return JSON.stringify({ external_id: String(customer + 1), email: `${customer}@example.com` });
}

/** Looking is dearer than waking. */
function everySoOften(look: () => boolean): () => boolean {
  let asked = 0;
  return () => (asked += 1) % 1_000 === 0 && look();
}
