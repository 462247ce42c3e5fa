import { describe, expect, test } from 'vitest';
import {
  aRefundLine,
  aShippingLine,
  aWooCommerceRefund,
} from '../../../test/support/builders/a-woocommerce-refund.ts';
import { ConfigError, PayloadError } from '../../model/errors.ts';
import { parseExactJson } from '../../model/exact-json.ts';
import { api } from './api.ts';

const reference = { orderId: '9001', refundId: '9002', taxesIncluded: true };

/** Reads a refund of these fields as the API gives it. */
const read = (changes: Readonly<Record<string, unknown>> = {}, more: Partial<typeof reference> = {}) =>
  api.refunds.read(parseExactJson(JSON.stringify(aWooCommerceRefund(changes))), { ...reference, ...more });

describe('the shop is called at its own address', () => {
  test.each([
    ['shop.example.com', 'https://shop.example.com', ''],
    ['www.example.com:8443', 'https://www.example.com:8443', ''],
    ['https://shop.example.com/', 'https://shop.example.com', ''],
    ['https://example.com/kr/', 'https://example.com', '/kr'],
    ['example.com/kr/shop', 'https://example.com', '/kr/shop'],
    ['https://example.com/kr///', 'https://example.com', '/kr'],
    ['1.example.com', 'https://1.example.com', ''],
    ['internal.example.com', 'https://internal.example.com', ''],
    ['한글.example', 'https://xn--bj0bj06e.example', ''],
  ])('%s', (shop, origin, folder) => {
    expect(api.origin(shop)).toBe(origin);
    expect(api.refunds.request(reference, shop)).toEqual({
      method: 'GET',
      path: `${folder}/wp-json/wc/v3/orders/9001/refunds/9002`,
      headers: {},
    });
    expect(api.probe(shop).path).toBe(`${folder}/wp-json/wc/v3/orders?per_page=1&_fields=id`);
  });

  test.each([
    ['a plain name', 'main'],
    ['a name with a port', 'localhost:8080'],
    ['words', 'Shop no. 1'],
    ['plain HTTP, which would give the key away', 'http://shop.example.com'],
    ['a user', 'https://somebody@shop.example.com'],
    ['a query', 'https://shop.example.com/?lang=ko'],
    ['a fragment', 'https://shop.example.com/#shop'],
    ['a folder that reads like a host', 'https://shop.example.com//evil.example.com'],
    ['an address of the network', '10.0.0.1'],
    ['the address that holds a machine’s credentials', 'https://169.254.169.254'],
    ['an address and a port', '192.168.1.1:8443'],
    ['an address in three parts', '127.0.1'],
    ['an address as one number', '2130706433'],
    ['an address as a hexadecimal number', 'https://0x7f.1'],
    ['an address in octal', '0177.0.0.1'],
    ['an address in wide digits', '１２７.０.０.１'],
    ['an address with a dot at the end', '127.0.0.1.'],
    ['zero', '0'],
    ['an address of version 6', 'https://[::1]'],
    ['an address of version 4 in one of version 6', 'https://[::ffff:127.0.0.1]'],
    ['this machine', 'localhost'],
    ['this machine, with a dot', 'localhost.'],
    ['below this machine', 'shop.localhost'],
    ['another name of this machine', 'localhost.localdomain'],
    ['a name of the local network', 'shop.local'],
    ['a name of a cloud’s network', 'metadata.google.internal'],
    ['a host with a dot at the end', 'shop.example.com.'],
  ])('but not if it is %s', (_, shop) => {
    expect(() => api.origin(shop)).toThrow(ConfigError);
  });

  test('and an id cannot lead elsewhere', () => {
    const { path } = api.refunds.request(
      { ...reference, orderId: '../..', refundId: '1?a=b' },
      'example.com',
    );

    expect(path).toBe('/wp-json/wc/v3/orders/..%2F../refunds/1%3Fa%3Db');
  });
});

test.each([
  ['120', 120_000],
  ['0', 0],
  ['86400', 3_600_000],
  ['Wed, 25 Nov 2026 02:30:00 GMT', 0],
  ['-5', 0],
  [undefined, 0],
])('a host with %s in Retry-After is left alone for %d ms', (retryAfter, expected) => {
  expect(api.pauseMs({ 'retry-after': retryAfter })).toBe(expected);
});

test.each([
  ['Wed, 25 Nov 2026 02:30:00 GMT', 90_000],
  ['Wed, 25 Nov 2026 09:00:00 GMT', 3_600_000],
  ['Wed, 25 Nov 2026 02:28:00 GMT', 0],
  ['soon', 0],
  ['-5', 0],
])(
  'a host with %s in Retry-After, answering at 02:28:30, is left alone for %d ms',
  (retryAfter, expected) => {
    const date = 'Wed, 25 Nov 2026 02:28:30 GMT';
    expect(api.pauseMs({ 'retry-after': retryAfter, date })).toBe(expected);
  },
);

describe('a refund', () => {
  test('has its lines in the refunded quantities, and its own time', () => {
    expect(read()).toEqual({
      refundedAt: '2026-11-24T09:30:00.000Z',
      items: [
        {
          productId: '31',
          variantId: '32',
          sku: 'CUP',
          title: 'Cup &amp; saucer',
          variantTitle: undefined,
          vendor: undefined,
          quantity: 2,
          unitPrice: '11.9',
          linePrice: '23.8',
          lineDiscount: '0',
          unitDiscount: '0',
          categories: [],
        },
      ],
      delivery: '5.95',
    });
  });

  test('has prices without tax if the order’s exclude it', () => {
    expect(read({}, { taxesIncluded: false })).toMatchObject({
      items: [{ unitPrice: '10', linePrice: '20' }],
      delivery: '5',
    });
  });

  test('has one unit at the price of the line if a plug-in sold parts of one', () => {
    const line_items = [aRefundLine({ quantity: '-0.50' })];

    expect(read({ line_items }).items).toMatchObject([{ quantity: 1, unitPrice: '23.8' }]);
  });

  test('leaves out a line of which only money was refunded', () => {
    const line_items = [aRefundLine({ quantity: 0 }), aRefundLine({ id: 53, product_id: 33, quantity: -1 })];

    expect(read({ line_items }).items).toMatchObject([{ productId: '33', quantity: 1 }]);
  });

  test('typed by hand has neither lines nor delivery', () => {
    expect(read({ line_items: [], shipping_lines: [] })).toMatchObject({ items: [], delivery: '0' });
    expect(read({ line_items: [], shipping_lines: undefined })).toMatchObject({ items: [], delivery: '0' });
  });

  test('may be of delivery alone', () => {
    const shipping_lines = [aShippingLine(), aShippingLine({ total: '-2.50', total_tax: '0.00' })];

    expect(read({ line_items: [], shipping_lines, amount: '8.45' })).toMatchObject({
      items: [],
      delivery: '8.45',
    });
  });

  test('without a date gets that of its delivery', () => {
    expect(read({ date_created_gmt: null }).refundedAt).toBeUndefined();
  });

  test.each([
    ['of another id', { id: 9003 }, 'id'],
    [
      'of lines that were not refunded',
      { line_items: [aRefundLine({ total: '20.00' })] },
      'line_items.0.total',
    ],
    ['without lines', { line_items: undefined }, 'line_items'],
  ])('%s cannot be read', (_, changes, path) => {
    expect(() => read(changes)).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ path })] }) as PayloadError,
    );
  });

  test.each([
    ['a line', { line_items: [aRefundLine(), aRefundLine({ total: '20.00' })] }],
    ['delivery', { shipping_lines: [aShippingLine(), aShippingLine({ total: 'five' })] }],
    ['the date', { date_created_gmt: 'today' }],
    ['the amount', { amount: 'all' }],
  ])('of which %s cannot be read has all the others', (_, changes) => {
    expect(read(changes)).toMatchObject({ items: [{ title: 'Cup &amp; saucer' }], delivery: '5.95' });
  });

  test('of a product without a title is named after its SKU', () => {
    expect(read({ line_items: [aRefundLine({ name: '' })] }).items).toMatchObject([{ title: 'CUP' }]);
  });

  test('has no lines if they come to more than its amount', () => {
    const line_items = [aRefundLine({ total: '-30000.00', subtotal: '-30000.00' })];

    expect(read({ amount: '3.00', line_items })).toEqual({
      refundedAt: '2026-11-24T09:30:00.000Z',
      items: [],
      delivery: '0',
    });
    // A rounded minor unit is not more.
    expect(read({ amount: '29.74' }).items).toHaveLength(1);
  });

  test('is not an error of the API', () => {
    const body = { code: 'rest_no_route', message: 'No route was found', data: { status: 404 } };

    expect(() => api.refunds.read(body, reference)).toThrow(PayloadError);
    expect(() => api.refunds.read([], reference)).toThrow(PayloadError);
  });
});
