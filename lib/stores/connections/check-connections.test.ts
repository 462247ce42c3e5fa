import { describe, expect, test } from 'vitest';
import { aConnection } from '../../../test/support/builders/a-connection.ts';
import { checkConnections } from './check-connections.ts';

const api = { clientId: 'ck_key-of-the-test', clientSecret: 'cs_secret-of-the-test' };
const woocommerce = { source: 'woocommerce', shop: 'shop.example.com' } as const;

const pathsOf = (changes: Parameters<typeof aConnection>[0]): string[] =>
  checkConnections({ main: aConnection(changes) }).map(({ path }) => path);

describe('refund lines can be fetched', () => {
  test.each([
    ['a host', 'shop.example.com'],
    ['an address', 'https://example.com/kr/'],
  ])('if there is a key and the shop is %s', (_, shop) => {
    expect(pathsOf({ ...woocommerce, shop, api, refundLines: 'fetch' })).toEqual([]);
  });

  test.each([
    ['without a key', { ...woocommerce }, 'main.api'],
    ['if the shop is a plain name', { ...woocommerce, shop: 'main', api }, 'main.shop'],
    ['if the shop does not use HTTPS', { ...woocommerce, shop: 'http://example.com', api }, 'main.shop'],
    ['if deliveries contain them', { source: 'shopify', api }, 'main.refundLines'],
    ['if orders are fetched whole', { source: 'cafe24', shop: 'mall', api }, 'main.refundLines'],
  ])('but not %s', (_, changes, path) => {
    expect(pathsOf({ ...changes, refundLines: 'fetch' })).toEqual([path]);
  });

  test('but not if the shop is left out: the connection’s id stands in, and is not a host', () => {
    const { shop: _, ...nameless } = aConnection({ ...woocommerce, api, refundLines: 'fetch' });

    expect(checkConnections({ main: nameless }).map(({ path }) => path)).toEqual(['main.shop']);
  });
});

test('a key is needed only if something has to be fetched', () => {
  expect(pathsOf(woocommerce)).toEqual([]);
  expect(pathsOf({ ...woocommerce, api })).toEqual([]);
  expect(pathsOf({ source: 'cafe24', shop: 'mall' })).toEqual(['main.api']);
});

test('Shopify needs a key only to be polled, and then its shop’s own name', () => {
  const shopify = { source: 'shopify', shop: 'example.myshopify.com' } as const;
  expect(pathsOf(shopify)).toEqual([]);
  expect(pathsOf({ ...shopify, poll: {} })).toEqual(['main.api']);
  expect(pathsOf({ ...shopify, poll: {}, api })).toEqual([]);
  expect(pathsOf({ ...shopify, shop: 'shop.example.com', poll: {}, api })).toEqual(['main.shop']);
});
