import type { DfineryFault } from './dfinery-model.ts';
import { placeOrder } from './edited-orders.ts';
import { createFaults, type Faults } from './faults.ts';
import { judgeRun } from './judge-run.ts';
import { type Lateness, latenessOf, orderIdOf } from './lateness.ts';
import { createRandom, type Random } from './random.ts';
import { startSimulation } from './simulation.ts';
import { twoShops } from './two-shops.ts';
import { createVirtualTime } from './virtual-time.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Faults end after so long; what they left behind has to come right by itself, but for the dead. */
const FAULTY_MS = 6 * HOUR_MS;

export interface FaultRunOptions {
  readonly seed: number;
  readonly orders: number;
  readonly customers: number;
  /** Of every call over every edge. */
  readonly probability: number;
  /** A third of the orders is edited within the next hour, and delivered once more. */
  readonly edits?: boolean;
  /** For the first hour, while the orders come, no request to Dfinery is answered with success. */
  readonly incident?: boolean;
  /** The key of queue and table is disabled for ten minutes while the orders come; the queue notices after five. */
  readonly keyOff?: boolean;
  /** The mapping is off for an hour while the orders come. */
  readonly mappingOff?: boolean;
  /** Messages in flight at once. Default as on AWS. */
  readonly maxInFlight?: number;
}

export interface FaultReport {
  /** What must not be. Empty where all is well. */
  readonly wrong: readonly string[];
  readonly distinct: number;
  /** Events that are there more than once, all of them after a request without a readable answer or mark. */
  readonly repeated: number;
  /** Letters that were dead in the end, and had to be redriven. */
  readonly redriven: number;
  /** Of all orders but those that were dead. */
  readonly late: Lateness;
  /** How often each kind of fault struck. */
  readonly struck: Readonly<Record<string, number>>;
  readonly requests: number;
  readonly virtualHours: number;
}

/** Runs orders of many customers through faults of all kinds over every edge, and judges what came out. */
export async function runFaults(options: FaultRunOptions): Promise<FaultReport> {
  const { seed, customers, probability, edits = false, incident = false } = options;
  const { keyOff = false, mappingOff = false, maxInFlight } = options;
  const random = createRandom(seed);
  const time = createVirtualTime(START);
  const isWithin = (from: number, to: number) => time.now() >= START + from && time.now() < START + to;
  const usual = createFaults({
    random,
    probability,
    isOver: () => !isWithin(0, FAULTY_MS),
    isKeyOff: (edge) => keyOff && isWithin((edge === 'ledger' ? 30 : 35) * MINUTE_MS, 40 * MINUTE_MS),
    isMappingOff: () => mappingOff && isWithin(20 * MINUTE_MS, 80 * MINUTE_MS),
  });
  const isIncident = (): boolean => incident && isWithin(0, HOUR_MS);
  const faults = { ...usual, dfinery: () => (isIncident() ? outOfOrder(usual, random) : usual.dfinery()) };
  const simulation = startSimulation({
    time,
    random,
    connections: twoShops,
    faults,
    ...(maxInFlight !== undefined && { maxInFlight }),
  });

  let taken = 0;
  const orders = Array.from({ length: options.orders }, (_, index) =>
    placeOrder(index, { customers, placedAt: new Date(START), isEdited: edits && index % 3 === 0 }),
  );
  for (const [index, { versions }] of orders.entries()) {
    const connection = index % 10 === 0 ? 'outlet' : 'main';
    const [first, ...later] = versions;
    void time.sleep(random() * HOUR_MS).then(async () => {
      const deliveries = [simulation.deliver(connection, first.body)];
      for (const { body } of later) {
        await time.sleep(random() * HOUR_MS);
        deliveries.push(simulation.deliver(connection, body, 'orders/updated'));
      }
      await Promise.all(deliveries);
      taken += 1;
    });
  }

  const isIdle = (): boolean =>
    taken === orders.length && simulation.queue.waiting().length === 0 && simulation.source.running() === 0;
  const until = START + 14 * 24 * HOUR_MS;
  await time.run({ until, isDone: everySoOften(isIdle) });
  // An operator redrives when what was wrong is mended.
  void time.sleep(START + FAULTY_MS + 1 - time.now());
  await time.run({ until });
  const dead = new Set(simulation.deadLetters.waiting().map(({ body }) => orderIdOf(body)));
  const redriven = simulation.deadLetters.waiting().length;
  simulation.redrive();
  await time.run({ until: until + 24 * HOUR_MS, isDone: everySoOften(isIdle) });

  const stored = [...simulation.dfinery.stored.values()];
  return {
    wrong: judgeRun(simulation, orders),
    distinct: stored.length,
    repeated: stored.filter(({ times }) => times > 1).length,
    redriven,
    late: latenessOf(simulation, (orderId) => !dead.has(orderId)),
    struck: Object.fromEntries(faults.struck),
    requests: simulation.dfinery.requests(),
    virtualHours: (time.now() - START) / HOUR_MS,
  };
}

/** Returns an answer that gets lost after Dfinery stored the events, or that the quota is used up. */
function outOfOrder(faults: Faults, random: Random): DfineryFault {
  faults.note('dfinery out of order');
  if (random() < 0.3) {
    const answer = { kind: 'unanswered', reason: 'timeout' } as const;
    return { kind: 'lost', stored: true, answer, afterMs: 10_000 };
  }
  const body = '{"status":false,"code":"40401","message":"CODE_40401"}';
  return { kind: 'readable', answer: { kind: 'answered', status: 200, headers: {}, body } };
}

/** Looking is dearer than waking. */
function everySoOften(look: () => boolean): () => boolean {
  let asked = 0;
  return () => (asked += 1) % 1_000 === 0 && look();
}
