import { expect } from 'vitest';
import type { HttpAnswer } from '../../lib/runtime/http/http-answer.ts';
import { answered } from '../support/builders/a-drain.ts';
import { testOrder } from '../support/builders/test-order.ts';
import { createRandom, pick } from './random.ts';
import { startSimulation } from './simulation.ts';
import { twoShops } from './two-shops.ts';
import { createVirtualTime } from './virtual-time.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');
const ORDERS = 2_000;
const CUSTOMERS = 600;
const POSTED_WITHIN_MS = 10_000;

const status = (code: number, body = ''): HttpAnswer => ({
  kind: 'answered',
  status: code,
  headers: {},
  body,
});
const FAULTS: readonly [HttpAnswer, ...HttpAnswer[]] = [
  status(500),
  status(502),
  status(503),
  answered({ status: false, code: '50101' }),
  status(429, '{"status":false,"code":"40401","message":"Quota"}'),
  status(200, '<html>oops</html>'),
];

interface Lateness {
  /** Seconds after the last order was posted. */
  readonly p99: number;
  readonly last: number;
  readonly twice: number;
  readonly requests: number;
  readonly pauses: number;
}

/** Posts the orders within ten seconds, to a Dfinery that fails at random, and measures when they are all there. */
async function run(
  seed: number,
  { probability, windowMs }: { readonly probability: number; readonly windowMs: number },
): Promise<Lateness> {
  const random = createRandom(seed);
  const time = createVirtualTime(START);
  const outage = () => (random() < probability ? pick(random, FAULTS) : undefined);
  const simulation = startSimulation({ time, random, connections: twoShops, windowMs, outage });
  const posted = new Map<string, number>();
  for (let index = 0; index < ORDERS; index += 1) {
    const customer = Math.floor(random() * CUSTOMERS);
    const order = {
      id: String(1_000_000 + index),
      customerId: customer + 1,
      email: `${customer}@example.com`,
    };
    void time.sleep((POSTED_WITHIN_MS * index) / ORDERS).then(() => {
      posted.set(order.id, time.now());
      return simulation.deliver('main', testOrder({ ...order, placedAt: new Date(time.now()) }));
    });
  }
  const { dfinery, telemetry } = simulation;
  await time.run({ until: START + 3 * 3_600_000, isDone: () => dfinery.stored.size === ORDERS });

  const stored = [...dfinery.stored.values()];
  const late = stored
    .map(({ at, orderId }) => (at - (posted.get(orderId) ?? 0)) / 1_000)
    .sort((a, b) => a - b);
  expect(late).toHaveLength(ORDERS);
  const count = (metric: string) =>
    Object.entries(telemetry.counts).reduce(
      (sum, [key, value]) => sum + (key.startsWith(metric) ? value : 0),
      0,
    );
  return {
    p99: late[Math.floor(ORDERS * 0.99)] ?? Infinity,
    last: (Math.max(...stored.map(({ at }) => at)) - START - POSTED_WITHIN_MS) / 1_000,
    twice: stored.filter(({ times }) => times > 1).length,
    requests: dfinery.requests(),
    pauses: count('ServicePaused'),
  };
}

export interface Bound {
  /** Of all requests, that one fails. */
  readonly probability: number;
  readonly windowMs: number;
  /** Seconds from the posting of an order to its arrival. */
  readonly p99: number;
  /** Seconds from the last posting to the last arrival. */
  readonly last: number;
}

export const bounds: readonly Bound[] = [
  { probability: 0.03, windowMs: 300, p99: 30, last: 90 },
  { probability: 0.03, windowMs: 5_000, p99: 30, last: 90 },
  { probability: 0.1, windowMs: 300, p99: 60, last: 300 },
  { probability: 0.1, windowMs: 5_000, p99: 60, last: 300 },
];

const seconds = (value: number) => value.toFixed(1);

/** Expects that a run of this seed keeps a bound. */
export async function expectBound(seed: number, { p99, last, ...conditions }: Bound): Promise<void> {
  const late = await run(seed, conditions);
  console.log(
    `${conditions.probability} of requests fail, window ${conditions.windowMs} ms, seed ${seed}: p99 ${seconds(late.p99)} s, ` +
      `last ${seconds(late.last)} s, ${late.requests} requests, ${late.pauses} pauses`,
  );
  expect(late.twice, `seed ${seed}`).toBe(0);
  expect(late.p99, `seed ${seed}`).toBeLessThanOrEqual(p99);
  expect(late.last, `seed ${seed}`).toBeLessThanOrEqual(last);
}
