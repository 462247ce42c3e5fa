import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../test/support/builders/a-connection.ts';
import { aLineItem, anOrder } from '../../test/support/builders/an-order.ts';
import type { MappingSettings } from '../model/connection.ts';
import { toDecimal, ZERO } from '../model/money.ts';
import type { Order } from '../model/order.ts';
import { type PurchaseEvent, PurchaseEventSchema } from './event.ts';
import { toPurchase } from './to-purchase.ts';

const settings = mappingSettings();

function eventsOf(order: Order, changes: Partial<MappingSettings> = {}): readonly PurchaseEvent[] {
  const purchase = toPurchase(order, { ...settings, ...changes });
  if (purchase.kind !== 'purchase') throw new Error(`ignored: ${purchase.reason}`);
  return purchase.events;
}

test('an order becomes one event with exactly these fields', () => {
  expect(
    toPurchase(anOrder({ deliveryCharge: toDecimal('2.50'), total: toDecimal('12.50') }), settings),
  ).toEqual({
    kind: 'purchase',
    identity: { external_id: 'c-1', email: 'buyer@example.com' },
    events: [
      {
        event_log_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        event_name: 'df_purchase',
        event_datetime: '2026-11-23T00:00:00.000Z',
        event_items: [
          { df_item_id: 'p-1', df_item_name: 'Tea', df_price: 10, df_quantity: 1, df_discount: 0 },
        ],
        event_properties: {
          df_order_id: '1001',
          df_total_purchase_amount: 12.5,
          df_delivery_charge: 2.5,
          df_payment_method: 'card',
        },
      },
    ],
    moneyMismatch: undefined,
    unusable: { UnusableEmail: 0, UnusablePhone: 0 },
  });
});

describe('ignored', () => {
  test('without items', () => {
    expect(toPurchase(anOrder({ items: [] }), settings)).toEqual({ kind: 'ignored', reason: 'no-items' });
  });

  test('without a known buyer', () => {
    const customer = { id: undefined, emails: [], phones: [] };
    expect(toPurchase(anOrder({ customer }), settings)).toEqual({ kind: 'ignored', reason: 'no-identity' });
  });
});

test.each([
  ['card', ['', ' ', 'gift_card', 'card', 'cash'], '10'],
  ['gift_card', ['gift_card'], '10'],
  ['gift_card', ['gift_card'], '0'],
  ['free', [], '0'],
  ['unknown', [''], '10'],
])('the payment method is %s for %j at a total of %s', (expected, paymentMethods, total) => {
  const [event] = eventsOf(anOrder({ paymentMethods, total: toDecimal(total) }));
  expect(event?.event_properties.df_payment_method).toBe(expected);
});

test('extra properties are those of the connection; unknown values are left out', () => {
  const order = anOrder({ couponCodes: ['SPRING'], tax: toDecimal('1.10'), sourceName: undefined });
  const eventProperties = {
    currency: 'currency',
    number: 'orderName',
    order_discount: 'orderDiscount',
    all_discounts: 'totalDiscount',
    vat: 'tax',
    extra: 'fees',
    coupons: 'couponCodes',
    points: 'paidWithCredit',
    channel: 'sourceName',
  } as const;
  const [event] = eventsOf(order, { eventProperties });

  expect(event?.event_properties).toMatchObject({
    currency: 'USD',
    number: '#1001',
    order_discount: 0,
    all_discounts: 0,
    vat: 1.1,
    extra: 0,
    coupons: ['SPRING'],
  });
  expect(event?.event_properties).not.toHaveProperty('points');
  expect(event?.event_properties).not.toHaveProperty('channel');
});

test('the parts of a long order share its order id, have different event ids and sum to its total', () => {
  const items = Array.from({ length: 250 }, (_, index) => aLineItem({ productId: `p-${index}` }));
  const events = eventsOf(anOrder({ items, total: toDecimal('2503.33'), deliveryCharge: toDecimal('3.33') }));
  const of = (event: PurchaseEvent) => event.event_properties;

  expect(events.map(({ event_items }) => event_items.length)).toEqual([100, 100, 50]);
  expect(new Set(events.map(({ event_log_id }) => event_log_id)).size).toBe(3);
  expect(events.every((event) => of(event).df_order_id === '1001')).toBe(true);
  expect(events.map((event) => of(event).df_delivery_charge)).toEqual([3.33, 0, 0]);
  const cents = events.map((event) => Math.round(of(event).df_total_purchase_amount * 100));
  expect(cents.reduce((all, amount) => all + amount, 0)).toBe(250_333);
});

test('figures that do not add up are reported and sent unchanged', () => {
  const purchase = toPurchase(anOrder({ total: toDecimal('9.99') }), settings);

  expect(purchase).toMatchObject({
    moneyMismatch: { expected: '10', found: '9.99' },
    events: [{ event_properties: { df_total_purchase_amount: 9.99 } }],
  });
});

test('the Import API accepts every event', () => {
  const orders = [
    anOrder(),
    anOrder({ total: ZERO, paymentMethods: [] }),
    anOrder({ currency: 'KRW', name: undefined }),
  ];
  for (const event of orders.flatMap((order) => eventsOf(order))) {
    expect(v.is(PurchaseEventSchema, event)).toBe(true);
  }
});
