import { expect, test } from 'vitest';
import { fromUnits } from './minor-units.ts';

/** The examples of Stripe's own page, and one of each kind. */
test.each([
  [1_000, 'USD', '10'],
  [1_205, 'EUR', '12.05'],
  [1, 'USD', '0.01'],
  [500, 'JPY', '500'],
  [31_000, 'KRW', '31000'],
  [7, 'VND', '7'],
  [5_120, 'KWD', '5.12'],
  [10, 'BHD', '0.01'],
  [500, 'ISK', '5'],
  [500, 'UGX', '5'],
  [1_045, 'HUF', '10.45'],
  [80_000, 'TWD', '800'],
  [0, 'KRW', '0'],
  [9_007_199_254_740_991, 'USD', '90071992547409.91'],
])('%i of %s are %s', (units, currency, amount) => {
  expect(fromUnits(units, currency)).toBe(amount);
});
