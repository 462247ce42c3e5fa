import { expect, test } from 'vitest';
import { createFairShares } from './fair-shares.ts';

const MINUTE = 60_000;

/** Groups that have sent and have so many messages in flight since a minute. */
function sharesOf(inFlight: Readonly<Record<string, number>>) {
  let clock = 0;
  const shares = createFairShares(() => clock);
  for (const [group, count] of Object.entries(inFlight)) {
    shares.sent(group);
    for (let moved = 0; moved < count; moved += 1) shares.move(group, 1);
  }
  const ranks = () => Object.fromEntries(Object.keys(inFlight).map((group) => [group, shares.rank(group)]));
  return {
    shares,
    ranks,
    pass: (ms: number): void => {
      clock += ms;
    },
  };
}

test('a group with more than a tenth of what is in flight, and 30 of its own, is noisy at once', () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`quiet-${index}`, 1]));

  expect(sharesOf({ ...many, a: 40 }).ranks()).toMatchObject({ a: 40, 'quiet-0': 0 });
  expect(sharesOf({ ...many, a: 33 }).ranks()).toMatchObject({ a: 0 });
  expect(sharesOf({ a: 29 }).ranks()).toEqual({ a: 0 });
});

test('so is one with more than a tenth of the recent work; of two, the one with less in flight is first', () => {
  const { ranks, pass } = sharesOf({ a: 10, b: 1, c: 9 });
  pass(MINUTE);

  expect(ranks()).toEqual({ a: 10, b: 0, c: 9 });
});

test('a group that has sent nothing for five minutes is quiet again', () => {
  const { shares, ranks, pass } = sharesOf({ a: 10, b: 10 });
  pass(5 * MINUTE - 1);
  expect(ranks()).toEqual({ a: 10, b: 10 });
  shares.sent('a');
  pass(1);
  expect(ranks()).toEqual({ a: 10, b: 0 });
});
