import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { deliveryOf, fixture } from '../../../test/support/reading/fixtures.ts';
import type { MappingSettings } from '../../model/connection.ts';
import { PayloadError } from '../../model/errors.ts';
import { parseExactJson } from '../../model/exact-json.ts';
import type { Order } from '../../model/order.ts';
import type { OrderReading } from '../source.ts';
import { readOrder } from './read-order.ts';
import { shopify } from './source.ts';

const settings = mappingSettings();

function readFixture(name: string, changed: Partial<MappingSettings> = {}): OrderReading {
  const delivery = deliveryOf(fixture(shopify, name));
  const body = parseExactJson(delivery.rawBody.toString());
  return readOrder(body, { ...settings, ...changed }, delivery);
}

function orderOf(name: string): Order {
  const reading = readFixture(name);
  if (reading.kind !== 'order') throw new Error(`${name} is no order but ${reading.kind}`);
  return reading.order;
}

/** Computed by hand from each fixture; the golden files hold the rest. */
describe('figures of an order', () => {
  test.each([
    // name, total, delivery, order discount, tax, fees
    ['orders-paid.member-krw', '55000', '3000', '0', '5000', '0'],
    ['orders-paid.shipping-discount', '36', '0', '0', '0', '0'],
    ['orders-create.jpy-tax-excluded', '5750', '800', '0', '450', '0'],
    ['orders-paid.presentment-eur', '60', '10', '0', '0', '0'],
    ['orders-paid.gift-card-used', '80', '0', '0', '0', '0'],
    ['orders-paid.tip', '23', '0', '0', '0', '3'],
    ['orders-paid.order-discount', '90', '10', '20', '0', '0'],
    ['orders-paid.duties-and-fees', '78.75', '12', '0', '4', '6.75'],
    ['orders-paid.free', '0', '0', '0', '0', '0'],
    ['orders-paid.total-discount-only', '25', '0', '0', '0', '0'],
    ['orders-paid.total-discount-and-allocation', '25', '0', '0', '0', '0'],
    ['orders-updated.edited', '18', '0', '0', '0', '0'],
    ['orders-updated.partially-refunded', '30', '0', '0', '0', '0'],
    ['orders-updated.cancelled-refunded', '24', '0', '0', '0', '0'],
    ['orders-create.old-shape', '13', '3', '0', '0', '0'],
  ])('%s: total %s, delivery %s, order discount %s, tax %s, fees %s', (name, ...figures) => {
    const { total, deliveryCharge, orderDiscount, tax, fees } = orderOf(name);

    expect([total, deliveryCharge, orderDiscount, tax, fees]).toEqual(figures);
  });
});

describe('lines of an order', () => {
  test.each([
    // name, [quantity, unit price, line discount, unit discount] of each line
    ['orders-paid.member-krw', [2, '12000', '2000', '1000'], [1, '30000', '0', '0']],
    ['orders-paid.uneven-discount', [3, '9.99', '10', '3.333333']],
    ['orders-paid.total-discount-only', [1, '30', '5', '5']],
    ['orders-paid.total-discount-and-allocation', [1, '30', '5', '5']],
    ['orders-updated.edited', [2, '10', '2', '1']],
    ['orders-updated.partially-refunded', [3, '10', '0', '0']],
    ['orders-paid.tip', [1, '20', '0', '0']],
    ['orders-paid.zero-quantity-line', [1, '8', '0', '0']],
  ])('%s', (name, ...lines) => {
    const { items } = orderOf(name);

    expect(
      items.map((item) => [item.quantity, item.unitPrice, item.lineDiscount, item.unitDiscount]),
    ).toEqual(lines);
  });

  test('a line typed by hand has neither product nor SKU', () => {
    const [item] = orderOf('orders-paid.draft-phone-only').items;

    expect(item).toMatchObject({
      productId: undefined,
      variantId: undefined,
      sku: undefined,
      title: 'Repair',
    });
  });
});

describe('the buyer', () => {
  test('the order’s e-mail comes before the contact’s and the customer’s', () => {
    expect(orderOf('orders-paid.emails-differ').customer.emails).toEqual([
      'buyer@example.com',
      'buyer@example.com',
      'account@example.com',
    ]);
    expect(orderOf('orders-paid.contact-email-only').customer.emails).toEqual([
      'contact@example.com',
      'account@example.com',
    ]);
  });

  test('a guest has no id, and the phone comes from billing with its country, never from shipping', () => {
    expect(orderOf('orders-create.guest-billing-phone').customer).toEqual({
      id: undefined,
      emails: ['guest@example.com'],
      phones: [{ number: '010 3333 4444', country: 'KR' }],
    });
  });
});

describe('exact ids and times', () => {
  test('ids beyond 2^53 keep their digits', () => {
    const order = orderOf('orders-paid.ids-beyond-2-53');

    expect([order.id, order.items[0]?.productId, order.customer.id]).toEqual([
      '9007199254740993',
      '820982911946154509',
      '115310627314723955',
    ]);
  });

  test('the time is when the order was placed, in UTC with milliseconds', () => {
    expect(orderOf('orders-paid.member-krw').placedAt).toBe('2026-11-20T05:05:10.000Z');
    expect(orderOf('orders-create.old-shape').placedAt).toBe('2026-11-20T05:05:11.000Z');
  });

  test('the shop is the connection’s', () => {
    expect(orderOf('orders-paid.free')).toMatchObject({ source: 'shopify', shop: 'example.myshopify.com' });
  });
});

describe('the state of an order', () => {
  test.each([
    ['orders-create.test-send', {}, 'test-order'],
    ['orders-create.test-send', { testOrders: 'send' }, 'unpaid'],
    ['orders-create.pending', {}, 'unpaid'],
    ['orders-create.pending', { purchaseOn: 'authorized' }, 'unpaid'],
    ['orders-create.authorized', {}, 'unpaid'],
  ] as const)('%s with %o: %s', (name, changed, reason) => {
    expect(readFixture(name, changed)).toEqual({ kind: 'ignored', reason });
  });

  test.each([
    ['orders-create.pending', { purchaseOn: 'created' }],
    ['orders-create.authorized', { purchaseOn: 'authorized' }],
    ['orders-create.authorized', { purchaseOn: 'created' }],
  ] as const)('%s is a purchase with %o', (name, changed) => {
    expect(readFixture(name, changed).kind).toBe('order');
  });

  test('an order of no interest is ignored even if the rest of it is unreadable', () => {
    const delivery = deliveryOf({ topic: 'orders/create', rawBody: Buffer.alloc(0) });

    expect(readOrder({ test: true, line_items: 7 }, settings, delivery)).toEqual({
      kind: 'ignored',
      reason: 'test-order',
    });
    expect(readOrder({ financial_status: 'pending', id: [] }, settings, delivery)).toEqual({
      kind: 'ignored',
      reason: 'unpaid',
    });
  });

  test('the header of a test send is enough', () => {
    const delivery = { ...deliveryOf(fixture(shopify, 'orders-paid.free')), isTest: true };

    expect(readOrder({ financial_status: 'paid' }, settings, delivery)).toMatchObject({
      reason: 'test-order',
    });
  });
});

describe('an unreadable order', () => {
  test('reports every wrong path, and no value', () => {
    const error = catchPayloadError(() => readFixture('orders-paid.unreadable'));

    expect(error.issues).toEqual([
      { path: 'currency', message: 'missing' },
      { path: 'line_items.0.quantity', message: 'expected a whole number' },
      { path: 'line_items.0.price', message: 'expected a decimal amount' },
      { path: 'total_price', message: 'the amount is negative' },
    ]);
  });

  test.each([
    ['id', 0],
    ['id', ''],
    ['id', null],
    ['id', 1.5],
    ['id', '../../x'],
    ['currency', 'won'],
    ['created_at', '2026-11-20 14:05:11'],
    ['created_at', '2026-13-45T14:05:11Z'],
    ['total_price', '1e3'],
    ['total_price', '9'.repeat(400)],
    ['total_price', 'Infinity'],
    ['total_price', null],
    ['line_items', null],
    ['email', 7],
  ])('%s = %j is refused under its path', (key, value) => {
    const body = { ...whole(), processed_at: null, [key]: value };
    const error = catchPayloadError(() =>
      readOrder(body, settings, deliveryOf({ topic: 'orders/paid', rawBody: Buffer.alloc(0) })),
    );

    expect(error.issues.map(({ path }) => path)).toEqual([key]);
    expect(JSON.stringify(error.issues)).not.toContain('99999');
  });

  test('without a time of placement is refused', () => {
    const { created_at: _, processed_at: __, ...body } = whole();
    const delivery = deliveryOf({ topic: 'orders/paid', rawBody: Buffer.alloc(0) });

    expect(catchPayloadError(() => readOrder(body, settings, delivery)).issues).toEqual([
      { path: 'created_at', message: 'missing' },
    ]);
  });
});

function whole(): Record<string, unknown> {
  return JSON.parse(fixture(shopify, 'orders-paid.member-krw').rawBody.toString()) as Record<string, unknown>;
}

function catchPayloadError(read: () => unknown): PayloadError {
  try {
    read();
  } catch (error) {
    if (error instanceof PayloadError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown');
}

describe('what the order can do without never parks it:', () => {
  const delivery = deliveryOf({ topic: 'orders/paid', rawBody: Buffer.alloc(0) });
  const read = (changes: Record<string, unknown>): Order => {
    const reading = readOrder({ ...whole(), ...changes }, settings, delivery);
    if (reading.kind !== 'order') throw new Error('no order');
    return reading.order;
  };
  const [first] = whole()['line_items'] as [Record<string, unknown>];

  test.each([
    ['total_discounts', '-0.01', 'figure'],
    ['current_total_tax', '-1.00', 'figure'],
    ['total_outstanding', 'none', 'figure'],
    ['total_shipping_price_set', { shop_money: {} }, 'figure'],
    ['line_items', [first, { ...first, price: 'free' }], 'line'],
    ['line_items', [first, { ...first, quantity: 0.5 }], 'line'],
    ['refunds', [7], 'refund'],
  ])('%s = %j is set aside and counted as %s', (key, value, reason) => {
    expect(read({ [key]: value }).oddFigures).toEqual([reason]);
  });

  test.each([
    ['refunds', 'none'],
    ['returns', 7],
    ['shipping_lines', {}],
    ['discount_codes', [{ code: 7 }]],
    ['payment_gateway_names', 'card'],
    ['updated_at', 'yesterday'],
    ['presentment_currency', 7],
    ['source_name', 7],
    ['taxes_included', 'yes'],
  ])('%s = %j counts as absent', (key, value) => {
    expect(read({ [key]: value }).total).toBe('55000');
  });

  test.each([
    [{ title: null, name: 'Tea - green' }, 'Tea - green'],
    [{ title: '', name: null, sku: 'TEA-1' }, 'TEA-1'],
    [{ title: 7, name: {}, sku: null }, 'item'],
  ])('a line %j is named %s', (changes, title) => {
    expect(read({ line_items: [{ ...first, ...changes }] }).items[0]?.title).toBe(title);
  });
});
