import { describe, expect, test } from 'vitest';
import { ConfigError, PayloadError } from '../../model/errors.ts';
import { api } from './api.ts';

const answer = (changes: object = {}) => ({
  id: 250,
  status_id: 11,
  items_total: 2,
  consignments: {
    shipping: [{ email: 'recipient@example.com', line_items: [{ id: 8, quantity: 1 }] }],
    downloads: [{ recipient_email: 'recipient@example.com', line_items: { id: 9, quantity: 1 } }],
    pickups: [],
    email: { gift_certificates: [] },
  },
  ...changes,
});
const reference = { orderId: '250', parameters: {} };
const read = (changes: object = {}, parameters: Record<string, string> = {}) =>
  api.orders.read(answer(changes), { ...reference, parameters });

describe('the store', () => {
  test('is named by its hash, with one host for all', () => {
    expect(api.origin('abcde')).toBe('https://api.bigcommerce.com');
    expect(api.orders.request(reference, 'abcde')).toEqual({
      method: 'GET',
      path: '/stores/abcde/v2/orders/250?include=consignments.line_items,fees&consignment_structure=object',
      headers: { accept: 'application/json' },
    });
  });

  test.each(['', 'stores/abcde', 'abcde.example.com', '../abcde', 'a?b'])('cannot be %s', (shop) => {
    expect(() => api.origin(shop)).toThrow(ConfigError);
  });

  test('is asked with a token alone', () => {
    expect(api.key.parts).toBe('token');
    expect(api.key.headers({ clientId: 'token', clientSecret: 'token-1' })).toEqual({
      'x-auth-token': 'token-1',
    });
  });
});

describe('an order', () => {
  test('has the lines of all its deliveries, and no recipient', () => {
    const order = read();
    expect(order.products).toEqual([
      { id: 8, quantity: 1 },
      { id: 9, quantity: 1 },
    ]);
    expect(JSON.stringify(order)).not.toContain('recipient');
  });

  test('has to be the one that was asked for', () => {
    expect(() => read({ id: 251 })).toThrow(PayloadError);
    expect(() => api.orders.read([], reference)).toThrow(PayloadError);
  });

  test('is asked for its refunds by another version', () => {
    const next = api.orders.next(read(), reference, 'abcde');

    expect(next?.request.path).toBe(
      '/stores/abcde/v3/orders/payment_actions/refunds?order_id%3Ain=250&limit=50&page=1',
    );
    const own = { id: 3, order_id: 250 };
    expect(next?.read({ data: [own] })).toEqual({ found: { ...read(), refunds: [own] } });
  });

  test('has none of the refunds of another order', () => {
    const next = api.orders.next(read(), reference, 'abcde');
    expect(next?.read({ data: [{ id: 4, order_id: 251 }] }).found['refunds']).toEqual([]);
  });

  test('never takes the refunds of another, whatever the list has', () => {
    const next = api.orders.next(read(), reference, 'abcde');
    const refunds = [
      { id: 3, order_id: 250 },
      { id: 4, order_id: 251 },
    ];

    expect(next?.read({ data: refunds }).found).toMatchObject({ refunds: refunds.slice(0, 1) });
  });

  test('that is not finished has none', () => {
    expect(api.orders.next(read({ status_id: 0 }), reference, 'abcde')).toBeUndefined();
  });

  test('whose money came in is finished, whatever its status says', () => {
    const captured = read({ status_id: 0, payment_status: 'captured' });
    expect(api.orders.next(captured, reference, 'abcde')?.request.path).toContain('/refunds?');
  });

  test.each([
    ['fewer units than it says', { items_total: 3 }],
    [
      'links to its lines',
      { consignments: { shipping: [{ line_items: [{ resource: '/orders/250/products/8' }] }] } },
    ],
    [
      'a link to its deliveries',
      { consignments: { url: 'https://…', resource: '/orders/250/consignments' } },
    ],
  ])('with %s is asked for its lines, page after page', (_, changes) => {
    const first = api.orders.next(read(changes), reference, 'abcde');
    expect(first?.request.path).toBe('/stores/abcde/v2/orders/250/products?limit=50&page=1');

    const full = Array.from({ length: 50 }, (__, id) => ({ id, quantity: 1 }));
    const second = first?.read(full).next;
    expect(second?.request.path).toBe('/stores/abcde/v2/orders/250/products?limit=50&page=2');
    // HTTP 204 past the end.
    const { found, next } = second?.read([]) ?? {};
    expect(found?.products).toHaveLength(50);
    expect(next?.request.path).toContain('/refunds?');
  });

  test('is behind its webhook until it lists the refund that this told of', () => {
    const told = read({}, { refund_id: '3' });
    expect(api.orders.isBehind({ ...told, refunds: [{ id: 2 }] })).toBe(true);
    expect(api.orders.isBehind({ ...told, refunds: [{ id: 2 }, { id: 3 }] })).toBe(false);
    expect(api.orders.isBehind({ ...read(), refunds: [] })).toBe(false);
  });

  test('is expected to be a purchase only if its webhook said so', () => {
    expect(api.orders.expectsPaid({ orderId: '250', parameters: { becomes: 'purchase' } })).toBe(true);
    expect(api.orders.expectsPaid(reference)).toBe(false);
  });
});

describe('the quota', () => {
  test.each([
    ['says nothing', {}, 0],
    ['is far away', { 'x-rate-limit-requests-left': '35', 'x-rate-limit-time-reset-ms': '15000' }, 0],
    [
      'is nearly used up',
      { 'x-rate-limit-requests-left': '8', 'x-rate-limit-time-reset-ms': '15000' },
      15_000,
    ],
    ['was exceeded', { 'x-retry-after': '15' }, 15_000],
    ['states two times', { 'x-retry-after': '2', 'x-rate-limit-time-reset-ms': '15000' }, 15_000],
    ['is out of all bounds', { 'x-retry-after': '99999999' }, 3_600_000],
    ['cannot be read', { 'x-retry-after': 'soon', 'x-rate-limit-requests-left': '-1' }, 0],
  ])('%s', (_, headers, ms) => {
    expect(api.pauseMs(headers)).toBe(ms);
  });
});
