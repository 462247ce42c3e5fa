import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { deliveryOf, fixture } from '../../../test/support/reading/fixtures.ts';
import { topicAbout } from '../../../test/support/reading/topic-about.ts';
import type { MappingSettings } from '../../model/connection.ts';
import { PayloadError } from '../../model/errors.ts';
import { parseExactJson } from '../../model/exact-json.ts';
import type { Order } from '../../model/order.ts';
import type { OrderReading } from '../source.ts';
import { cafe24 } from './source.ts';

const settings = mappingSettings({ source: 'cafe24', shop: 'fixturemall' });

function readFixture(name: string, changed: Partial<MappingSettings> = {}): OrderReading {
  const { topic, rawBody } = fixture(cafe24, name);
  return read(topic, parseExactJson(rawBody.toString()), { ...settings, ...changed });
}

function read(topic: string, body: unknown, all = settings): OrderReading {
  const delivery = deliveryOf({ topic, rawBody: Buffer.alloc(0) });
  return topicAbout('order', cafe24, topic).read(body, all, delivery);
}

function readChanged(changes: Record<string, unknown>): OrderReading {
  const { rawBody } = fixture(cafe24, 'order.member-krw');
  const whole = parseExactJson(rawBody.toString()) as Record<string, unknown>;
  return cafe24.readOrder({ ...whole, ...changes }, settings);
}

function orderIn(reading: OrderReading): Order {
  if (reading.kind !== 'order') throw new Error(`No order but ${reading.kind}`);
  return reading.order;
}

const orderOf = (name: string): Order => orderIn(readFixture(name));

/** Computed by hand from each fixture; the golden files hold the rest. */
describe('figures of an order', () => {
  test.each([
    // name, total, delivery, order discount, total discount, fees, paid with credit
    ['order.member-krw', '52000', '3000', '3000', '5000', '0', '1500'],
    ['order.guest', '15000', '3000', '0', '0', '0', '0'],
    ['order.membership', '48600', '0', '5400', '5400', '0', '0'],
    ['order.shipping-discount', '25000', '5000', '0', '3000', '0', '0'],
    ['order.shipping-coupon', '20000', '0', '0', '3000', '0', '0'],
    ['order.line-coupons', '57500', '0', '500', '2500', '0', '0'],
    ['order.credits-only', '20000', '0', '0', '0', '0', '20000'],
    ['order.naver-pay', '33000', '3000', '0', '0', '0', '0'],
    ['order.naver-points', '298800', '0', '0', '0', '0', '1719'],
    ['order.marketplace-safe-number', '13500', '2500', '0', '1000', '0', '0'],
    ['order.usd-second-shop', '60.18', '12.5', '0', '0', '3.2', '0'],
    ['order.jpy', '4164', '600', '0', '396', '0', '0'],
    ['order.options', '64000', '0', '0', '0', '0', '0'],
    ['order.free', '0', '0', '9900', '9900', '0', '0'],
    ['order.set-product', '59000', '0', '5000', '5000', '0', '0'],
    ['order.typed-discount', '32200', '3000', '1000', '1000', '200', '0'],
    ['order.taken-out-before-payment', '33000', '3000', '0', '0', '0', '0'],
    ['order.returned-later', '54000', '0', '0', '0', '0', '0'],
    ['order.cancelled-after-payment', '20000', '0', '0', '0', '0', '0'],
    ['order.prepaid', '200000', '0', '0', '98800', '0', undefined],
  ])(
    '%s: total %s, delivery %s, order discount %s, total discount %s, fees %s, credit %s',
    (name, ...figures) => {
      const { total, deliveryCharge, orderDiscount, totalDiscount, fees, paidWithCredit } = orderOf(name);

      expect([total, deliveryCharge, orderDiscount, totalDiscount, fees, paidWithCredit]).toEqual(figures);
    },
  );

  test('tax comes on top only if the shop says so', () => {
    expect(orderOf('order.usd-second-shop')).toMatchObject({ tax: '4.5', taxesIncluded: false });
    expect(orderOf('order.member-krw')).toMatchObject({ tax: '0', taxesIncluded: true });
  });

  test('an unpaid order is worth the sum of its parts', () => {
    const order = orderIn(readFixture('order.unpaid', { purchaseOn: 'created' }));

    expect([order.total, order.deliveryCharge]).toEqual(['23000', '3000']);
  });

  test('the amount paid is not the total of an order that is paid in part', () => {
    const order = orderIn(readFixture('order.partly-paid', { purchaseOn: 'created' }));

    expect([order.total, order.paidWithCredit]).toEqual(['23000', '0']);
  });

  test('coupons of lines that the order’s coupons do not include are also deducted', () => {
    const initial_order_amount = {
      order_price_amount: '60000.00',
      coupon_discount_price: '2500.00',
      payment_amount: '55500.00',
    };
    const line = { ...linesOf('order.line-coupons')[0], product_price: '60000.00' };
    const order = orderIn(
      readChanged({ items: [line], initial_order_amount, payment_method: ['card'], naver_point: 0 }),
    );

    expect([order.total, order.orderDiscount, order.totalDiscount]).toEqual(['55500', '2500', '3500']);
  });

  test('a delivery discount beyond the price of delivery goes to the order', () => {
    const initial_order_amount = {
      order_price_amount: '54000.00',
      shipping_fee: '3000.00',
      shipping_fee_discount_amount: '5000.00',
      payment_amount: '50000.00',
    };
    const order = orderIn(readChanged({ initial_order_amount }));

    expect([order.total, order.deliveryCharge, order.orderDiscount, order.totalDiscount]).toEqual([
      '50000',
      '0',
      '2000',
      '7000',
    ]);
  });
});

function linesOf(name: string): Record<string, unknown>[] {
  const order = parseExactJson(fixture(cafe24, name).rawBody.toString()) as {
    items: Record<string, unknown>[];
  };
  return order.items;
}

describe('lines of an order', () => {
  test.each([
    // name, [quantity, unit price, line discount, unit discount] of each line
    ['order.member-krw', [2, '12000', '2000', '1000'], [1, '30000', '0', '0']],
    ['order.uneven-discount', [3, '9900', '10000', '3333.333333']],
    ['order.options', [1, '29000', '0', '0'], [1, '35000', '0', '0']],
    ['order.line-coupons', [1, '30000', '1000', '1000'], [1, '30000', '1000', '1000']],
    ['order.marketplace-safe-number', [1, '12000', '1000', '1000']],
    ['order.taken-out-before-payment', [1, '30000', '0', '0']],
    ['order.exchanged', [1, '30000', '0', '0']],
    ['order.returned-later', [1, '30000', '0', '0'], [2, '12000', '0', '0']],
  ])('%s', (name, ...lines) => {
    const { items } = orderOf(name);

    expect(
      items.map((item) => [item.quantity, item.unitPrice, item.lineDiscount, item.unitDiscount]),
    ).toEqual(lines);
  });

  test('have product, variant, own code and chosen options', () => {
    const [small, large] = orderOf('order.options').items;

    expect(small).toMatchObject({
      productId: '26',
      variantId: 'P0000026000A',
      sku: 'BAG-S',
      title: '누빔 가방',
      variantTitle: '크기=소',
    });
    expect(large).toMatchObject({ productId: '26', variantId: 'P0000026000B', sku: 'BAG' });
  });

  test('a quantity may be text, and a line of 0 is left out', () => {
    const [line] = linesOf('order.member-krw');
    const order = orderIn(
      readChanged({
        items: [
          { ...line, quantity: '2' },
          { ...line, quantity: 0 },
        ],
      }),
    );

    expect(order.items.map(({ quantity }) => quantity)).toEqual([2]);
  });
});

describe('the buyer', () => {
  test('the order’s e-mail comes before the account’s, and the receiver is ignored', () => {
    const { customer } = orderOf('order.member-krw');

    expect(customer).toEqual({
      id: 'fixture01',
      emails: ['Buyer@Example.com', 'account@example.com'],
      phones: [{ number: '010-2424-2424', country: 'KR' }],
    });
  });

  test('a guest has no id', () => {
    expect(orderOf('order.guest').customer).toEqual({
      id: undefined,
      emails: ['guest@example.com'],
      phones: [{ number: '02-333-4444', country: 'KR' }],
    });
  });

  test('has a Korean number only in a shop in won', () => {
    expect(orderOf('order.usd-second-shop').customer.phones).toEqual([
      { number: '(212) 555-0187', country: undefined },
    ]);
  });

  test('may be missing, like the coupons', () => {
    const order = orderIn(readChanged({ buyer: undefined, coupons: undefined }));

    expect([order.customer.emails, order.couponCodes]).toEqual([['account@example.com'], []]);
  });
});

describe('payment methods', () => {
  test.each([
    // by the shop’s names, then as they are passed on
    [
      ['point', 'card'],
      ['card', 'point'],
    ],
    [
      ['credit', 'coupon', 'point'],
      ['credit', 'point'],
    ],
    ['cash', ['cash']],
    ['point, cash', ['cash', 'point']],
    [[null, '', 'cvs'], ['cvs']],
    [null, []],
    [undefined, []],
  ])('%j: %j', (payment_method, expected) => {
    expect(orderIn(readChanged({ payment_method })).paymentMethods).toEqual(expected);
  });
});

describe('ids and times', () => {
  test('coupon numbers keep their digits, without duplicates', () => {
    expect(orderOf('order.member-krw').couponCodes).toEqual(['6069019282400000003']);
    expect(orderOf('order.line-coupons').couponCodes).toEqual(['6069019282400000066', '77']);
  });

  test.each([
    ['2026-11-20T14:05:11+09:00', '2026-11-20T05:05:11.000Z'],
    ['2026-11-20 14:05:11', '2026-11-20T05:05:11.000Z'],
    ['2026-11-20T05:05:11.5Z', '2026-11-20T05:05:11.500Z'],
    ['2026-01-01 00:00:00', '2025-12-31T15:00:00.000Z'],
  ])('%s is %s', (order_date, placedAt) => {
    expect(orderIn(readChanged({ order_date })).placedAt).toBe(placedAt);
  });

  test('the shop is the connection’s, and the place of the order is read', () => {
    expect(orderOf('order.naver-pay')).toMatchObject({
      source: 'cafe24',
      shop: 'fixturemall',
      sourceName: 'NCHECKOUT',
    });
  });
});

describe('a webhook', () => {
  test.each([
    ['90023.paid-card', '20261120-0000011', '1'],
    ['90025.bank-transfer-paid', '20261120-0000212', '1'],
    ['90023.second-shop', '20261120-0000111', '2'],
    ['90023.no-payment-state', '20261120-0000011', '1'],
    ['90029.refunded', '20261120-0000177', '1'],
  ])('%s names order %s of shop %s', (name, orderId, shop_no) => {
    expect(readFixture(name)).toEqual({
      kind: 'references',
      references: [{ orderId, parameters: { shop_no } }],
    });
  });

  test.each([
    ['90023.bank-transfer-unpaid', {}, 'unpaid'],
    ['90023.test-send', {}, 'test-order'],
    ['90023.test-send', { testOrders: 'send', purchaseOn: 'created' }, 'test-order'],
  ] as const)('%s with %o is ignored: %s', (name, changed, reason) => {
    expect(readFixture(name, changed)).toEqual({ kind: 'ignored', reason });
  });

  test('is fetched though unpaid if an order counts from its placement', () => {
    const reading = readFixture('90023.bank-transfer-unpaid', { purchaseOn: 'created' });

    expect(reading.kind).toBe('references');
  });

  test.each(['paid', 'authorized', 'created'] as const)(
    'of an order paid in part is fetched, whatever counts (%s): it may have been paid before',
    (purchaseOn) => {
      expect(readFixture('90025.partly-paid', { purchaseOn }).kind).toBe('references');
    },
  );

  test('of no interest is ignored even if the rest of it is unreadable', () => {
    expect(read('90023', { resource: { paid: 'F', order_id: 7 } })).toEqual({
      kind: 'ignored',
      reason: 'unpaid',
    });
  });

  test.each([
    [{ order_id: '20261120-0000011,20261120-0000022' }, 'resource.order_id'],
    [{ order_id: '../products' }, 'resource.order_id'],
    [{ order_id: 202611200000011 }, 'resource.order_id'],
    [{ event_shop_no: '1/../2' }, 'resource.event_shop_no'],
    [{ event_shop_no: 0 }, 'resource.event_shop_no'],
    [{ mall_id: null }, 'resource.mall_id'],
  ])('with %j is refused under its path', (changes, path) => {
    const resource = { mall_id: 'fixturemall', order_id: '20261120-0000011', paid: 'T', ...changes };

    expect(issuesOf(() => read('90023', { resource }))).toEqual([path]);
  });
});

describe('an order of the API', () => {
  test.each([
    ['order.unpaid', {}, 'unpaid'],
    ['order.unpaid', { purchaseOn: 'authorized' }, 'unpaid'],
  ] as const)('%s with %o is ignored: %s', (name, changed, reason) => {
    expect(readFixture(name, changed)).toEqual({ kind: 'ignored', reason });
  });

  test('reports every wrong path, and no value', () => {
    expect(issuesOf(() => readFixture('order.unreadable'))).toEqual([
      'order_id',
      'order_date',
      'currency',
      'items.0.product_price',
      'items.1.quantity',
      'items.1.option_price',
      'initial_order_amount.order_price_amount',
      'initial_order_amount.payment_amount',
      'actual_order_amount.order_price_amount',
      'actual_order_amount.payment_amount',
    ]);
  });

  test.each([
    ['member_id', {}, 'buyer'],
    ['buyer', 'Kim', 'buyer'],
    ['coupons', {}, 'coupon'],
    ['admin_additional_amount', '--1', 'figure'],
    ['actual_order_amount', 'none', 'amounts-now'],
    ['include_tax', true, 'field'],
    ['refunds', {}, 'refund'],
  ])('is read without %s = %j, which is counted', (key, value, reason) => {
    const order = orderIn(readChanged({ [key]: value }));

    expect([order.total, order.oddFigures]).toEqual(['52000', [reason]]);
  });

  test('is read without an odd line, but not without any line', () => {
    const lines = linesOf('order.member-krw');
    const odd = { ...lines[0], product_price: 'free' };

    const order = orderIn(readChanged({ items: [odd, lines[1]] }));

    expect([order.total, order.items.length, order.oddFigures]).toEqual(['52000', 1, ['line']]);
    expect(issuesOf(() => readChanged({ items: [odd, odd] }))).toEqual([
      'items.0.product_price',
      'items.1.product_price',
    ]);
  });

  test('names a nameless line after its code or its product', () => {
    const [line] = linesOf('order.member-krw');
    const named = (change: Record<string, unknown>) =>
      orderIn(readChanged({ items: [{ ...line, product_name: null, custom_variant_code: null, ...change }] }))
        .items[0]?.title;

    expect([
      named({ custom_variant_code: 'BAG-S' }),
      named({ custom_product_code: 'BAG', product_no: 26 }),
      named({ custom_product_code: '', product_no: 26 }),
    ]).toEqual(['BAG-S', 'BAG', '26']);
  });

  test.each([
    ['paid', null],
    ['paid', true],
    ['order_id', '20261120-0000011 '],
    ['order_id', null],
    ['currency', 'KRWW'],
    ['order_date', ''],
    ['order_date', '2026-13-45 00:00:00'],
    ['order_date', 1_763_600_000],
    ['items', null],
    ['items', {}],
    ['initial_order_amount', null],
    ['naver_point', '1e3'],
    ['naver_point', -1],
  ])('%s = %j is refused under its path', (key, value) => {
    expect(issuesOf(() => readChanged({ [key]: value }))).toEqual([key]);
  });

  test('with discounts of more than its price is refused', () => {
    expect(issuesOf(() => readFixture('order.discount-above-price'))).toEqual(['initial_order_amount']);
  });
});

function issuesOf(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof PayloadError) return error.issues.map(({ path }) => path);
    throw error;
  }
  throw new Error('Nothing was thrown');
}
