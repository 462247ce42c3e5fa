import { expect, test } from 'vitest';
import type { HttpAnswer } from '../../lib/runtime/http/http-answer.ts';
import { answered } from '../support/builders/a-drain.ts';
import { testOrder } from '../support/builders/test-order.ts';
import {
  DAY_MS,
  deliverOrders,
  expectAllDelivered,
  HOUR_MS,
  MINUTE_MS,
  rideOut,
  START,
  start,
} from './outage-run.ts';

test('500 orders ride out a day of an outage by themselves', () =>
  rideOut({ days: 1, orders: 500, looks: [1] }));

test('A wrong token for an hour does not slow the other connection, and everything is delivered when it is mended', async () => {
  const mendedAt = START + HOUR_MS;
  const run = start((time) => ({
    wrongToken: (id) => (id === 'outlet' && time.now() < mendedAt ? 'token-of-somebody-else' : undefined),
  }));
  deliverOrders(run, { count: 500, withinMs: HOUR_MS });
  deliverOrders(run, { count: 500, withinMs: HOUR_MS, connection: 'outlet', from: 500 });

  await run.time.run({ until: mendedAt });
  // At most 500 of the other connection, and a probe a minute.
  expect(run.simulation.dfinery.requests()).toBeLessThan(600);
  await run.time.run({ until: START + DAY_MS });

  expect(expectAllDelivered(run, 1_000, mendedAt)).toBeLessThan(30);
  const { dfinery, telemetry } = run.simulation;
  const waits = [...dfinery.stored.entries()]
    .filter(([id]) => id.startsWith('service-1/'))
    .map(([, { orderId, at }]) => at - (START + (HOUR_MS * (Number(orderId) - 1_000_000)) / 500));
  expect(Math.max(...waits)).toBeLessThan(15_000);
  expect(telemetry.counts['EventKept:misconfigured']).toBeGreaterThan(500);
});

test('The same webhook fifty times at once, and again an hour and a month later, is one event', async () => {
  const run = start();
  const body = testOrder({ id: '5', placedAt: new Date(START) });
  for (const afterMs of [...Array<number>(50).fill(0), HOUR_MS, 30 * DAY_MS]) {
    void run.time.sleep(afterMs).then(() => run.simulation.deliver('main', body));
  }
  await run.time.run({ until: START + 31 * DAY_MS });

  expectAllDelivered(run, 1, START);
  expect(run.simulation.telemetry.counts).toMatchObject({ EventSent: 1, EventDuplicate: 51 });
});

test('A quota that is used up for a quarter of an hour is waited for', async () => {
  const resetAt = START + 15 * MINUTE_MS;
  const throttled: HttpAnswer = {
    ...answered({ status: false, code: '40401' }),
    headers: { 'x-ratelimit-reset': String(resetAt) },
  };
  const run = start((time) => ({ outage: () => (time.now() < resetAt ? throttled : undefined) }));
  deliverOrders(run, { count: 1_000, withinMs: 10 * MINUTE_MS });

  await run.time.run({ until: START + DAY_MS });

  expectAllDelivered(run, 1_000, resetAt);
  // One request finds it out, and a probe a minute looks whether it is true.
  expect(run.simulation.dfinery.requests()).toBeLessThan(1_000 + 20);
});
