import { expect } from 'vitest';
import type { HttpAnswer } from '../../lib/runtime/http/http-answer.ts';
import { testOrder } from '../support/builders/test-order.ts';
import { accountsOf } from './accounts.ts';
import { createRandom } from './random.ts';
import { type Simulation, type SimulationOptions, startSimulation } from './simulation.ts';
import { twoShops } from './two-shops.ts';
import { createVirtualTime, type VirtualTime } from './virtual-time.ts';

export const START = Date.parse('2026-11-24T00:00:00.000Z');
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export interface Run {
  readonly time: VirtualTime;
  readonly simulation: Simulation;
}

/** Starts receiver and drain with two connections of two services. */
export function start(
  options: (time: VirtualTime) => Pick<SimulationOptions, 'outage' | 'wrongToken'> = () => ({}),
): Run {
  const time = createVirtualTime(START);
  const simulation = startSimulation({
    time,
    random: createRandom(7),
    connections: twoShops,
    ...options(time),
  });
  return { time, simulation };
}

/** Has shops deliver orders within some time from now, every third customer's again and again. */
export function deliverOrders(
  { time, simulation }: Run,
  {
    count,
    withinMs,
    connection = 'main',
    from = 0,
  }: { count: number; withinMs: number; connection?: string; from?: number },
): void {
  for (let index = from; index < from + count; index += 1) {
    const customerId = 1 + (index % Math.ceil(count / 3));
    void time.sleep((withinMs * (index - from)) / count).then(() => {
      const email = `${customerId}@example.com`;
      const placedAt = new Date(time.now());
      return simulation.deliver(
        connection,
        testOrder({ id: String(1_000_000 + index), customerId, email, placedAt }),
      );
    });
  }
}

function expectBalance(simulation: Simulation): void {
  const { deliveries, events } = accountsOf(simulation);
  expect(deliveries.have).toBe(deliveries.should);
  expect(events.have).toBe(events.should);
}

/** Every order once, none dead, none waiting. Returns how long after an instant the last one came, in minutes. */
export function expectAllDelivered({ simulation }: Run, orders: number, mendedAt: number): number {
  const stored = [...simulation.dfinery.stored.values()];
  expect(stored).toHaveLength(orders);
  expect(stored.filter(({ times }) => times > 1)).toEqual([]);
  expect(simulation.deadLetters.messages.size).toBe(0);
  expect(simulation.queue.waiting()).toEqual([]);
  expectBalance(simulation);
  return (Math.max(...stored.map(({ at }) => at)) - mendedAt) / MINUTE_MS;
}

const timeout: HttpAnswer = { kind: 'unanswered', reason: 'timeout' };

export interface LongOutage {
  /** When Dfinery answers again. */
  readonly days: number;
  readonly orders: number;
  /** After how many days all orders have to be waiting still; the last is the one that it ends on. */
  readonly looks: readonly number[];
}

/**
 * Has Dfinery give no answer for some days while orders wait, and expects all of them there within 30 minutes of its
 * end, once, without a person: a pause of 20 minutes, its jitter, a probe's distance, the time to send what is left.
 */
export async function rideOut({ days, orders, looks }: LongOutage): Promise<void> {
  const mendedAt = START + days * DAY_MS;
  const run = start((time) => ({ outage: () => (time.now() < mendedAt ? timeout : undefined) }));
  deliverOrders(run, { count: orders, withinMs: 6 * HOUR_MS });

  for (const day of looks) {
    await run.time.run({ until: START + day * DAY_MS });
    expectAllWaiting(run, { day, orders });
  }
  await run.time.run({ until: mendedAt + DAY_MS });

  const lastMinutes = expectAllDelivered(run, orders, mendedAt);
  console.log(
    `${days} days: the last of ${orders} orders came ${lastMinutes.toFixed(0)} minutes after it ended`,
  );
  expect(mostReceives(run)).toBeLessThan(1_000);
  expect(lastMinutes).toBeLessThan(30);
}

function expectAllWaiting(
  run: Run,
  { day, orders }: { readonly day: number; readonly orders: number },
): void {
  const { dfinery, queue } = run.simulation;
  console.log(
    `Day ${day} of the outage: ${dfinery.requests()} requests so far, a message was received ${mostReceives(run)} times at most`,
  );
  expect(queue.waiting()).toHaveLength(orders);
  expect(mostReceives(run)).toBeLessThan(1_000);
}

function mostReceives({ simulation }: Run): number {
  return Math.max(...[...simulation.queue.messages.values()].map(({ receives }) => receives));
}
