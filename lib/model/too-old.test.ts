import { expect, test } from 'vitest';
import { anOrder } from '../../test/support/builders/an-order.ts';
import { orderAge } from './too-old.ts';

const now = new Date('2026-11-24T00:00:00.000Z');
const SINCE = '2026-11-01T09:00:00+09:00';

test.each([
  ['a minute ago', SINCE, '2026-11-23T23:59:00.000Z', undefined],
  ['at the very start', SINCE, '2026-11-01T00:00:00.000Z', undefined],
  ['a millisecond before it', SINCE, '2026-10-31T23:59:59.999Z', 'before-since'],
  ['365 days ago', undefined, '2025-11-24T00:00:00.000Z', undefined],
  ['a millisecond more', undefined, '2025-11-23T23:59:59.999Z', 'too-old'],
  ['long ago, with a start', SINCE, '2020-01-01T00:00:00.000Z', 'before-since'],
  ['tomorrow, by a clock that is off', undefined, '2026-11-25T00:00:00.000Z', undefined],
])('placed %s', (_, since, placedAt, age) => {
  expect(orderAge({ since, now })(anOrder({ placedAt }))).toBe(age);
});
