import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ShopifyShop, startShopifyShop } from '../../infra/local/shop-double/shopify-shop.ts';
import { recordTelemetry } from '../../test/support/doubles/recorded-telemetry.ts';
import { api } from '../sources/shopify/api.ts';
import { createAskShop } from './ask-shop.ts';
import { fetchFromShop } from './fetch-from-shop.ts';
import { createGrantedTokens, type GrantedConnection } from './granted-tokens.ts';

const MINUTE = 60_000;

let now: number;
let double: ShopifyShop;
let telemetry: ReturnType<typeof recordTelemetry>;
let tokens: ReturnType<typeof createGrantedTokens>;

beforeEach(async () => {
  now = Date.parse('2026-11-29T00:00:00.000Z');
  double = await startShopifyShop({ now: () => now, tokenLifeMs: 60 * MINUTE });
  telemetry = recordTelemetry();
  tokens = createGrantedTokens({ ask: createAskShop(new URL(double.url)), telemetry, now: () => now });
});
afterEach(() => double.stop());

const connectionOf = (changes: Partial<GrantedConnection> = {}): GrantedConnection => ({
  connection: 'main',
  shop: 'example.myshopify.com',
  api,
  client: double.client,
  ...changes,
});

const unexpected = () => Promise.reject(new Error('not asked for here'));

async function probe(connection = connectionOf()) {
  const ask = createAskShop(new URL(double.url));
  const ports = {
    ask,
    tokens: { get: unexpected, renew: unexpected },
    granted: tokens,
    telemetry,
    now: () => now,
  };
  const call = { request: () => api.probe(), read: (body: unknown) => body };
  return (await fetchFromShop(ports, connection, { call, reference: undefined })).result;
}

test('a token is asked for once, by however many at a time, and used until five minutes before its end', async () => {
  const readings = await Promise.all([1, 2, 3].map(() => tokens.get(connectionOf())));
  expect(new Set(readings.map((reading) => reading.kind === 'token' && reading.accessToken)).size).toBe(1);
  now += 54 * MINUTE;
  await tokens.get(connectionOf());
  expect(double.tokensGiven()).toBe(1);
  now += 2 * MINUTE;
  await tokens.get(connectionOf());
  expect(double.tokensGiven()).toBe(2);
});

test('a token that is refused is asked for once more, and its request is sent again', async () => {
  expect((await probe()).kind).toBe('found');
  double.expireTokens();
  expect((await probe()).kind).toBe('found');
  expect(double.tokensGiven()).toBe(2);
});

test('another client or shop gets a token of its own', async () => {
  await tokens.get(connectionOf());
  const client = { ...double.client, clientSecret: 'shpss_another' };
  expect(await tokens.get(connectionOf({ client }))).toEqual({
    kind: 'unauthorized',
    code: 'grant-http-400',
  });
  await tokens.get(connectionOf({ shop: 'another.myshopify.com' }));
  expect(double.tokensGiven()).toBe(2);
});

test.each(['shpat_', 'shpca_', 'shppa_'])(
  'a secret that begins with %s is a token itself',
  async (prefix) => {
    await double.stop();
    const client = { clientId: 'app', clientSecret: `${prefix}of-the-test` };
    double = await startShopifyShop({ client });
    expect((await probe(connectionOf({ client }))).kind).toBe('found');
    expect(double.requests().map(({ path }) => path)).toEqual(['/admin/oauth/access_scopes.json']);

    const wrong = { ...client, clientSecret: `${prefix}withdrawn` };
    expect(await probe(connectionOf({ client: wrong }))).toMatchObject({ because: 'misconfigured' });
  },
);

test.each([
  [{ status: 400 } as const, { kind: 'unauthorized', code: 'grant-http-400' }],
  [{ status: 429 } as const, { kind: 'unavailable', code: 'grant-http-429' }],
  [{ status: 503 } as const, { kind: 'unavailable', code: 'grant-http-503' }],
  ['html' as const, { kind: 'unavailable', code: 'grant-unreadable' }],
  ['reset' as const, { kind: 'unavailable', code: 'connection-failed' }],
])('without a token because of %o the shop waits', async (fault, reading) => {
  double.misbehaveAlways(fault);
  expect(await tokens.get(connectionOf())).toEqual(reading);
  double.misbehaveAlways(undefined);
  expect((await tokens.get(connectionOf())).kind).toBe('token');
});

test('no line holds a token or a secret', async () => {
  await probe();
  double.misbehaveAlways({ status: 401 });
  await probe();
  expect(telemetry.lines.join()).not.toMatch(/shpat_|shpss_/);
});
