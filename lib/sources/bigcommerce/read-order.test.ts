import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { fixture } from '../../../test/support/reading/fixtures.ts';
import { findMoneyMismatch } from '../../dfinery/money-mismatch.ts';
import { PayloadError } from '../../model/errors.ts';
import type { Order } from '../../model/order.ts';
import { figuresOf } from '../../model/order-figures.ts';
import { readOrder } from './read-order.ts';
import { bigcommerce } from './source.ts';

const settings = mappingSettings({ source: 'bigcommerce', shop: 'abcde' });

type Body = Readonly<Record<string, unknown>> & { readonly products: readonly object[] };

function body(name: string): Body {
  return JSON.parse(fixture(bigcommerce, `order.${name}`).rawBody.toString()) as Body;
}

function read(order: unknown): Order {
  const reading = readOrder(order, settings);
  if (reading.kind !== 'order') throw new Error(`ignored: ${reading.reason}`);
  return reading.order;
}

describe('the figures, worked out by hand', () => {
  test.each([
    // 30 − 2 − 3 + 5
    [
      'guest-two-discounts',
      { lines: '30', 'line discounts': '-2', 'order discount': '-3', delivery: '5', tax: '0', fees: '0' },
      '30',
    ],
    [
      'discounts-apart',
      { lines: '30', 'line discounts': '-2', 'order discount': '-3', delivery: '5', tax: '0', fees: '0' },
      '30',
    ],
    // 119 + 23.80 − 11.90 + 5.95 + (1.19 + 2.38 + 3.57)
    [
      'member-tax-included',
      {
        lines: '142.8',
        'line discounts': '-11.9',
        'order discount': '0',
        delivery: '5.95',
        tax: '0',
        fees: '7.14',
      },
      '143.99',
    ],
    // 100 − 10 + 8 + 8.085 = 106.085, which is charged as 106.09
    [
      'tax-on-top',
      {
        lines: '100',
        'line discounts': '0',
        'order discount': '-10',
        delivery: '8',
        tax: '8.085',
        fees: '0',
      },
      '106.09',
    ],
    // With tax 67.84 + 12 − 5 − 5; without it 62.6793 + 11.09 − 9.2393 + 5.31
    [
      'tax-on-top-discounts-with-tax',
      {
        lines: '62.6793',
        'line discounts': '0',
        'order discount': '-9.2393',
        delivery: '11.09',
        tax: '5.31',
        fees: '0',
      },
      '69.84',
    ],
    [
      'free',
      { lines: '30', 'line discounts': '0', 'order discount': '-30', delivery: '0', tax: '0', fees: '0' },
      '0',
    ],
  ])('%s', (name, figures, total) => {
    const order = read(body(name));

    expect(figuresOf(order)).toEqual(figures);
    expect(order.total).toBe(total);
    expect(findMoneyMismatch(order)).toBeUndefined();
  });

  test('figures that come to another total in no reading are told as they are', () => {
    const order = read(body('mismatch'));
    expect(findMoneyMismatch(order)).toEqual({ expected: '30', found: '31' });
  });

  test('a discount that the order leaves out and its lines have, counts', () => {
    // 30 − 3 + 5: the order says nothing of its three.
    const order = read({
      ...body('guest-two-discounts'),
      discount_amount: '0',
      coupon_discount: '2',
      total_inc_tax: '30',
    });
    expect([order.orderDiscount, order.total]).toEqual(['3', '30']);
  });

  test('an order that does not say if its prices have tax is read with tax', () => {
    const order = read({ ...body('tax-on-top-discounts-with-tax'), is_tax_inclusive_pricing: undefined });
    expect([order.taxesIncluded, order.orderDiscount]).toEqual([true, '10']);
    expect(findMoneyMismatch(order)).toBeUndefined();
  });

  test('tax that the total lacks is no discount of less than nothing', () => {
    const order = read({
      ...body('tax-on-top'),
      total_tax: '0',
      coupon_discount: '0',
      total_inc_tax: '116.91',
    });
    expect(order.orderDiscount).toBe('0');
    expect(findMoneyMismatch(order)).toEqual({ expected: '108', found: '116.91' });
  });

  test('lines without a price before tax are read with it', () => {
    const given = body('guest-two-discounts');
    const products = given.products.map((line) => ({ ...line, total_ex_tax: undefined }));
    const order = read({ ...given, products });

    expect(order.taxesIncluded).toBe(true);
    expect(findMoneyMismatch(order)).toBeUndefined();
  });
});

describe('credit is payment', () => {
  test('if the total has it', () => {
    const order = read(body('store-credit'));
    expect([order.total, order.paidWithCredit, order.due]).toEqual(['35', '20', undefined]);
  });

  test('if it is taken off the total', () => {
    const order = read(body('credit-taken-off'));

    expect([order.total, order.paidWithCredit]).toEqual(['35', '20']);
    expect(order.due?.map(({ amount }) => amount)).toEqual(['15', '20']);
    expect(findMoneyMismatch(order)).toBeUndefined();
  });
});

test('amounts are in the currency that the shopper pays in', () => {
  expect(read(body('shown-in-another-currency')).currency).toBe('USD');
});

test('times are read with their zone', () => {
  const order = read({ ...body('krw'), date_created: 'Fri, 20 Nov 2026 10:00:00 +0900' });
  expect(order.placedAt).toBe('2026-11-20T01:00:00.000Z');
  expect(() => read({ ...body('krw'), date_created: '2026-11-20 10:00:00' })).toThrow(PayloadError);
});

test('the buyer is the one who is billed, and 0 is nobody', () => {
  expect(read(body('guest-two-discounts')).customer).toEqual({
    id: undefined,
    emails: ['buyer@example.com'],
    phones: [],
  });
  expect(read(body('krw')).customer).toEqual({
    id: '34',
    emails: ['mina@example.com'],
    phones: [{ number: '010-2345-6789', country: 'KR' }],
  });
});

describe('refunds', () => {
  const { refunds = [] } = read(body('refunds'));

  test('have their own ids and times; one whose payments were all declined is none', () => {
    expect(refunds.map(({ id, amount, refundedAt }) => [id, amount, refundedAt])).toEqual([
      ['3', '19', '2026-11-22T03:04:05.000Z'],
      // One of its two payments was declined.
      ['5', '1.5', '2026-11-24T03:04:05.000Z'],
      // Without a time: that of the order's change.
      ['6', '1', '2026-11-20T01:01:00.000Z'],
    ]);
  });

  test('have the share of the price and of the discount of their units, and delivery apart', () => {
    const [first] = refunds;
    expect(first?.items).toMatchObject([{ quantity: 1, unitPrice: '15', lineDiscount: '1' }]);
    expect(first?.delivery).toBe('5');
  });

  test('have no lines if one is not of the order', () => {
    const items = [{ item_type: 'PRODUCT', item_id: 999, quantity: 1 }];
    const order = read({
      ...body('refunds'),
      refunds: [{ id: 9, created: null, total_amount: 3, items, payments: [] }],
    });
    expect(order.refunds).toMatchObject([{ id: '9', amount: '3', items: [] }]);
  });

  test('that cannot be read are counted, and hold up nothing', () => {
    const order = read(body('refund-unreadable'));
    expect([order.oddFigures, order.refunds]).toEqual([['refund'], undefined]);
  });
});

test('an order of the test gateway is taken only if the connection says so', () => {
  expect(readOrder(body('test-gateway'), settings)).toEqual({ kind: 'ignored', reason: 'test-order' });
  expect(readOrder(body('test-gateway'), { ...settings, testOrders: 'send' }).kind).toBe('order');
});
