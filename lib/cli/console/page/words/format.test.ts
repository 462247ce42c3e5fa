import { expect, test } from 'vitest';
import { toAmount, toSpan } from './format.ts';

test.each([
  ['72000', '72,000'],
  ['-6000', '−6,000'],
  ['1234567.80', '1,234,567.80'],
  ['0.125', '0.125'],
  ['999', '999'],
  ['no amount', 'no amount'],
])('%s is shown as %s', (decimal, shown) => {
  expect(toAmount(decimal)).toBe(shown);
});

test.each([
  [8.4, '8 ms'],
  [300, '0.3 s'],
  [59_900, '60 s'],
  [720_000, '12 min'],
])('%d ms are shown as %s', (ms, shown) => {
  expect(toSpan(ms)).toBe(shown);
});
