import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backOffSeconds, holdSeconds, withJitter } from './back-off.ts';

const backOff = { baseSeconds: 30, maxSeconds: 3600 };

test.each([
  [1, 30],
  [2, 60],
  [3, 120],
  [7, 1920],
  [8, 3600],
  [1000, 3600],
])('after %i tries a record waits about %i seconds', (receives, seconds) => {
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

const deployed = { baseSeconds: 10, maxSeconds: 1_200 };
const TEN_DAYS_SECONDS = 10 * 86_400;

/** Returns how often a record is received in ten days, if each wait begins at its end. */
function receivesInTenDays(waitAt: (ageSeconds: number) => number): number {
  let receives = 0;
  for (let age = 0; age < TEN_DAYS_SECONDS; age += waitAt(age)) receives += 1;
  return receives;
}

describe('a hold', () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  test('ends when what holds it ends, or up to 20 % later', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 43_200 }), random, (secondsLeft, chance) => {
        const seconds = holdSeconds(deployed, { secondsLeft, ageSeconds: secondsLeft }, chance);
        expect(seconds).toBeGreaterThanOrEqual(secondsLeft);
        expect(seconds).toBeLessThanOrEqual(Math.ceil(secondsLeft * 1.2));
      }),
    );
  });

  test('without a known end is half the age, from 5 s to the longest wait', () => {
    const hold = (ageSeconds: number) => holdSeconds(deployed, { secondsLeft: undefined, ageSeconds }, 0.5);
    expect([0, 9, 60, 900, 90_000].map(hold)).toEqual([5, 5, 30, 450, 1_200]);
  });

  test('with an end that is a guess is half the age if that is earlier, so a longer pause than the outage costs little', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_200 }),
        fc.integer({ min: 0, max: 86_400 }),
        random,
        (secondsLeft, ageSeconds, chance) => {
          const known = holdSeconds(deployed, { secondsLeft, ageSeconds }, chance);
          const guess = holdSeconds(deployed, { secondsLeft, ageSeconds, isGuess: true }, chance);
          const isEarlier = Math.max(5, ageSeconds / 2) < secondsLeft;
          if (isEarlier) expect(guess).toBeLessThanOrEqual(Math.ceil(Math.max(5, ageSeconds / 2) * 1.2));
          else expect(guess).toBe(known);
        },
      ),
    );
  });

  test('whatever holds follow one another for ten days, the 1,000 receives of SQS are not used up', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: -60, max: 120 })), { minLength: 1 }),
        fc.boolean(),
        random,
        (holds, isGuess, chance) => {
          let next = 0;
          const receives = receivesInTenDays((ageSeconds) => {
            const secondsLeft = holds[next++ % holds.length] ?? undefined;
            return holdSeconds(deployed, { secondsLeft, isGuess, ageSeconds }, chance);
          });
          expect(receives).toBeLessThan(1_000);
        },
      ),
    );
  });
});

test('tries that fail for ten days do not use up the 1,000 receives either', () => {
  let tries = 0;
  expect(receivesInTenDays(() => backOffSeconds(deployed, (tries += 1), 0))).toBeLessThan(1_000);
});
