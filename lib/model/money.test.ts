import Big from 'big.js';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
  AmountSchema,
  CurrencySchema,
  currencyDecimals,
  type Decimal,
  decimalsOf,
  divide,
  fromMinorUnits,
  isNegative,
  multiply,
  round,
  SignedAmountSchema,
  subtract,
  sum,
  toDecimal,
  toMinorUnits,
} from './money.ts';

/** big.js as the adapter uses it: half-up at 6 decimals. */
const Exact = Big();
Exact.DP = 6;
Exact.RM = Big.roundHalfUp;

/** Amounts of up to 8 digits and 4 decimals, as whole numbers of 0.0001. */
const units = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
const decimal = (value: bigint): Decimal => fromMinorUnits(value, 4);

describe('arithmetic is exact', () => {
  test('0.1 + 0.2 = 0.3', () => {
    expect(sum([toDecimal('0.1'), toDecimal('0.2')])).toBe('0.3');
  });

  test('sums, differences and products agree with whole numbers', () => {
    fc.assert(
      fc.property(units, units, fc.integer({ min: 0, max: 1_000 }), (a, b, factor) => {
        expect(sum([decimal(a), decimal(b)])).toBe(decimal(a + b));
        expect(sum([decimal(a), decimal(0n)])).toBe(decimal(a));
        expect(subtract(decimal(a), decimal(0n))).toBe(decimal(a));
        expect(multiply(decimal(a), 1)).toBe(decimal(a));
        expect(subtract(decimal(a), decimal(b))).toBe(decimal(a - b));
        expect(multiply(decimal(a), factor)).toBe(decimal(a * BigInt(factor)));
      }),
    );
  });

  test('whole numbers and decimals of any length give what big.js gives', () => {
    const whole = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });
    const small = fc.bigInt({ min: -1_000n, max: 1_000n });
    const amount = fc
      .tuple(fc.oneof(small, whole), fc.constantFrom(0, 0, 2, 20))
      .map(([value, decimals]) => fromMinorUnits(value, decimals));
    const exact = (value: Big) => value.toFixed();
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 12 }), amount, amount, (amounts, a, b) => {
        const numbers = amounts.map((text) => new Exact(text));
        const total = numbers.reduce((sofar, number) => sofar.plus(number), new Exact(0));
        expect(sum(amounts)).toBe(exact(total));
        expect(subtract(a, ...amounts)).toBe(exact(new Exact(a).minus(total)));
        expect(multiply(a, b)).toBe(exact(new Exact(a).times(b)));
        if (b === '0') expect(() => divide(a, b)).toThrow('Division by zero');
        else expect(divide(a, b)).toBe(exact(new Exact(a).div(b)));
      }),
      { numRuns: 2_000, examples: [[[], toDecimal('0'), toDecimal('-0.5')]] },
    );
  });

  test.each([
    ['9007199254740991', '2', '18014398509481982'],
    ['999999999999999', '10', '9999999999999990'],
    ['0', '-5', '0'],
    ['3', '0.33333333333333333333', '0.99999999999999999999'],
  ])('%s × %s = %s', (a, b, product) => {
    expect(multiply(toDecimal(a), toDecimal(b))).toBe(product);
  });

  test.each(['-0', '-0.00', '0.0'])('%s is zero', (text) => {
    expect(toDecimal(text)).toBe('0');
    expect(sum([toDecimal(text)])).toBe('0');
  });

  test('minor units survive a round trip', () => {
    fc.assert(
      fc.property(units, fc.integer({ min: 0, max: 6 }), (value, decimals) => {
        expect(toMinorUnits(fromMinorUnits(value, decimals), decimals)).toBe(value);
      }),
    );
  });

  test('a quotient is off by at most half a millionth', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 12n }),
        fc.integer({ min: 1, max: 999 }),
        (value, divisor) => {
          const product = multiply(divide(decimal(value), divisor), divisor);
          const error = toMinorUnits(subtract(product, decimal(value)), 6);
          expect(2n * (error < 0n ? -error : error) <= BigInt(divisor)).toBe(true);
        },
      ),
    );
  });
});

test.each([
  ['10', 3, '3.333333'],
  ['20', 3, '6.666667'],
  ['0.000001', 2, '0.000001'],
  ['-0.000001', 2, '-0.000001'],
  ['9000', 2, '4500'],
])('%s ÷ %i = %s, half-up at 6 decimals', (amount, divisor, quotient) => {
  expect(divide(toDecimal(amount), divisor)).toBe(quotient);
});

test.each([
  ['1.005', 2, '1.01'],
  ['1.004', 2, '1'],
  ['0.5', 0, '1'],
])('%s at %i decimals is %s', (amount, decimals, rounded) => {
  expect(round(toDecimal(amount), decimals)).toBe(rounded);
});

test.each([
  ['00012.50', '12.5'],
  ['-0', '0'],
  ['-0.00', '0'],
  ['1e3', '1000'],
  ['0.0000001', '0.0000001'],
])('%s is written %s', (text, canonical) => {
  expect(toDecimal(text)).toBe(canonical);
});

test.each([
  ['12.05', 2],
  ['24680', 0],
  ['0.125', 3],
])('%s has %i decimals', (amount, decimals) => {
  expect(decimalsOf(toDecimal(amount))).toBe(decimals);
});

test.each([
  ['KRW', 0],
  ['JPY', 0],
  ['USD', 2],
  ['BHD', 3],
  ['XYZ', 2],
])('%s has %i decimals', (currency, decimals) => {
  expect(currencyDecimals(currency)).toBe(decimals);
});

describe('an amount of a payload', () => {
  test.each([
    ['10.00', '10'],
    ['0', '0'],
    ['-0.00', '0'],
    [12.34, '12.34'],
    ['9007199254740.99', '9007199254740.99'],
  ])('%j is read as %s', (input, amount) => {
    expect(v.parse(AmountSchema, input)).toBe(amount);
  });

  test.each([
    'NaN',
    'Infinity',
    '',
    ' ',
    '1,000.00',
    '1e3',
    '0x10',
    '+1',
    '.5',
    '5.',
    '१२',
    '-1',
    '-0.01',
    '9007199254740993',
    '0.12345678901234567891',
    '1'.repeat(400),
    null,
    undefined,
    true,
    {},
    [],
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    1e21,
  ])('%j is refused', (input) => {
    expect(v.is(AmountSchema, input)).toBe(false);
  });

  test.each([
    ['-4.25', '-4.25'],
    [-0.42, '-0.42'],
    ['3.50', '3.5'],
    ['-0.00', '0'],
  ])('%j may be negative if that is allowed', (input, amount) => {
    expect(v.parse(SignedAmountSchema, input)).toBe(amount);
  });

  test.each(['-1e3', '--1', '-', `-${'1'.repeat(400)}`])('%j is not an amount, signed or not', (input) => {
    expect(v.is(SignedAmountSchema, input)).toBe(false);
  });

  test('an accepted amount is never negative and survives a round trip through a JSON number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^-?\d{1,20}(\.\d{1,10})?$/), (text) => {
        const result = v.safeParse(AmountSchema, text);
        if (!result.success) return;
        expect(isNegative(result.output)).toBe(false);
        expect(toDecimal(String(Number(result.output)))).toBe(toDecimal(text));
      }),
    );
  });

  test('any realistic amount in cents is accepted', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 13n }), (cents) => {
        expect(v.parse(AmountSchema, fromMinorUnits(cents, 2))).toBe(fromMinorUnits(cents, 2));
      }),
    );
  });
});

test.each(['krw', 'KR', 'KRWW', '', 'K1W'])('%j is not a currency', (code) => {
  expect(v.is(CurrencySchema, code)).toBe(false);
});
