import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Decimal, sum, toDecimal } from '../model/money.ts';
import { compareArrivals, type EventSum } from './compare-arrivals.ts';

const Events = fc.array(fc.integer({ min: 1, max: 9_999 }), { maxLength: 5 });
const toSum = (totals: readonly number[]): EventSum => ({
  events: totals.length,
  amount: sum(totals.map((total): Decimal => toDecimal(String(total)))),
});

test('what is there is confirmed, whatever of the hours beside is there, too', () => {
  fc.assert(
    fc.property(
      Events,
      Events,
      fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
      (due, beside, there) => {
        const arrived = toSum([...due, ...beside.filter((_, index) => there[index] === true)]);
        const expected = { due: toSum(due), possible: toSum([...due, ...beside]) };

        expect(compareArrivals(expected, arrived)).toEqual({ kind: 'confirmed' });
      },
    ),
  );
});

test('of an order without events beside, every lack, double and other amount is found', () => {
  fc.assert(
    fc.property(Events, fc.nat(4), fc.integer({ min: 1, max: 99 }), (due, at, by) => {
      fc.pre(due.length > at);
      const expected = { due: toSum(due), possible: toSum(due) };
      const more = due.map((total, index) => (index === at ? total + by : total));

      expect(compareArrivals(expected, toSum(due.toSpliced(at, 1)))).toEqual({ kind: 'missing', events: 1 });
      expect(compareArrivals(expected, toSum([...due, due[at] ?? 0]))).toEqual({ kind: 'doubled' });
      expect(compareArrivals(expected, toSum(more))).toEqual({ kind: 'amount-differs', by: String(by) });
    }),
  );
  const one = toSum([1]);
  expect(compareArrivals({ due: one, possible: one }, undefined)).toEqual({ kind: 'missing', events: 1 });
});
