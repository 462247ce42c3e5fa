import { expect, test } from 'vitest';
import { answered } from '../support/builders/a-drain.ts';
import { DAY_MS, deliverOrders, expectAllDelivered, rideOut, START, start } from './outage-run.ts';

test.each([
  { days: 9, orders: 2_000, looks: [4, 9] },
  { days: 0.5, orders: 10_000, looks: [0.5] },
])('$orders orders ride out $days days of an outage by themselves', { timeout: 600_000 }, rideOut);

test('A service that refuses everything for a day: nothing dies, a request for each new order, and all is delivered once', async () => {
  const mendedAt = START + DAY_MS;
  const refused = answered({ status: false, code: '40001' });
  const run = start((time) => ({ outage: () => (time.now() < mendedAt ? refused : undefined) }));
  deliverOrders(run, { count: 3_000, withinMs: DAY_MS });

  await run.time.run({ until: mendedAt });
  const { telemetry, dfinery } = run.simulation;
  console.log(`A day of refusals: ${dfinery.requests()} requests for 3,000 orders`);
  // Each order has its own try, and a probe goes out every five minutes.
  expect(dfinery.requests()).toBeLessThan(4_000);
  expect(Object.keys(telemetry.counts).filter((key) => key.startsWith('EventKept'))).toEqual([
    'EventKept:refused',
  ]);
  await run.time.run({ until: mendedAt + DAY_MS });

  expect(expectAllDelivered(run, 3_000, mendedAt)).toBeLessThan(30);
});
