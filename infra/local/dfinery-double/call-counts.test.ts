import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCallCounts, MINUTE_MS } from './call-counts.ts';

const START = 28_000_000 * MINUTE_MS;

test('calls over the limit fail until the minute is over, for each call and service by itself', () => {
  const counts = createCallCounts({ identities: 2 });
  const count = (ms: number, service = 'a') => counts.count('identities', service, START + ms);

  expect([count(0), count(59_000), count(59_500), count(59_999)]).toEqual([
    undefined,
    undefined,
    START + MINUTE_MS,
    START + MINUTE_MS,
  ]);
  expect(count(59_999, 'b')).toBeUndefined();
  expect(counts.count('user-profile', 'a', START)).toBeUndefined();
  expect(count(60_000)).toBeUndefined();
});

test('the documented limits hold if none is given', () => {
  const counts = createCallCounts();
  const all = Array.from({ length: 10_001 }, () => counts.count('user-profile', 'a', START));

  expect(all.filter((resetAt) => resetAt !== undefined)).toHaveLength(1);
});

test('the busiest minute is found wherever it begins', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 60 }), (times) => {
      const counts = createCallCounts();
      for (const time of times) counts.count('events', 'a', START + time);

      const slow = times.map((from) => times.filter((to) => to >= from && to < from + MINUTE_MS).length);
      expect(counts.busiest('events')).toBe(Math.max(0, ...slow));
      expect(counts.busiest('identities')).toBe(0);
    }),
  );
});
