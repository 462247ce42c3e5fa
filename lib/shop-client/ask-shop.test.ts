import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../model/errors.ts';
import { api as cafe24Api } from '../sources/cafe24/api.ts';
import { cafe24 } from '../sources/cafe24/source.ts';
import type { ApiRequest, ShopApi } from '../sources/shop-api.ts';
import { api as woocommerceApi } from '../sources/woocommerce/api.ts';
import { woocommerce } from '../sources/woocommerce/source.ts';
import { addressOf } from './ask-shop.ts';

/** Every request to the API of a shop, with ids that try to lead elsewhere. */
const requests: Readonly<Record<string, (shop: string, id: string) => readonly ApiRequest[]>> = {
  [woocommerce.id]: (shop, id) => [
    woocommerceApi.refunds.request({ orderId: id, refundId: id, taxesIncluded: true }, shop),
    woocommerceApi.probe(shop),
  ],
  [cafe24.id]: (_, id) => [
    cafe24Api.orders.request({ orderId: id, parameters: { shop_no: id } }),
    cafe24Api.products.request({ productId: id, parameters: { shop_no: id } }),
    cafe24Api.oauth.refreshRequest({ clientId: id, clientSecret: id }, id),
  ],
};
const apis: Readonly<Record<string, ShopApi>> = { [woocommerce.id]: woocommerceApi, [cafe24.id]: cafe24Api };

/** Shops as an operator could write them: hosts, addresses, and what can be mistaken for one. */
const shopText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'https://',
        '//',
        '/',
        '\\',
        '@',
        ':',
        ':9',
        '.',
        '..',
        '%2f',
        '?',
        '#',
        'shop',
        'example.com',
        'evil.com',
      ),
      fc.constantFrom('mall', 'kr', '\t', '\n', ' ', '127.0.0.1', '[::1]', 'ｅ', ';', 'http:'),
    ),
    { minLength: 1, maxLength: 7 },
  )
  .map((parts) => parts.join(''));
const examples: [string, string][] = [
  ['https://shop.example.com//evil.com', '1'],
  ['https://shop.example.com//127.0.0.1:9/x', '1'],
  ['https://shop.example.com/\\evil.com', '1'],
  ['shop.example.com/@evil.com', '1'],
];

describe.each(Object.entries(apis))('the API of %s', (id, api) => {
  test('is asked on the host of its origin, whatever the shop is named and whatever the ids are', () => {
    fc.assert(
      fc.property(shopText, fc.oneof(fc.string(), shopText), (shop, orderId) => {
        const origin = originOf(api, shop);
        if (origin === undefined) return;
        for (const request of requests[id]?.(shop, orderId) ?? []) {
          expect(addressOf({ api, shop }, request).origin).toBe(origin);
          expect(addressOf({ api, shop }, request, new URL('http://127.0.0.1:9')).origin).toBe(
            'http://127.0.0.1:9',
          );
        }
      }),
      { examples, numRuns: 2_000 },
    );
  });
});

test('a request keeps its path and its query', () => {
  const [request] = requests[woocommerce.id]?.('https://example.com/kr/', '7') ?? [];
  if (request === undefined) throw new Error('There is no request');

  expect(addressOf({ api: woocommerceApi, shop: 'https://example.com/kr/' }, request).href).toBe(
    'https://example.com/kr/wp-json/wc/v3/orders/7/refunds/7',
  );
});

function originOf(api: ShopApi, shop: string): string | undefined {
  try {
    return api.origin(shop);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}
