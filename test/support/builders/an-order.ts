import { toDecimal, ZERO } from '../../../lib/model/money.ts';
import type { LineItem, Order, Refund } from '../../../lib/model/order.ts';

/** Returns a paid order of one line at 10.00 USD, with changes. */
export function anOrder(changes: Partial<Order> = {}): Order {
  return {
    source: 'shopify',
    shop: 'example.myshopify.com',
    id: '1001',
    stage: 'paid',
    name: '#1001',
    placedAt: '2026-11-23T00:00:00.000Z',
    currency: 'USD',
    customer: { id: 'c-1', emails: ['buyer@example.com'], phones: [] },
    items: [aLineItem()],
    total: toDecimal('10'),
    deliveryCharge: ZERO,
    orderDiscount: ZERO,
    totalDiscount: ZERO,
    tax: ZERO,
    taxesIncluded: true,
    fees: ZERO,
    paymentMethods: ['card'],
    couponCodes: [],
    paidWithCredit: undefined,
    sourceName: 'web',
    ...changes,
  };
}

/** Returns one unit at 10.00 without discount, with changes. */
export function aLineItem(changes: Partial<LineItem> = {}): LineItem {
  return {
    productId: 'p-1',
    variantId: 'v-1',
    sku: 'sku-1',
    title: 'Tea',
    variantTitle: undefined,
    vendor: undefined,
    quantity: 1,
    unitPrice: toDecimal('10'),
    lineDiscount: ZERO,
    unitDiscount: ZERO,
    categories: [],
    ...changes,
  };
}

/** Returns a refund of such a line at 10.00, with changes. */
export function aRefund(changes: Partial<Refund> = {}): Refund {
  return {
    id: 'r-1',
    refundedAt: '2026-11-24T00:00:00.000Z',
    amount: toDecimal('10'),
    items: [aLineItem()],
    delivery: ZERO,
    ...changes,
  };
}
