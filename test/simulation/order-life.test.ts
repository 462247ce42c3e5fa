import { expect, test } from 'vitest';
import { aConnection } from '../support/builders/a-connection.ts';
import { EDITED_OUT, type OrderWebhook, orderLife, PAID_BACK } from '../support/builders/order-life.ts';
import { accountsOf } from './accounts.ts';
import type { StoredEvent } from './dfinery-model.ts';
import { createFaults, type Faults, noFaults } from './faults.ts';
import { createRandom, type Random } from './random.ts';
import { type Simulation, startSimulation } from './simulation.ts';
import { createVirtualTime } from './virtual-time.ts';

const START = Date.parse('2026-11-24T06:00:00.000Z');
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** A refund names its order only where it is asked to, and here it has to be told whose it is. */
const connections = { main: aConnection({ refundProperties: { df_order_id: 'orderId' } }) };

interface Run {
  readonly seed: number;
  /** The order in which each order's webhooks arrive. */
  readonly arrivals: readonly (readonly number[])[];
  readonly faults?: (random: Random) => Faults;
}

/** Delivers every webhook of as many orders three times: once in its place, twice at any time after. */
async function live({ seed, arrivals, faults = () => noFaults }: Run): Promise<Simulation> {
  const random = createRandom(seed);
  const time = createVirtualTime(START);
  const simulation = startSimulation({ time, random, connections, faults: faults(random) });
  let under = 0;
  for (const [index, arrival] of arrivals.entries()) {
    const webhooks = orderLife({
      id: String(1_000 + index),
      customerId: index + 1,
      placedAt: new Date(START),
    });
    for (const [place, which] of arrival.entries()) {
      const { topic, body } = webhooks[which] as OrderWebhook;
      for (const later of [0, random() * 2 * HOUR_MS, random() * 2 * HOUR_MS]) {
        under += 1;
        void time
          .sleep(place * MINUTE_MS + later)
          .then(() => simulation.deliver('main', body, topic))
          .then(() => (under -= 1));
      }
    }
  }
  const isIdle = (): boolean =>
    under === 0 && simulation.queue.waiting().length === 0 && simulation.source.running() === 0;
  let asked = 0;
  const until = START + 8 * 24 * HOUR_MS;
  await time.run({ until, isDone: () => (asked += 1) % 1_000 === 0 && isIdle() });
  simulation.redrive();
  await time.run({ until: until + 8 * 24 * HOUR_MS, isDone: () => (asked += 1) % 1_000 === 0 && isIdle() });
  return simulation;
}

/** Returns what is wrong with what lies at Dfinery, by order. Empty where all is well. */
function findWrong({ dfinery }: Simulation, orders: number): string[] {
  const byOrder = Map.groupBy(dfinery.stored.values(), ({ orderId }) => orderId);
  const wrong = [...byOrder].flatMap(([orderId, events]) => {
    const [purchase, ...others] = events.filter(({ name }) => name === 'df_purchase');
    const refunds = events.filter(({ name }) => name === 'df_refund');
    const figures = { purchase: amountOf(purchase), refunds: sumOf(refunds), of: refunds.length };
    // If the edit comes first, less is told, and no more than that is taken back.
    const isRight =
      others.length === 0 &&
      (figures.purchase === PAID_BACK || figures.purchase === PAID_BACK - EDITED_OUT) &&
      figures.refunds === figures.purchase &&
      figures.of <= 3;
    return isRight ? [] : [`${orderId}: ${JSON.stringify(figures)}`];
  });
  return byOrder.size === orders ? wrong : [...wrong, `${byOrder.size} of ${orders} orders`];
}

function amountOf(event: StoredEvent | undefined): number {
  const { df_total_purchase_amount: paid, df_total_refund_amount: back } = event?.properties ?? {};
  return Number(paid ?? back);
}

function sumOf(events: readonly StoredEvent[]): number {
  return events.reduce((sum, event) => sum + amountOf(event), 0);
}

/** Returns all orders of the numbers below a count. */
function permutations(count: number): number[][] {
  if (count === 0) return [[]];
  return permutations(count - 1).flatMap((shorter) =>
    Array.from({ length: count }, (_, place) => shorter.toSpliced(place, 0, count - 1)),
  );
}

const WEBHOOKS = orderLife({ id: '1', customerId: 1, placedAt: new Date(START) }).length;

test('In each of the 720 orders of arrival, all webhooks three times: one purchase, and all of it is taken back', async () => {
  const arrivals = permutations(WEBHOOKS);
  const simulation = await live({ seed: 1, arrivals });
  const { deliveries, events } = accountsOf(simulation);

  expect(arrivals).toHaveLength(720);
  expect(findWrong(simulation, arrivals.length)).toEqual([]);
  expect([...simulation.dfinery.stored.values()].filter(({ times }) => times > 1)).toEqual([]);
  expect(deliveries.have).toBe(deliveries.should);
  expect(events.have).toBe(events.should);
  expect(simulation.telemetry.counts).toMatchObject({
    'DeliveryIgnored:refund-without-customer': 3 * arrivals.length,
    RefundCapped: expect.any(Number) as number,
  });
});

test.for([1, 2, 3, 4])('Seed %i: through faults of all kinds as well', async (seed) => {
  const random = createRandom(seed);
  const arrivals = Array.from({ length: 60 }, () => shuffled(random));
  const faults = (own: Random) => createFaults({ random: own, probability: 0.05 });
  const simulation = await live({ seed, arrivals, faults });

  expect(findWrong(simulation, arrivals.length)).toEqual([]);
});

function shuffled(random: Random): number[] {
  const numbers = Array.from({ length: WEBHOOKS }, (_, index) => ({ index, at: random() }));
  return numbers.sort((a, b) => a.at - b.at).map(({ index }) => index);
}
