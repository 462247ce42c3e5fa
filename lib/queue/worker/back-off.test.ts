import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backOffSeconds, withJitter } from './back-off.ts';

const backOff = { baseSeconds: 30, maxSeconds: 3600 };

test.each([
  [1, 30],
  [2, 60],
  [3, 120],
  [7, 1920],
  [8, 3600],
  [1000, 3600],
])('after %i receives a record waits about %i seconds', (receives, seconds) => {
  expect(backOffSeconds(backOff, receives, 0.5)).toBe(seconds);
});

test('the jitter is at most a fifth either way, and the result is a whole number of seconds', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (receives, random) => {
        const seconds = backOffSeconds(backOff, receives, random);
        const middle = Math.min(3600, 30 * 2 ** (receives - 1));
        expect(Number.isInteger(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(Math.floor(middle * 0.8));
        expect(seconds).toBeLessThanOrEqual(Math.ceil(middle * 1.2));
      },
    ),
  );
});

test('a record waits at least a second', () => {
  expect(withJitter(0, 0)).toBe(1);
});
