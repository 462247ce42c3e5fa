import { expect, test } from 'vitest';
import { quantile } from './quantile.ts';

test.each([
  [0, 1],
  [0.5, 3],
  [1, 5],
])('%d of an unsorted list', (part, expected) => {
  expect(quantile([5, 1, 4, 2, 3], part)).toBe(expected);
});

test('none of an empty one', () => {
  expect(() => quantile([], 0.5)).toThrow('No values');
});
