import { expect, test } from 'vitest';
import { sources } from '../sources/all-sources.ts';
import type { ShopApi } from '../sources/shop-api.ts';
import { authorize } from './shop-access.ts';

const none = () => Promise.resolve({ kind: 'unauthorized', code: 'no-tokens' } as const);
const ports = { tokens: { get: none, renew: none }, granted: { get: none, renew: none } };
const client = { clientId: 'key-1', clientSecret: 'a-secret' };

const withKey = (key: ShopApi['key']): ShopApi => ({
  origin: () => 'https://shop.example.com',
  pauseMs: () => 0,
  ...(key !== undefined && { key }),
});

test.each<[string, ShopApi, Record<string, string>]>([
  ['by HTTP Basic', withKey(undefined), { authorization: `Basic ${btoa('key-1:a-secret')}` }],
  [
    'as one token in a header of the platform’s own',
    withKey({ parts: 'token', headers: ({ clientSecret }) => ({ 'x-auth-token': clientSecret }) }),
    { 'x-auth-token': 'a-secret' },
  ],
  [
    'as two headers',
    withKey({
      parts: 'id-and-secret',
      headers: ({ clientId, clientSecret }) => ({ 'x-key': clientId, 'x-secret': clientSecret }),
    }),
    { 'x-key': 'key-1', 'x-secret': 'a-secret' },
  ],
])('a client’s own key goes along %s', async (_, api, headers) => {
  const connection = { connection: 'main', shop: 'shop.example.com', api, client };

  expect(await authorize(ports, connection)).toEqual({ kind: 'headers', headers });
});

test('Shopify sends the token of a client in its own header', () => {
  expect(sources.shopify.api?.grant?.headers('shpat_1')).toEqual({ 'x-shopify-access-token': 'shpat_1' });
});
