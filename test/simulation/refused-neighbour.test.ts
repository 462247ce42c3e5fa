import { expect, test } from 'vitest';
import { runRefused } from './refused-run.ts';

test.for([
  { layout: 'two services', goodPerHour: 30, refusedPerHour: 30 },
  { layout: 'one service', goodPerHour: 30, refusedPerHour: 30 },
  { layout: 'one service', goodPerHour: 2, refusedPerHour: 30 },
  { layout: 'one service', goodPerHour: 5, refusedPerHour: 5 },
  { layout: 'one connection', goodPerHour: 30, refusedPerHour: 30 },
  { layout: 'one connection', goodPerHour: 2, refusedPerHour: 30 },
] as const)(
  '$layout, $refusedPerHour refused orders an hour: $goodPerHour good ones an hour come within 5 minutes, none dies',
  async (options) => {
    const { good, delivered, dead, late, requests, hours } = await runRefused({ seed: 1, ...options });
    console.log(
      `${JSON.stringify(options)}: ${JSON.stringify(late)}, ${requests} requests in ${hours.toFixed(0)} h`,
    );

    expect({ delivered, dead }).toEqual({ delivered: good, dead: 0 });
    expect(late.p99).toBeLessThan(300);
    expect(late.last).toBeLessThan(3_600);
    // One for each good order. A refused one has its own try, and further ones by its back-off while its connection is
    // accepted now and then, until it dies beside an accepted one. Besides, 12 probes an hour.
    const tries = options.layout === 'one connection' ? 10 : 2;
    expect(requests).toBeLessThanOrEqual(good + tries * 6 * options.refusedPerHour + 12 * hours);
  },
);

test('Two connections of one service, one of them refused, under faults of all kinds: every good order comes', async () => {
  const options = { layout: 'one service', goodPerHour: 30, refusedPerHour: 30, probability: 0.05 } as const;
  const { good, delivered, late } = await runRefused({ seed: 2, ...options });
  console.log(`With 5 % faults: ${JSON.stringify(late)}`);

  expect(delivered).toBe(good);
  expect(late.p99).toBeLessThan(1_800);
});
