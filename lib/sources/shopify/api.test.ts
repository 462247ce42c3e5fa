import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { PayloadError } from '../../model/errors.ts';
import { parseExactJson } from '../../model/exact-json.ts';
import { accessChecks } from './access-checks.ts';
import { api } from './api.ts';
import { grant } from './grant.ts';

const reference = { orderId: '820982911946154508', parameters: {} };
const client = { clientId: 'app', clientSecret: 'shpss_a secret & more' };

describe('one order', () => {
  test('is asked for by its id, which cannot lead elsewhere', () => {
    expect(api.orders.request(reference).path).toBe('/admin/api/2026-10/orders/820982911946154508.json');
    expect(api.orders.request({ ...reference, orderId: '../shop?a=' }).path).toBe(
      '/admin/api/2026-10/orders/..%2Fshop%3Fa%3D.json',
    );
  });

  test('is taken out of its envelope with exact digits', () => {
    const body = parseExactJson('{"order":{"id":820982911946154508,"total_price":"10.00"}}');
    expect(api.orders.read(body, reference)).toEqual({ id: '820982911946154508', total_price: '10.00' });
  });

  test.each([
    ['another order', { order: { id: 1 } }],
    ['an error', { errors: 'Not Found' }],
    ['a list', { orders: [] }],
    ['an order without an id', { order: {} }],
  ])('is not %s', (_, body) => {
    expect(() => api.orders.read(body, reference)).toThrow(PayloadError);
  });
});

describe('a token', () => {
  test('is asked for by the app’s id and secret', () => {
    const { path, method, body } = grant.request(client);

    expect([method, path]).toEqual(['POST', '/admin/oauth/access_token']);
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'app',
      client_secret: client.clientSecret,
    });
  });

  test('lives as long as Shopify says, or a day', () => {
    const access_token = 'shpat_1';
    expect(grant.readToken({ access_token, scope: 'read_orders', expires_in: 86_399 })).toEqual({
      accessToken: access_token,
      lifeMs: 86_399_000,
    });
    expect(grant.readToken({ access_token }).lifeMs).toBe(86_400_000);
    expect(() => grant.readToken({ error: 'app_not_installed' })).toThrow(PayloadError);
    expect(() => grant.readToken({ access_token: '' })).toThrow(PayloadError);
  });

  test('is in Shopify’s own header', () => {
    expect(grant.headers('shpat_1')).toEqual({ 'x-shopify-access-token': 'shpat_1' });
  });

  test.each([
    ['shpat_0123456789abcdef', true],
    ['shpca_0123456789abcdef', true],
    ['shppa_0123456789abcdef', true],
    ['shpss_0123456789abcdef', false],
    ['0123456789abcdef-shpat_', false],
  ])('may be the secret %s itself: %s', (clientSecret, isToken) => {
    const expected = isToken ? clientSecret : undefined;
    expect(grant.permanentToken?.({ ...client, clientSecret })).toBe(expected);
  });
});

test.each([
  [{ 'retry-after': '2.0' }, 2_000],
  [{ 'retry-after': '7200' }, 3_600_000],
  [{ 'retry-after': 'soon' }, 0],
  [{ 'x-shopify-shop-api-call-limit': '34/40' }, 0],
  [{ 'x-shopify-shop-api-call-limit': '35/40' }, 7_500],
  [{ 'x-shopify-shop-api-call-limit': '40/40' }, 10_000],
  [{ 'x-shopify-shop-api-call-limit': '380/400' }, 9_000],
  [{ 'x-shopify-shop-api-call-limit': '1/0' }, 0],
  [{ 'x-shopify-shop-api-call-limit': 'many' }, 0],
  [{ 'retry-after': '1.0', 'x-shopify-shop-api-call-limit': '40/40' }, 10_000],
  [{}, 0],
])('after an answer with %o the shop is left alone for %d ms', (headers, expected) => {
  expect(api.pauseMs(headers)).toBe(expected);
});

describe('what is hidden', () => {
  const [scopes, buyers] = accessChecks;
  const whatIn = (
    check: (typeof accessChecks)[number] | undefined,
    body: unknown,
    settings = mappingSettings(),
  ) =>
    check
      ?.read(body, settings)
      .map(({ what, hidesOrders }) => [/read_\w+|e-mail/.exec(what)?.[0], hidesOrders]);
  const withScopes = (...handles: string[]) => ({ access_scopes: handles.map((handle) => ({ handle })) });

  test('is named by the scopes of the token, whose address has no version', () => {
    expect(scopes?.request('tea.myshopify.com').path).toBe('/admin/oauth/access_scopes.json');
    expect(whatIn(scopes, withScopes('read_orders', 'read_all_orders'))).toEqual([]);
    expect(whatIn(scopes, withScopes('write_orders', 'read_all_orders'))).toEqual([]);
    expect(whatIn(scopes, withScopes('read_orders'))).toEqual([['read_all_orders', true]]);
    expect(whatIn(scopes, withScopes('read_products'))).toEqual([
      ['read_orders', true],
      ['read_all_orders', true],
    ]);
  });

  test('is customers, if their profiles are wanted', () => {
    const settings = mappingSettings({ profiles: 'send' });
    expect(whatIn(scopes, withScopes('read_orders', 'read_all_orders'), settings)).toEqual([
      ['read_customers', false],
    ]);
  });

  test('is who bought, if no order of several has an address', () => {
    const orders = (count: number, buyer: object) => ({
      orders: Array.from({ length: count }, (_, index) => ({
        id: index + 1,
        email: null,
        phone: null,
        ...buyer,
      })),
    });

    expect(whatIn(buyers, orders(5, { customer: { id: 7, email: null } }))).toEqual([['e-mail', false]]);
    expect(whatIn(buyers, orders(4, { customer: null }))).toEqual([]);
    expect(whatIn(buyers, orders(5, { customer: { id: 7, email: 'buyer@example.com' } }))).toEqual([]);
    expect(
      whatIn(buyers, orders(5, { billing_address: { phone: '010-1234-5678', country_code: 'KR' } })),
    ).toEqual([]);
  });

  test('is never read from an error', () => {
    for (const check of accessChecks) {
      expect(() => check.read({ errors: 'Not Found' }, mappingSettings())).toThrow(PayloadError);
    }
  });
});
