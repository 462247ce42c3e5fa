import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { fixture, fixturesOf } from '../../../test/support/reading/fixtures.ts';
import { findMoneyMismatch } from '../../dfinery/money-mismatch.ts';
import type { MappingSettings } from '../../model/connection.ts';
import { PayloadError } from '../../model/errors.ts';
import { parseExactJson } from '../../model/exact-json.ts';
import type { Order } from '../../model/order.ts';
import type { OrderReading } from '../source.ts';
import { standardWebhooks as source } from './source.ts';

const settings = mappingSettings();

const read = (body: unknown, changed: Partial<MappingSettings> = {}): OrderReading =>
  source.readOrder(body, { ...settings, ...changed });

const readFixture = (name: string, changed?: Partial<MappingSettings>): OrderReading =>
  read(parseExactJson(fixture(source, name).rawBody.toString()), changed);

function orderOf(reading: OrderReading): Order {
  if (reading.kind !== 'order') throw new Error(`No order but ${reading.kind}`);
  return reading.order;
}

const fixtureOrder = (name: string): Order => orderOf(readFixture(name));

/** Computed by hand from each fixture; the golden files hold the rest. */
describe('figures of an order', () => {
  test.each([
    // name, total, delivery, order discount, all discounts, tax, fees
    ['order.paid.member-krw', '55000', '3000', '0', '2000', '5000', '0'],
    ['order.paid.minimal', '24000', '0', '0', '0', '0', '0'],
    ['order.paid.json-numbers', '30.5', '5.1', '0', '0', '0', '0'],
    ['order.paid.tax-on-top', '120.25', '12', '0', '2.5', '8.25', '2.5'],
    ['order.paid.order-discount', '42500', '2500', '10000', '10000', '0', '0'],
    ['order.paid.points-and-gift-card', '50000', '0', '0', '0', '0', '0'],
    ['order.paid.free', '0', '0', '0', '1500', '0', '0'],
    ['order.updated.partially-refunded', '16000', '0', '0', '0', '0', '0'],
  ])('%s: total %s, delivery %s, order discount %s, discounts %s, tax %s, fees %s', (name, ...figures) => {
    const order = fixtureOrder(name);
    const { total, deliveryCharge, orderDiscount, totalDiscount, tax, fees } = order;

    expect([total, deliveryCharge, orderDiscount, totalDiscount, tax, fees]).toEqual(figures);
    expect(findMoneyMismatch(order)).toBeUndefined();
  });

  test('tax is included by default', () => {
    expect(fixtureOrder('order.paid.minimal').taxesIncluded).toBe(true);
    expect(fixtureOrder('order.paid.nulls').taxesIncluded).toBe(true);
    expect(fixtureOrder('order.paid.tax-on-top').taxesIncluded).toBe(false);
  });

  test('figures that do not add up are read unchanged', () => {
    expect(findMoneyMismatch(fixtureOrder('order.paid.mismatch'))).toEqual({
      expected: '15500',
      found: '15000',
    });
  });
});

describe('lines of an order', () => {
  test.each([
    // name, [quantity, unit price, line discount, unit discount] of each line
    ['order.paid.member-krw', [2, '12000', '2000', '1000'], [1, '30000', '0', '0']],
    ['order.paid.tax-on-top', [1, '80', '0', '0'], [5, '4', '2.5', '0.5']],
    ['order.paid.uneven-discount', [3, '9.99', '10', '3.333333']],
    ['order.paid.zero-quantity-line', [1, '8000', '0', '0']],
    ['order.paid.json-numbers', [3, '0.1', '0', '0'], [2, '12.55', '0', '0']],
  ])('%s', (name, ...lines) => {
    const { items } = fixtureOrder(name);

    expect(
      items.map((item) => [item.quantity, item.unitPrice, item.lineDiscount, item.unitDiscount]),
    ).toEqual(lines);
  });

  test('a unit price has at most 6 decimals', () => {
    const items = [{ name: 'Tea', quantity: 3, unit_price: '0.33333350001' }];

    expect(orderOf(read({ ...whole(), items })).items[0]?.unitPrice).toBe('0.333334');
  });

  test('ids may be numbers, and the placeholders of exports count as absent', () => {
    const ids = (name: string) =>
      fixtureOrder(name).items.map(({ productId, variantId, sku }) => [productId, variantId, sku]);

    expect(ids('order.paid.json-numbers')).toEqual([
      ['11', undefined, '4006381333931'],
      ['12', undefined, undefined],
    ]);
    expect(ids('order.paid.nulls')).toEqual([[undefined, undefined, undefined]]);
  });
});

describe('the buyer', () => {
  test('has all identifiers', () => {
    expect(fixtureOrder('order.paid.member-krw').customer).toEqual({
      id: '8812',
      emails: ['Jisoo.Kim@Example.com'],
      phones: [{ number: '+82 10-2424-2424', country: undefined }],
      kakaoUserId: 'kakao-8812',
      lineUserId: undefined,
    });
  });

  test.each([0, '0', '', null])('a customer id of %j is a guest', (id) => {
    expect(orderOf(read({ ...whole(), customer: { id } })).customer.id).toBeUndefined();
  });

  test('has the country of a national number', () => {
    expect(fixtureOrder('order.paid.guest-national-phone').customer.phones).toEqual([
      { number: '010-3333-4444', country: 'KR' },
    ]);
  });

  test('is empty for an empty list, which is how PHP writes an empty object', () => {
    const nobody = { id: undefined, emails: [], phones: [] };

    expect(orderOf(read({ ...whole(), customer: [] })).customer).toMatchObject(nobody);
  });

  test('may be missing', () => {
    expect(fixtureOrder('order.paid.nobody').customer).toMatchObject({
      id: undefined,
      emails: [],
      phones: [],
    });
  });
});

describe('exact ids and times', () => {
  test('ids beyond 2^53 keep their digits', () => {
    const { id, items, customer } = fixtureOrder('order.paid.ids-beyond-2-53');

    expect([id, items[0]?.productId, customer.id]).toEqual([
      '9007199254740993',
      '820982911946154509',
      '115310627314723955',
    ]);
  });

  test('the time is when the order was placed, in UTC with milliseconds', () => {
    expect(fixtureOrder('order.paid.member-krw').placedAt).toBe('2026-11-20T05:05:10.000Z');
    expect(fixtureOrder('order.paid.tax-on-top').placedAt).toBe('2026-11-20T05:05:10.000Z');
    expect(fixtureOrder('order.paid.json-numbers').placedAt).toBe('2026-11-20T05:05:10.250Z');
  });

  test('the shop is the connection’s', () => {
    expect(fixtureOrder('order.paid.free')).toMatchObject({
      source: 'standard-webhooks',
      shop: 'example.myshopify.com',
    });
  });
});

describe('the state of an order', () => {
  test.each([
    ['order.created.test', {}, 'test-order'],
    ['order.created.pending', {}, 'unpaid'],
    ['order.created.pending', { purchaseOn: 'authorized' }, 'unpaid'],
    ['order.created.authorized', {}, 'unpaid'],
  ] as const)('%s with %o: %s', (name, changed, reason) => {
    expect(readFixture(name, changed)).toEqual({ kind: 'ignored', reason });
  });

  test.each([
    ['order.created.test', { testOrders: 'send' }],
    ['order.created.pending', { purchaseOn: 'created' }],
    ['order.created.authorized', { purchaseOn: 'authorized' }],
    ['order.updated.cancelled-refunded', {}],
  ] as const)('%s is a purchase with %o', (name, changed) => {
    expect(readFixture(name, changed).kind).toBe('order');
  });

  test('an order that may have counted and was cancelled unpaid is closed, with what it was placed for', () => {
    const reading = readFixture('order.updated.cancelled-unpaid', { purchaseOn: 'created' });

    expect(reading).toMatchObject({
      order: { stage: 'closed', total: '8000', changedAt: '2026-11-22T05:05:10.000Z' },
    });
  });

  test('an order whose payment is void is closed without a date', () => {
    const order = orderOf(read({ ...whole(), payment_status: 'voided' }, { purchaseOn: 'authorized' }));

    expect([order.stage, order.changedAt, order.refunds]).toEqual(['closed', undefined, undefined]);
  });

  test('an order that is paid stays so, and its total as bought, whatever was paid back', () => {
    const order = { ...whole(), payment_status: 'partially_refunded', cancelled_at: '2026-11-22T05:05:10Z' };

    expect(read({ data: order })).toMatchObject({ order: { stage: 'paid' } });
    expect(read({ data: order })).not.toHaveProperty('order.changedAt');
  });

  test('an order of no interest is ignored even if the rest of it is unreadable', () => {
    expect(read({ data: { payment_status: 'pending', id: [] } })).toMatchObject({ reason: 'unpaid' });
    expect(read({ data: { payment_status: 'paid', test: true } })).toMatchObject({ reason: 'test-order' });
  });
});

describe('a webhook and a bare order', () => {
  test('read the same', () => {
    expect(read({ type: 'order.paid', timestamp: '2026-11-20T05:05:12Z', data: whole() })).toEqual(
      read(whole()),
    );
  });

  test('are distinguished by `type` and `data`, and paths begin at the body’s root', () => {
    expect(issuesOf({ type: 'order.paid', ...whole() })).toEqual(['data: missing']);
    expect(issuesOf({ data: null })).toEqual(['data: expected Object']);
    expect(issuesOf({ data: { ...whole(), total: null } })).toEqual([
      'data.total: expected (string | number)',
    ]);
    expect(issuesOf({ ...whole(), total: null })).toEqual(['total: expected (string | number)']);
  });

  test('other fields of an envelope are not read', () => {
    expect(read({ type: 'order.paid', attempt: 3, data: whole() }).kind).toBe('order');
  });
});

describe('an unreadable order', () => {
  test('reports every wrong path, including the state, and no value', () => {
    const issues = issuesOf(parseExactJson(fixture(source, 'order.paid.unreadable').rawBody.toString()));

    expect(issues).toEqual([
      'data.id: expected an id',
      'data.placed_at: expected an ISO 8601 instant with its zone',
      'data.payment_status: expected ("pending" | "authorized" | "paid" | "partially_refunded" | "refunded" | "voided")',
      'data.currency: missing',
      'data.total: expected a decimal amount of at least 0',
      'data.items.0.name: missing',
      'data.items.0.quantity: expected a whole number',
      'data.items.0.unit_price: expected a decimal amount of at least 0',
      'data.items.0: has an unknown field',
      'data.customer.country: expected an ISO 3166 alpha-2 country code',
      'data: has an unknown field',
    ]);
  });

  test.each([
    ['id', 0],
    ['id', ''],
    ['id', null],
    ['id', 1.5],
    ['placed_at', '2026-11-20 14:05:11'],
    ['placed_at', '2026-11-20T14:05:11'],
    ['placed_at', '2026-13-45T14:05:11Z'],
    ['placed_at', 1_790_000_000],
    ['payment_status', 'complete'],
    ['payment_status', null],
    ['cancelled_at', 'yes'],
    ['test', 'true'],
    ['currency', 'won'],
    ['total', '1e3'],
    ['total', 1e30],
    ['total', '9'.repeat(400)],
    ['total', 'Infinity'],
    ['total', -1],
    ['total', '-0.01'],
    ['total', '₩8000'],
    ['items', null],
    ['items', {}],
    ['customer', ['1']],
    ['taxes_included', 'no'],
    ['payment_methods', ['']],
    ['coupon_codes', 'AUTUMN'],
  ])('%s = %j is refused under its path', (key, value) => {
    const issues = issuesOf({ ...whole(), [key]: value });

    expect(issues.length).toBeGreaterThan(0);
    for (const issue of issues) expect(issue).toMatch(new RegExp(`^${key}(\\.0)?: `));
    expect(issues.join()).not.toMatch(/99999|₩|AUTUMN/);
  });

  test('an unknown field is refused, and its name is not told: it may be an address', () => {
    expect(issuesOf({ ...whole(), 'ann@example.com': true })).toEqual([': has an unknown field']);
  });

  test.each(['id', 'placed_at', 'payment_status', 'currency', 'total', 'items'])('without %s', (key) => {
    const { [key]: _, ...rest } = whole();

    expect(issuesOf(rest)).toEqual([`${key}: missing`]);
  });
});

test('every fixture has the topic of its name', () => {
  for (const { name, topic, rawBody } of fixturesOf(source)) {
    const named = source.topicInBody?.read(JSON.parse(rawBody.toString()));
    expect(named, name).toBe(name === 'order.updated.bare' ? undefined : topic);
  }
});

describe('any body', () => {
  test('is an order, ignored, or a payload error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        try {
          expect(['order', 'ignored']).toContain(read(body).kind);
        } catch (error) {
          expect(error).toBeInstanceOf(PayloadError);
        }
      }),
    );
  });

  test('that adds up for the sender adds up for us, to the last decimal', () => {
    // In cents, so that the sum is exact; two decimals at most.
    const cents = fc.nat({ max: 10_000_000 });
    const line = fc.record({ quantity: fc.integer({ min: 1, max: 50 }), price: cents, discount: cents });
    const parts = fc.record({
      lines: fc.array(line, { minLength: 1, maxLength: 8 }),
      delivery: cents,
      tax: cents,
      fees: cents,
      taxesIncluded: fc.boolean(),
      asNumbers: fc.boolean(),
    });
    fc.assert(
      fc.property(parts, ({ lines, delivery, tax, fees, taxesIncluded, asNumbers }) => {
        const text = (amount: number) =>
          `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
        const money = (amount: number) => (asNumbers ? Number(text(amount)) : text(amount));
        const sold = lines.map(({ quantity, price, discount }) => ({
          quantity,
          price,
          discount: Math.min(discount, quantity * price),
        }));
        const net = sold.reduce((sum, { quantity, price, discount }) => sum + quantity * price - discount, 0);
        const order = {
          ...whole(),
          items: sold.map(({ quantity, price, discount }) => ({
            name: 'Tea',
            quantity,
            unit_price: money(price),
            discount: money(discount),
          })),
          delivery_charge: money(delivery),
          tax: money(tax),
          taxes_included: taxesIncluded,
          fees: money(fees),
          total: money(net + delivery + fees + (taxesIncluded ? 0 : tax)),
        };

        expect(findMoneyMismatch(orderOf(read(order)))).toBeUndefined();
        const dearer = { ...order, fees: money(fees + 1) };
        expect(findMoneyMismatch(orderOf(read(dearer)))).toBeDefined();
      }),
    );
  });
});

/** A complete bare order. */
function whole(): Record<string, unknown> {
  return JSON.parse(fixture(source, 'order.updated.bare').rawBody.toString()) as Record<string, unknown>;
}

function issuesOf(body: unknown): string[] {
  try {
    read(body);
  } catch (error) {
    if (error instanceof PayloadError) return error.issues.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  throw new Error('Nothing was thrown');
}
