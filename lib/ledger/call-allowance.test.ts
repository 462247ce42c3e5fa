import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryCounter } from '../../test/support/memory-profile-ledger.ts';
import { createCallAllowance } from './call-allowance.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');

test('no 60 seconds hold more calls than the limit, whoever asks when, and however late calls arrive', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 14, max: 400 }),
      // Gaps between bursts, how many each burst asks for, and how late its calls arrive.
      fc.array(
        fc.record({
          gap: fc.oneof(fc.constantFrom(1, 4_999, 5_000), fc.integer({ min: 0, max: 9_000 })),
          asks: fc.integer({ min: 1, max: 60 }),
          late: fc.oneof(fc.constantFrom(0, 4_999), fc.integer({ min: 0, max: 4_999 })),
          instance: fc.nat({ max: 4 }),
        }),
        { minLength: 1, maxLength: 60 },
      ),
      async (callsPerMinute, bursts) => {
        let clock = START;
        const counter = createMemoryCounter();
        const now = () => clock;
        const instances = Array.from({ length: 5 }, () =>
          createCallAllowance({ counter, callsPerMinute, now }),
        );
        const arrivals: number[] = [];
        for (const { gap, asks, late, instance } of bursts) {
          clock += gap;
          for (let asked = 0; asked < asks; asked += 1) {
            if ((await instances[instance]?.take('lane')) === undefined) arrivals.push(clock + late);
          }
        }

        for (const from of arrivals) {
          const within = arrivals.filter((time) => time >= from && time < from + 60_000);
          expect(within.length).toBeLessThanOrEqual(callsPerMinute);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('the worst case is the limit: fourteen windows, the first of them late', async () => {
  let clock = START + 4_999;
  const allowance = createCallAllowance({
    counter: createMemoryCounter(),
    callsPerMinute: 1_820,
    now: () => clock,
  });
  const arrivals: number[] = [];
  for (let window = 0; window < 14; window += 1) {
    for (let asked = 0; asked < 200; asked += 1) {
      if ((await allowance.take('lane')) === undefined) arrivals.push(clock + (window < 2 ? 4_999 : 0));
    }
    clock = START + (window + 1) * 5_000;
  }

  const from = START + 9_998;
  const within = arrivals.filter((time) => time >= from && time < from + 60_000);
  expect(within).toHaveLength(1_820);
});

test('in a steady stream the greater part of the limit can be used', async () => {
  let clock = START;
  const allowance = createCallAllowance({
    counter: createMemoryCounter(),
    callsPerMinute: 9_000,
    now: () => clock,
  });
  let made = 0;
  for (; clock < START + 60_000; clock += 5) if ((await allowance.take('lane')) === undefined) made += 1;

  expect(made).toBe(12 * 640);
});

test('what was leased and not used in its window is lost', async () => {
  let clock = START;
  const allowance = createCallAllowance({
    counter: createMemoryCounter(),
    callsPerMinute: 14,
    now: () => clock,
  });

  expect(await allowance.take('lane')).toBeUndefined();
  expect(await allowance.take('lane')).toBe(START + 5_000);
  expect(await allowance.take('other')).toBeUndefined();
  clock += 5_000;
  expect(await allowance.take('lane')).toBeUndefined();
  expect(await allowance.take('lane')).toBe(START + 10_000);
});

test('a window that ends while its lease is being written is asked for anew', async () => {
  let clock = START;
  const windows: string[] = [];
  const counter = {
    add: (window: string) => {
      windows.push(window);
      if (windows.length === 1) clock += 5_000;
      return Promise.resolve(true);
    },
  };
  const allowance = createCallAllowance({ counter, callsPerMinute: 900, now: () => clock });

  expect(await allowance.take('lane')).toBeUndefined();
  expect(new Set(windows).size).toBe(2);
});

test('an ill table is said to be one', async () => {
  const counter = { add: () => Promise.reject(new Error('down')) };
  const allowance = createCallAllowance({ counter, callsPerMinute: 900, now: () => START });

  await expect(allowance.take('lane')).rejects.toMatchObject({ code: 'ledger-unavailable' });
});
