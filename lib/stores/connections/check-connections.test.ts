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

describe('the key of the shop’s API', () => {
  const text = (clientSecret: string) => ({ clientId: 'token', clientSecret });
  const of = (source: string, shop: string, key: typeof api, testOrders?: 'send') =>
    checkConnections({ main: aConnection({ source, shop, api: key, ...(testOrders && { testOrders }) }) });
  const imweb = 'S2025012450f7813d2ddau';
  const token = text('a-token-of-the-test');

  test.each([
    ['imweb', imweb, token, 'imweb takes a client id and a client secret'],
    ['woocommerce', 'shop.example.com', token, 'woocommerce takes a client id and a client secret'],
    ['shopify', 'example.myshopify.com', token, 'shopify takes a client id and a client secret'],
    ['shopline', 'example.myshopline.com', api, 'shopline takes an API token'],
    ['bigcommerce', 'abcde', api, 'bigcommerce takes an API token'],
    ['stripe-checkout', 'acct_1', text('pk_live_key-of-the-test'), 'expected a restricted key'],
    ['stripe-checkout', 'acct_1', text('whsec_key-of-the-test'), 'expected a restricted key'],
    ['stripe-checkout', 'acct_1', text('rk_test_key-of-the-test'), 'it needs "testOrders": "send"'],
  ])('of %s %s is refused if it cannot be one: %j', (source, shop, key, message) => {
    const found = of(source, shop, key).filter(({ path }) => path === 'main.api');

    expect(found.map((issue) => issue.message)).toEqual([expect.stringContaining(message)]);
    expect(JSON.stringify(found)).not.toContain('of-the-test');
  });

  test.each([
    ['imweb', imweb, api, undefined],
    ['shopify', 'example.myshopify.com', text(`shpat_${'0a'.repeat(16)}`), undefined],
    ['shopline', 'example.myshopline.com', token, undefined],
    ['stripe-checkout', 'acct_1', text('rk_live_key-of-the-test'), undefined],
    ['stripe-checkout', 'acct_1', text('rk_test_key-of-the-test'), 'send' as const],
  ])('of %s %s is taken if it may be one: %j', (source, shop, key, testOrders) => {
    expect(of(source, shop, key, testOrders).filter(({ path }) => path === 'main.api')).toEqual([]);
  });
});

test.each([
  ['imweb', 'myshop', api],
  ['cafe24', 'mall.cafe24.com', api],
  ['bigcommerce', 'shop.example.com', { ...api, clientId: 'token' }],
])('a shop of %s that is called %s could not be asked for its orders, polled or not', (source, shop, key) => {
  expect(pathsOf({ source, shop, api: key })).toEqual(['main.shop']);
  expect(pathsOf({ source, shop, api: key, poll: {} })).toEqual(['main.shop']);
});

test('without a secret a connection is told of the other way, if there is one', () => {
  const messageOf = (source: string) =>
    checkConnections({ main: aConnection({ source, shop: '1234', secrets: [], api }) })
      .filter(({ path }) => path === 'main.secrets')
      .map(({ message }) => message);

  expect(messageOf('shopby')).toEqual([expect.stringContaining('or "intake": "poll"')]);
  expect(messageOf('standard-webhooks')).toEqual(['needs at least one signing secret']);
});
