import { describe, expect, test } from 'vitest';
import { ConfigError, PayloadError } from '../../model/errors.ts';
import { api } from './api.ts';
import { shopline } from './source.ts';
import { subscriptions } from './subscriptions.ts';

const SHOP = 'example.myshopline.com';
const ID = '21050000000000000000000001';
const reference = { orderId: ID, parameters: {} };
const awaiting = { orderId: ID, parameters: { refund_id: '26' } };
const order = { id: ID, financial_status: 'paid', refunds: [] };

describe('an order', () => {
  test('is asked for by its id, wherever the API lists it', () => {
    expect(api.orders.request(reference).path).toBe(
      `/admin/openapi/v20260901/orders.json?ids=${ID}&status=any`,
    );
    const parameters = { fulfillment_status: 'shipped', hidden_order: 'true', paid: 'Y' };
    expect(api.orders.request({ orderId: ID, parameters }).path).toBe(
      `/admin/openapi/v20260901/orders.json?ids=${ID}&status=any&fulfillment_status=shipped&hidden_order=true`,
    );
  });

  test('is the one that was asked for', () => {
    expect(api.orders.read({ orders: [order] }, reference)).toEqual(order);
    for (const body of [{ orders: [{ id: '7' }] }, { orders: null }, { errors: 'x' }, 'text']) {
      expect(() => api.orders.read(body, reference)).toThrow(PayloadError);
    }
  });

  test('that the API does not have yet is behind, and can never be read as one', () => {
    const found = api.orders.read({ orders: [] }, reference);

    expect(api.orders.isBehind(found)).toBe(true);
    const settings = { source: 'shopline', shop: SHOP, purchaseOn: 'created' } as never;
    expect(() => shopline.readOrder(found, settings)).toThrow(PayloadError);
  });

  test('is behind until it shows the refund that its webhook told of', () => {
    const shown = (refunds: unknown) =>
      api.orders.isBehind(api.orders.read({ orders: [{ ...order, refunds }] }, awaiting));

    expect(shown([])).toBe(true);
    expect(shown(null)).toBe(true);
    expect(shown([{ id: '27', transactions: [] }])).toBe(true);
    expect(shown([{ id: '26' }])).toBe(true);
    expect(shown([{ id: '26', transactions: [] }])).toBe(false);
    expect(api.orders.isBehind(order)).toBe(false);
  });

  test('has to be paid only if its webhook said so', () => {
    expect(api.orders.expectsPaid(reference)).toBe(false);
    expect(api.orders.expectsPaid({ ...reference, parameters: { paid: 'Y' } })).toBe(true);
  });
});

test('the token goes along as it is', () => {
  const client = { clientId: 'token', clientSecret: 'token-of-the-private-app' };
  expect(api.key.headers(client)).toEqual({ authorization: 'Bearer token-of-the-private-app' });
});

test.each([
  [{}, 0],
  [{ 'retry-after': '2' }, 2_000],
  [{ 'retry-after': '0.5' }, 500],
  [{ 'retry-after': '999999999' }, 3_600_000],
  [{ 'retry-after': 'Wed, 25 Nov 2026 07:28:00 GMT' }, 0],
])('the pause after %j is %i ms', (headers, ms) => {
  expect(api.pauseMs(headers)).toBe(ms);
});

test.each(['example.com', 'example.myshopline.com.evil.example', 'https://example.myshopline.com', ''])(
  '%j is no shop',
  (shop) => {
    expect(() => api.origin(shop)).toThrow(ConfigError);
    expect(api.origin(SHOP)).toBe(`https://${SHOP}`);
  },
);

describe('the list', () => {
  const [list] = shopline.listing?.lists ?? [];
  if (list === undefined) throw new Error('SHOPLINE has a list');
  const begun = list.begin({ from: new Date('2026-11-23T00:00:00Z'), now: new Date() });
  const queryOf = (cursor: string) => new URL(list.request(cursor, SHOP).path, 'https://x').searchParams;

  test('is read once for every filter that it has, so that no order is hidden', () => {
    const asked: string[] = [];
    for (let cursor: string | undefined = begun; cursor !== undefined; ) {
      const query = queryOf(cursor);
      asked.push(`${query.get('hidden_order')} ${query.get('fulfillment_status')}`);
      expect(query.get('status')).toBe('any');
      expect(query.get('updated_at_min')).toBe('2026-11-23T00:00:00.000Z');
      cursor = list.read({ orders: [] }, cursor, {}, SHOP).next;
    }
    expect(asked).toEqual([
      'false unshipped',
      'false partial',
      'false shipped',
      'true unshipped',
      'true partial',
      'true shipped',
    ]);
  });

  test('goes on with the query of the link, and with nothing else of it', () => {
    const link =
      '<https://evil.example/admin/openapi/v1/orders.json?limit=50&page_info=a%2Bb&status=any>; rel="next", <https://x/?page_info=p>; rel="previous"';
    const { next = '' } = list.read({ orders: [] }, begun, { link }, SHOP);

    expect(list.request(next, SHOP).path).toBe(
      '/admin/openapi/v20260901/orders.json?limit=50&page_info=a%2Bb&status=any',
    );
  });

  test('is at its end with a link to the page before alone', () => {
    const link = '<https://x/orders.json?page_info=p>; rel="previous"';
    const { next = '' } = list.read({ orders: [] }, begun, { link }, SHOP);
    expect(JSON.parse(next)).not.toHaveProperty('query');
  });

  test.each([
    '<https://x/orders.json?limit=50>; rel="next"',
    `<https://x/?page_info=${'x'.repeat(4_000)}>; rel="next"`,
  ])('refuses the link %.60s', (link) => {
    expect(() => list.read({ orders: [] }, begun, { link }, SHOP)).toThrow(PayloadError);
  });

  test.each([
    '',
    '{}',
    '{"from":"2026-11-23T00:00:00.000Z","filter":6}',
    begun.replace('}', ',"query":"a#b"}'),
  ])('refuses the cursor %j', (cursor) => {
    expect(() => list.request(cursor, SHOP)).toThrow(PayloadError);
  });
});

describe('webhooks that the shop keeps', () => {
  test('are in one answer', () => {
    const webhooks = [
      { id: 13_814, topic: 'orders/paid', address: 'https://example.com/x', api_version: 'v20260901' },
    ];
    expect(subscriptions.readList({ webhooks })).toEqual({
      kind: 'done',
      found: { subscriptions: [{ id: '13814', topic: 'orders/paid', uri: 'https://example.com/x' }] },
    });
  });

  test('are those of an address, in the version that is read', () => {
    expect(
      JSON.parse(
        subscriptions.createRequest('orders/paid', 'https://example.com/x', 'example.myshopline.com').body ??
          '',
      ),
    ).toEqual({
      webhook: { address: 'https://example.com/x', api_version: 'v20260901', topic: 'orders/paid' },
    });
  });

  test.each([
    [{ errors: 'no such topic' }, ['no such topic']],
    [{ errors: ['one', 'two'] }, ['one', 'two']],
    [{ errors: { topic: ['is unknown'] } }, ['is unknown']],
    [{ code: 'X', message: 'not allowed' }, ['not allowed']],
    [{}, []],
    [undefined, []],
  ])('are not made if the answer is %j', (body, reasons) => {
    expect(subscriptions.readCreated(body)).toEqual({ kind: 'refused', reasons });
  });

  test('are removed without an answer', () => {
    expect(subscriptions.removeRequest('13814', 'example.myshopline.com').path).toBe(
      '/admin/openapi/v20260901/13814/webhooks.json',
    );
    expect(subscriptions.readRemoved(undefined)).toEqual({ kind: 'done', found: undefined });
    expect(subscriptions.readRemoved({ errors: 'gone' })).toEqual({ kind: 'refused', reasons: ['gone'] });
  });
});
