import { expect, test } from 'vitest';
import { mayMatter, stageOf } from './stage-of.ts';

const settings = ['paid', 'authorized', 'created'] as const;

const PAID = 'paid';
const BACK = 'refunds-only';
const HOPE = 'promised';
const OFF = 'closed';
const NO = 'unpaid';

/** paid, canceled, then the result with `paid`, `authorized` and `created`. */
test.each([
  ['T', 'F', PAID, PAID, PAID],
  ['T', 'T', PAID, PAID, PAID],
  ['T', 'M', PAID, PAID, PAID],
  ['M', 'F', BACK, BACK, HOPE],
  ['M', 'T', BACK, BACK, HOPE],
  ['M', 'M', BACK, BACK, HOPE],
  ['F', 'F', NO, NO, HOPE],
  ['F', 'M', NO, NO, HOPE],
  ['F', 'T', NO, NO, OFF],
  ['F', undefined, NO, NO, HOPE],
  ['t', 'F', NO, NO, HOPE],
])('an order with paid %s and canceled %s', (paid, canceled, ...expected) => {
  expect(settings.map((purchaseOn) => stageOf({ paid, canceled }, purchaseOn))).toEqual(expected);
});

/** paid of a webhook, then whether its order is worth fetching with `paid`, `authorized` and `created`. */
test.each([
  ['T', true, true, true],
  ['F', false, false, true],
  ['M', true, true, true],
  [undefined, true, true, true],
  ['something new', true, true, true],
])('a webhook with paid %s', (paid, ...expected) => {
  expect(settings.map((purchaseOn) => mayMatter(paid, purchaseOn))).toEqual(expected);
});
