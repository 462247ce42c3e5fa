import { expect, test } from 'vitest';
import { compare } from './compare.ts';

test('contenders take turns, and each is timed by its own runs', async () => {
  const order: string[] = [];
  const contenders = { one: () => order.push('one'), two: () => order.push('two') };
  const { one, two } = await compare(contenders, { rounds: 2, sampleMs: 0.001 });

  expect(one.wallNs).toBeGreaterThan(0);
  expect(two.wallNs).toBeGreaterThan(0);
  const turns = order.filter((name, index) => name !== order[index - 1]);
  // Calibrated one after the other, then five rounds of both.
  expect(turns).toEqual(Array.from({ length: 6 }, () => ['one', 'two']).flat());
});

test('asynchronous contenders are awaited', async () => {
  let isRunning = false;
  const run = async () => {
    expect(isRunning).toBe(false);
    isRunning = true;
    await Promise.resolve();
    isRunning = false;
  };

  await compare({ run }, { rounds: 2, sampleMs: 0.01 });
});
