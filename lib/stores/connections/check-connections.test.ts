import { describe, expect, test } from 'vitest';
import { aConnection } from '../../../test/support/builders/a-connection.ts';
import { checkConnections } from './check-connections.ts';

const api = { clientId: 'ck_key-of-the-test', clientSecret: 'cs_secret-of-the-test' };
const woocommerce = { source: 'woocommerce', shop: 'shop.example.com' } as const;

const pathsOf = (changes: Parameters<typeof aConnection>[0]): string[] =>
  checkConnections({ main: aConnection(changes) }).map(({ path }) => path);

describe('lines of refunds are fetched', () => {
  test.each([
    ['a host', 'shop.example.com'],
    ['an address', 'https://example.com/kr/'],
  ])('where there is a key and the shop is %s', (_, shop) => {
    expect(pathsOf({ ...woocommerce, shop, api, refundLines: 'fetch' })).toEqual([]);
  });

  test.each([
    ['without a key', { ...woocommerce }, 'main.api'],
    ['where the shop is a plain name', { ...woocommerce, shop: 'main', api }, 'main.shop'],
    [
      'where the shop is not asked over HTTPS',
      { ...woocommerce, shop: 'http://example.com', api },
      'main.shop',
    ],
    ['where deliveries tell them', { source: 'shopify', api }, 'main.refundLines'],
    ['where orders are fetched whole', { source: 'cafe24', shop: 'mall', api }, 'main.refundLines'],
  ])('but not %s', (_, changes, path) => {
    expect(pathsOf({ ...changes, refundLines: 'fetch' })).toEqual([path]);
  });

  test('and where the shop has no name it is the connection’s id, which is no host', () => {
    const { shop: _, ...nameless } = aConnection({ ...woocommerce, api, refundLines: 'fetch' });

    expect(checkConnections({ main: nameless }).map(({ path }) => path)).toEqual(['main.shop']);
  });
});

test('a key is needed only where something could not be done without', () => {
  expect(pathsOf(woocommerce)).toEqual([]);
  expect(pathsOf({ ...woocommerce, api })).toEqual([]);
  expect(pathsOf({ source: 'cafe24', shop: 'mall' })).toEqual(['main.api']);
});
