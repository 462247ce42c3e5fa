import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { findMoneyMismatch } from '../../dfinery/money-mismatch.ts';
import { fromMinorUnits } from '../../model/money.ts';
import { WooCommerceOrderSchema } from './schema.ts';
import { toOrder } from './to-order.ts';

const units = fc.integer({ min: 0, max: 10_000_000 });

/** A line in minor units, with parts rounded in any way. Its price after discount is not above the one before. */
const line = fc
  .tuple(fc.integer({ min: 1, max: 5_000 }), units, units, fc.nat({ max: 100 }), fc.boolean())
  .map(([quantity, subtotal, tax, percentLeft, isFractional]) => ({
    quantity: isFractional ? quantity + 0.5 : quantity,
    subtotal,
    subtotal_tax: tax,
    total: Math.round((subtotal * percentLeft) / 100),
    total_tax: Math.round((tax * percentLeft) / 100),
  }));

const signed = fc.integer({ min: -50_000, max: 50_000 });
const shopOrder = fc.record({
  decimals: fc.constantFrom(0, 2, 3, 6),
  includesTax: fc.boolean(),
  lines: fc.array(line, { minLength: 1, maxLength: 120 }),
  /** Lines of negative value. */
  credits: fc.array(fc.record({ total: fc.integer({ min: -50_000, max: -1 }), total_tax: units }), {
    maxLength: 3,
  }),
  /** Negative delivery is a discount. */
  shipping: fc.oneof(units, signed),
  shippingTax: fc.oneof(units, signed),
  fees: fc.array(fc.record({ total: signed, total_tax: signed }), { maxLength: 4 }),
  /** Set if the shop rounds the tax of the whole order instead of its parts. */
  taxRounding: fc.integer({ min: -2, max: 2 }),
});

type ShopOrder = typeof shopOrder extends fc.Arbitrary<infer Value> ? Value : never;

/** The shop's total: with the tax of each part if prices include it, otherwise with the order's. */
function shopTotal(order: ShopOrder): { total: number; totalTax: number } {
  const net = total([
    order.shipping,
    ...order.lines.map((item) => item.total),
    ...order.credits.map((item) => item.total),
    ...order.fees.map((fee) => fee.total),
  ]);
  const taxes = total([
    order.shippingTax,
    ...order.lines.map((item) => item.total_tax),
    ...order.credits.map((item) => item.total_tax),
    ...order.fees.map((fee) => fee.total_tax),
  ]);
  const totalTax = taxes + order.taxRounding;
  return { total: net + (order.includesTax ? taxes : totalTax), totalTax };
}

const toLine = (credit: { total: number; total_tax: number }) => ({
  ...credit,
  quantity: 1,
  subtotal: credit.total,
  subtotal_tax: credit.total_tax,
});

const total = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0);

function read(order: ShopOrder, sums: { total: number; totalTax: number }) {
  const text = (amount: number) => fromMinorUnits(BigInt(amount), order.decimals);
  const body = {
    id: 1,
    currency: 'USD',
    date_created_gmt: '2026-11-20T05:05:10',
    prices_include_tax: order.includesTax,
    total: text(sums.total),
    total_tax: text(sums.totalTax),
    shipping_total: text(order.shipping),
    shipping_tax: text(order.shippingTax),
    line_items: [...order.lines, ...order.credits.map(toLine)].map((item) => ({
      name: 'Tea',
      quantity: item.quantity,
      subtotal: text(item.subtotal),
      subtotal_tax: text(item.subtotal_tax),
      total: text(item.total),
      total_tax: text(item.total_tax),
    })),
    fee_lines: order.fees.map((fee) => ({ total: text(fee.total), total_tax: text(fee.total_tax) })),
  };
  return toOrder(v.parse(WooCommerceOrderSchema, body), { shop: 'main', stage: 'paid' });
}

test('the shop’s sum adds up for us, whatever the quantities and decimals', () => {
  fc.assert(
    fc.property(shopOrder, (order) => {
      const sums = shopTotal(order);
      fc.pre(sums.total >= 0);

      expect(findMoneyMismatch(read(order, sums))).toBeUndefined();
    }),
  );
});

test('one minor unit too much or too little is found', () => {
  fc.assert(
    fc.property(shopOrder, fc.constantFrom(1, -1), (order, wrong) => {
      const sums = shopTotal(order);
      fc.pre(sums.total > 0);

      const found = findMoneyMismatch(read(order, { ...sums, total: sums.total + wrong }));
      expect(found?.expected).toBe(fromMinorUnits(BigInt(sums.total), order.decimals));
    }),
  );
});

test('no price or discount is negative, and no discount is more than the price', () => {
  fc.assert(
    fc.property(shopOrder, (order) => {
      const { items, deliveryCharge, orderDiscount, fees } = read(order, { total: 0, totalTax: 0 });

      expect(Number(deliveryCharge)).toBeGreaterThanOrEqual(0);
      expect(Number(orderDiscount)).toBeGreaterThanOrEqual(0);
      expect(Number(fees)).toBeGreaterThanOrEqual(0);
      for (const { unitPrice, unitDiscount, quantity } of items) {
        expect(Number.isSafeInteger(quantity) && quantity >= 1).toBe(true);
        expect(Number(unitDiscount)).toBeGreaterThanOrEqual(0);
        expect(Number(unitDiscount)).toBeLessThanOrEqual(Number(unitPrice));
      }
    }),
  );
});

describe('refunds', () => {
  const refund = fc.record({ id: fc.integer({ min: 1, max: 99 }), total: fc.integer({ min: -400, max: 0 }) });

  test('of an order that says it was refunded come to all of it, at the least', () => {
    fc.assert(
      fc.property(fc.array(refund, { maxLength: 4 }), fc.constantFrom(undefined, '2.00'), (refunds, card) => {
        const body = {
          id: 1,
          status: 'refunded',
          currency: 'USD',
          date_created_gmt: '2026-11-20T05:05:10',
          total: '5.00',
          line_items: [{ name: 'Tea', quantity: 1, subtotal: '5.00', total: '5.00' }],
          refunds: refunds.map(({ id, total }) => ({ id, total: fromMinorUnits(BigInt(total), 2) })),
          ...(card !== undefined && { gift_cards: [{ amount: card }] }),
        };
        const order = toOrder(v.parse(WooCommerceOrderSchema, body), { shop: 'main', stage: 'paid' });
        const listed = total(refunds.map((refund) => -refund.total));
        const told = total((order.refunds ?? []).map(({ amount }) => Math.round(Number(amount) * 100)));

        expect(told).toBe(Math.max(listed, Number(order.total) * 100));
        expect((order.refunds ?? []).every(({ amount }) => !amount.startsWith('-'))).toBe(true);
      }),
    );
  });
});
