import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Decimal,
  decimalsOf,
  fromMinorUnits,
  isNegative,
  sum,
  toDecimal,
  toMinorUnits,
} from './money.ts';
import { shareAmount } from './share-amount.ts';

const decimals = (texts: readonly string[]): Decimal[] => texts.map(toDecimal);

test.each([
  ['100', ['1', '1', '1'], 0, ['34', '33', '33']],
  ['10', ['1', '1', '1'], 2, ['3.34', '3.33', '3.33']],
  ['0.01', ['1', '2'], 2, ['0', '0.01']],
  ['10', ['0', '0'], 0, ['5', '5']],
  ['10', ['-5', '5'], 0, ['0', '10']],
  ['1', ['1', '1'], 3, ['0.5', '0.5']],
  ['0.125', ['1', '1'], 2, ['0.063', '0.062']],
  ['0', ['1', '2'], 2, ['0', '0']],
])('%s by %j at %i decimals is %j', (amount, weights, unit, shares) => {
  expect(shareAmount(toDecimal(amount), decimals(weights), unit)).toEqual(shares);
});

describe('whatever the amount and the weights', () => {
  const cases = fc.record({
    amount: fc.bigInt({ min: 0n, max: 10n ** 13n }),
    weights: fc.array(fc.bigInt({ min: 0n, max: 10n ** 10n }), { minLength: 1, maxLength: 20 }),
    unit: fc.constantFrom(0, 2, 3),
  });

  test('the shares add up to the amount, none is negative, none is finer than the unit', () => {
    fc.assert(
      fc.property(cases, ({ amount, weights, unit }) => {
        const total = fromMinorUnits(amount, unit);
        const shares = shareAmount(
          total,
          weights.map((weight) => fromMinorUnits(weight, 2)),
          unit,
        );

        expect(sum(shares)).toBe(total);
        expect(shares.some(isNegative)).toBe(false);
        expect(Math.max(...shares.map(decimalsOf))).toBeLessThanOrEqual(unit);
      }),
    );
  });

  test('every share is less than a unit away from its exact proportion', () => {
    fc.assert(
      fc.property(cases, ({ amount, weights, unit }) => {
        const whole = weights.reduce((all, weight) => all + weight, 0n);
        fc.pre(whole > 0n);
        const shares = shareAmount(
          fromMinorUnits(amount, unit),
          weights.map((weight) => fromMinorUnits(weight, 2)),
          unit,
        );
        for (const [index, weight] of weights.entries()) {
          const share = toMinorUnits(shares[index] ?? toDecimal('0'), unit);
          const error = share * whole - amount * weight;
          expect((error < 0n ? -error : error) < whole).toBe(true);
        }
      }),
    );
  });
});
