import { expect, test } from 'vitest';
import { aWorkload } from '../../test/support/a-measurement.ts';
import { gatewayUsage } from './gateway-usage.ts';

test.each([
  { webhookBytes: 10_000, requests: 4_000_000n },
  { webhookBytes: 524_288, requests: 4_000_000n },
  { webhookBytes: 524_289, requests: 8_000_000n },
])('a webhook of $webhookBytes bytes counts once for every 512 KB begun', ({ webhookBytes, requests }) => {
  const [line] = gatewayUsage(aWorkload({ webhooksPerOrder: 4 }, { webhookBytes }));

  expect(line?.perMillionOrders).toBe(requests);
});

test('a function URL has no charge of its own', () => {
  expect(gatewayUsage(aWorkload({ entrance: 'function-url' }))).toEqual([]);
});
