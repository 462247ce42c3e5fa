import { describe, expect, test } from 'vitest';
import { ConfigError, PayloadError } from '../../model/errors.ts';
import { api } from './api.ts';
import { imweb } from './source.ts';

const SITE = 'S20240101aaaaaaaaaaaaa';
const NOW = new Date('2026-11-24T00:00:00.000Z');
const reference = { orderId: '20261120000001', parameters: {} };
const order = { orderNo: 20_261_120_000_001, totalRefundedPrice: 0 };

describe('an order', () => {
  test('is asked for by its number alone', () => {
    expect(api.orders.request(reference)).toEqual({
      method: 'GET',
      path: '/orders/20261120000001',
      headers: { accept: 'application/json' },
    });
  });

  test.each([{ data: order }, { data: [order] }])('is read out of %j', (body) => {
    expect(api.orders.read({ statusCode: 200, ...body }, reference)).toEqual(order);
  });

  test.each([
    { data: { ...order, orderNo: 20_261_120_000_002 } },
    { data: [] },
    { data: [order, order] },
    { data: null },
    'text',
  ])('is not read out of %j', (body) => {
    expect(() => api.orders.read(body, reference)).toThrow(PayloadError);
  });

  test('whose webhook told of a refund is behind without one, and takes the time of the webhook', () => {
    const refunded = { ...reference, parameters: { refunded_at: '2026-11-22T00:00:00.000Z' } };
    const found = api.orders.read({ data: order }, refunded);

    expect(found).toMatchObject({ refunded_at: '2026-11-22T00:00:00.000Z' });
    expect(api.orders.isBehind(found)).toBe(true);
    expect(api.orders.isBehind({ ...found, totalRefundedPrice: 1_000 })).toBe(false);
    expect(api.orders.isBehind({ ...found, totalRefundPendingPrice: 1_000 })).toBe(false);
    expect(api.orders.isBehind(order)).toBe(false);
  });

  test('has to be paid only if its webhook said so', () => {
    expect(api.orders.expectsPaid(reference)).toBe(false);
    expect(api.orders.expectsPaid({ ...reference, parameters: { paid: 'Y' } })).toBe(true);
  });
});

test('the product of a cart is asked for in its unit', () => {
  const product = { productId: '781', parameters: { unitCode: 'u1' } };
  expect(api.products.request(product).path).toBe('/products/781?unitCode=u1');
});

describe('the status that an answer stands for', () => {
  const envelope = (errorCode: number | string, statusCode = 400) =>
    JSON.stringify({ statusCode, error: { errorCode, message: '…', data: null } });

  test.each([
    [400, envelope(30_101), 401],
    [400, envelope(30_102), 401],
    [400, envelope('30103'), 403],
    [400, envelope(30_132), 403],
    [400, envelope(30_086), 429],
    [401, envelope(30_102), 401],
    [400, envelope(30_104), 400],
    [404, envelope(30_001, 404), 404],
    [200, envelope(30_001, 404), 404],
    [200, '{"statusCode":200,"data":{"message":"\\"error\\""}}', 200],
    [500, 'not JSON', 500],
    [503, '{"error":null}', 503],
  ])('%i %s: %i', (status, body, expected) => {
    expect(api.statusOf({ status, body })).toBe(expected);
  });
});

describe('the pause', () => {
  test.each([
    [{}, 0],
    [{ 'x-ratelimit-remaining': '25' }, 0],
    [{ 'x-ratelimit-remaining': '4' }, 0],
    [{ 'x-ratelimit-remaining': '3' }, 4_500],
    [{ 'x-ratelimit-remaining': '0' }, 6_000],
    [{ 'x-ratelimit-remaining': '-1' }, 0],
    [{ 'x-ratelimit-remaining': '0', 'retry-after': '30' }, 30_000],
    [{ 'retry-after': '999999999' }, 3_600_000],
  ])('after %j is %i ms', (headers, ms) => {
    expect(api.pauseMs(headers)).toBe(ms);
  });
});

describe('access', () => {
  const client = { clientId: 'app', clientSecret: 'secret-of-the-app' };
  const redirect = { code: 'code-1', redirectUri: 'https://example.com/back' };
  const formOf = ({ body = '' }: { readonly body?: string }) => Object.fromEntries(new URLSearchParams(body));

  test('is asked for in camel case, with scopes between spaces', () => {
    const scopes = api.oauth.scopes({ carts: 'send' });
    const page = api.oauth.authorizeAddress({
      shop: SITE,
      clientId: 'app',
      redirectUri: redirect.redirectUri,
      scopes,
      state: 'state-1',
    });

    expect(page).toContain('scope=site-info%3Awrite%20order%3Aread%20product%3Aread&');
    expect(Object.fromEntries(new URL(page).searchParams)).toEqual({
      responseType: 'code',
      clientId: 'app',
      redirectUri: 'https://example.com/back',
      scope: 'site-info:write order:read product:read',
      state: 'state-1',
      siteCode: SITE,
    });
  });

  test('is traded as a form', () => {
    const request = api.oauth.codeRequest(client, redirect);

    expect(request.headers).toEqual({ 'content-type': 'application/x-www-form-urlencoded' });
    expect(formOf(request)).toEqual({ grantType: 'authorization_code', ...client, ...redirect });
    expect(formOf(api.oauth.refreshRequest(client, 'refresh-1'))).toEqual({
      grantType: 'refresh_token',
      ...client,
      refreshToken: 'refresh-1',
    });
  });

  test.each([['order:read'], [['order:read']]])(
    'lives for two hours and 90 days, whatever the scope is (%j)',
    (scope) => {
      const data = { accessToken: 'access-1', refreshToken: 'refresh-1', scope };

      expect(api.oauth.readTokens({ statusCode: 200, data }, NOW)).toEqual({
        accessToken: 'access-1',
        accessExpiresAt: '2026-11-24T02:00:00.000Z',
        refreshToken: 'refresh-1',
        refreshExpiresAt: '2027-02-22T00:00:00.000Z',
      });
    },
  );

  test('is not there without both tokens', () => {
    const body = { statusCode: 200, data: { accessToken: 'access-1' } };
    expect(() => api.oauth.readTokens(body, NOW)).toThrow(PayloadError);
  });
});

test.each(['fixturemall', 'S', 'S2024/../x', 'https://example.com', ''])('%j is no site', (shop) => {
  expect(() => api.origin(shop)).toThrow(ConfigError);
});

describe('a list', () => {
  const [list] = imweb.listing?.lists ?? [];
  if (list === undefined) throw new Error('Imweb has lists');
  const begun = list.begin({ from: new Date('2026-11-23T00:00:00.000Z'), now: NOW });
  const units = { data: { unitList: [{ unitCode: 'u1' }, { unitCode: 'u2' }] } };
  const first = list.read(units, begun, {}, SITE).next ?? '';

  test('begins with the units of the site, and goes through one after the other', () => {
    expect(list.request(begun, SITE).path).toBe('/site-info');
    expect(list.request(first, SITE).path).toBe(
      '/orders?page=1&limit=100&unitCode=u1&startWtime=2026-11-23T00%3A00%3A00.000Z&endWtime=2026-11-25T00%3A00%3A00.000Z',
    );
    const second = list.read({ data: { list: [], totalPage: 0 } }, first, {}, SITE).next ?? '';
    expect(list.request(second, SITE).path).toContain('page=1&limit=100&unitCode=u2');
    expect(list.read({ data: { list: [], totalPage: 0 } }, second, {}, SITE).next).toBeUndefined();
  });

  test('is not empty if the site names no unit', () => {
    expect(() => list.read({ data: {} }, begun, {}, SITE)).toThrow(PayloadError);
  });

  test('ends with an empty page if it does not count its pages', () => {
    const row = { ...order, wtime: '2026-11-23T01:00:00.000Z' };
    expect(list.read({ data: { list: [row] } }, first, {}, SITE).next).toContain('"page":2');
  });

  test('names an order to fetch if a row is not the whole order', () => {
    const row = { ...order, wtime: '2026-11-23T01:00:00.000Z', mtime: '2026-11-23T02:00:00.000Z' };

    expect(list.read({ data: { list: [row] } }, first, {}, SITE).entries).toEqual([
      {
        kind: 'order-to-fetch',
        id: '20261120000001/2026-11-23T02:00:00.000Z',
        changedAt: '2026-11-23T01:00:00.000Z',
        reference: { orderId: '20261120000001', parameters: {} },
        shownBy: { kind: 'purchase' },
      },
    ]);
  });

  test.each(['', '{}', '{"from":"yesterday","to":"today","page":1}', first.replace('u1', '../x')])(
    'refuses the cursor %j',
    (cursor) => {
      expect(() => list.request(cursor, SITE)).toThrow(PayloadError);
    },
  );
});
