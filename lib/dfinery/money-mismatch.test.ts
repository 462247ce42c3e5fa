import { describe, expect, test } from 'vitest';
import { aLineItem, anOrder } from '../../test/support/builders/an-order.ts';
import { toDecimal } from '../model/money.ts';
import { findMoneyMismatch } from './money-mismatch.ts';

const lines = [
  aLineItem({ quantity: 3, unitPrice: toDecimal('10.10'), lineDiscount: toDecimal('0.30') }),
  aLineItem({ quantity: 1, unitPrice: toDecimal('5') }),
];
const sound = {
  items: lines,
  orderDiscount: toDecimal('1'),
  deliveryCharge: toDecimal('3.5'),
  tax: toDecimal('4.2'),
  fees: toDecimal('2'),
};

test.each([
  ['with the tax included', { ...sound, taxesIncluded: true, total: toDecimal('39.5') }],
  ['with the tax on top', { ...sound, taxesIncluded: false, total: toDecimal('43.7') }],
])('an order adds up %s', (_, order) => {
  expect(findMoneyMismatch(anOrder(order))).toBeUndefined();
});

test('one cent too much is reported with both figures', () => {
  const order = anOrder({ ...sound, taxesIncluded: true, total: toDecimal('39.51') });
  expect(findMoneyMismatch(order)).toEqual({ expected: '39.5', found: '39.51' });
});

describe('a line whose unit price had to be rounded', () => {
  const item = aLineItem({
    quantity: 3_000,
    unitPrice: toDecimal('3.333333'),
    linePrice: toDecimal('10000'),
  });

  test('counts with its exact price', () => {
    expect(findMoneyMismatch(anOrder({ items: [item], total: toDecimal('10000') }))).toBeUndefined();
  });

  test('tolerates nothing', () => {
    expect(findMoneyMismatch(anOrder({ items: [item], total: toDecimal('9999.999') }))).toEqual({
      expected: '10000',
      found: '9999.999',
    });
  });
});

test('a negative order discount is a mismatch even if the sum is right', () => {
  const order = anOrder({ orderDiscount: toDecimal('-1'), total: toDecimal('11') });
  expect(findMoneyMismatch(order)).toEqual({ expected: '11', found: '11' });
});

test.each([
  ['40', undefined],
  ['40.01', { expected: '39.5', found: '40.01' }],
  ['39', undefined],
  ['38.99', { expected: '39.5', found: '38.99' }],
])(
  'figures that were rounded one by one may be astray by the tolerance of the order: %s',
  (total, expected) => {
    const order = anOrder({ ...sound, taxesIncluded: true, total: toDecimal(total) });
    expect(findMoneyMismatch({ ...order, tolerance: toDecimal('0.5') })).toEqual(expected);
  },
);
