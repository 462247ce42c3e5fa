import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aLineItem, anOrder } from '../../test/support/builders/an-order.ts';
import {
  currencyDecimals,
  decimalsOf,
  divide,
  fromMinorUnits,
  isNegative,
  sum,
  toDecimal,
  ZERO,
} from '../model/money.ts';
import { splitOrder } from './split-order.ts';

const settings = { itemId: 'product-id', itemProperties: {} } as const;
const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => aLineItem({ productId: `p-${index}` }));

test('an order of 100 lines stays whole, even with equal lines', () => {
  const order = anOrder({
    items: Array.from({ length: 100 }, () => aLineItem()),
    deliveryCharge: toDecimal('3'),
  });

  expect(splitOrder(order, settings)).toEqual([{ items: order.items, total: '10', deliveryCharge: '3' }]);
});

test('an order of 101 equal lines becomes one line', () => {
  const items = Array.from({ length: 101 }, () => aLineItem());
  const parts = splitOrder(anOrder({ items, total: toDecimal('1010') }), settings);

  expect(parts).toEqual([{ items: [{ ...aLineItem(), quantity: 101 }], total: '1010', deliveryCharge: '0' }]);
});

test('120 lines become two parts in line order; delivery is on the first', () => {
  const items = lines(120);
  const parts = splitOrder(
    anOrder({ items, total: toDecimal('1203'), deliveryCharge: toDecimal('3') }),
    settings,
  );

  expect(parts.map((part) => part.items)).toEqual([items.slice(0, 100), items.slice(100)]);
  expect(parts.map(({ total, deliveryCharge }) => [total, deliveryCharge])).toEqual([
    ['1002.5', '3'],
    ['200.5', '0'],
  ]);
});

test('if every line was free, the total is shared by the number of lines', () => {
  const items = lines(150).map((item) => ({ ...item, unitPrice: ZERO }));
  const parts = splitOrder(anOrder({ items, total: toDecimal('3') }), settings);

  expect(parts.map(({ total }) => total)).toEqual(['2', '1']);
});

describe('whatever the order', () => {
  const line = fc.record({
    product: fc.integer({ min: 1, max: 400 }),
    quantity: fc.integer({ min: 1, max: 9 }),
    cents: fc.bigInt({ min: 0n, max: 10_000_000n }),
    discountPercent: fc.integer({ min: 0, max: 100 }),
  });
  const orders = fc.record({
    currency: fc.constantFrom('KRW', 'USD', 'BHD'),
    lines: fc.array(line, { minLength: 101, maxLength: 350 }),
    total: fc.bigInt({ min: 0n, max: 10n ** 11n }),
    delivery: fc.bigInt({ min: 0n, max: 100_000n }),
  });

  test('the parts sum to it exactly, in the finest unit of its currency, and contain every line', () => {
    fc.assert(
      fc.property(orders, ({ currency, lines, total, delivery }) => {
        const decimals = currencyDecimals(currency);
        const order = anOrder({
          currency,
          total: fromMinorUnits(total, decimals),
          deliveryCharge: fromMinorUnits(delivery, decimals),
          items: lines.map(({ product, quantity, cents, discountPercent }) => {
            const lineDiscount = fromMinorUnits(
              (cents * BigInt(discountPercent * quantity)) / 100n,
              decimals,
            );
            return aLineItem({
              productId: String(product),
              quantity,
              unitPrice: fromMinorUnits(cents, decimals),
              lineDiscount,
              unitDiscount: divide(lineDiscount, quantity),
            });
          }),
        });

        const parts = splitOrder(order, settings);
        const all = parts.flatMap(({ items }) => items);
        expect(sum(parts.map((part) => part.total))).toBe(order.total);
        expect(sum(parts.map((part) => part.deliveryCharge))).toBe(order.deliveryCharge);
        expect(parts.every((part) => decimalsOf(part.total) <= decimals && !isNegative(part.total))).toBe(
          true,
        );
        expect(parts.every(({ items }) => items.length >= 1 && items.length <= 100)).toBe(true);
        expect(sum(all.map(({ lineDiscount }) => lineDiscount))).toBe(
          sum(order.items.map(({ lineDiscount }) => lineDiscount)),
        );
        expect(all.reduce((count, { quantity }) => count + quantity, 0)).toBe(
          order.items.reduce((count, { quantity }) => count + quantity, 0),
        );
      }),
      { numRuns: 40 },
    );
  });
});
