import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ShopifyShop, startShopifyShop } from '../../../infra/local/shop-double/shopify-shop.ts';
import { aConnection } from '../../../test/support/builders/a-connection.ts';
import { startBigCommerceStore } from '../../../test/support/doubles/bigcommerce-store/bigcommerce-store.ts';
import type { OperatorAccess } from '../operator-access.ts';
import { areWebhooksSeen, checkSubscriptions } from './check-subscriptions.ts';

const ADDRESS = 'https://abc.execute-api.ap-northeast-2.amazonaws.com';
const TOPICS = ['ORDERS_CREATE', 'ORDERS_PAID', 'ORDERS_UPDATED', 'ORDERS_CANCELLED'];

let shop: ShopifyShop;

beforeEach(async () => {
  shop = await startShopifyShop();
  for (const topic of TOPICS) {
    shop.webhooks.push({ id: topic, topic, uri: `${ADDRESS}/webhooks/shopify/main` });
  }
});
afterEach(() => shop.stop());

function connectionWith(changes: Parameters<typeof aConnection>[0]) {
  const { api, ...settings } = aConnection(changes);
  return { id: 'main', shop: settings, dfinery: settings.dfinery, api };
}

function check(
  at: { readonly url: string } = shop,
  connection: Parameters<typeof aConnection>[0] = { api: shop.client },
) {
  const access: Partial<OperatorAccess> = {
    config: { SHOP_API_BASE_URL: new URL(at.url) } as OperatorAccess['config'],
    address: () => ADDRESS,
  };
  return checkSubscriptions(access as OperatorAccess, connectionWith(connection));
}

test('all webhooks of a connection are there', async () => {
  expect(await check()).toEqual({ state: 'ok', found: 'all 4 are there' });
});

test('a missing one is named, with what to type; one of another address does not count', async () => {
  shop.webhooks.splice(1, 1, { id: 'other', topic: 'ORDERS_PAID', uri: 'https://somebody.else/hook' });

  expect(await check()).toEqual({
    state: 'warn',
    found: '1 of 4 are not there: ORDERS_PAID',
    advice: 'adapter webhooks shopify register --connection main',
  });
});

test('one that the shop keeps but no longer sends is missing', async () => {
  const store = await startBigCommerceStore();
  const topics = ['created', 'updated', 'archived', 'refund/created'];
  for (const [place, topic] of topics.entries()) {
    const destination = `${ADDRESS}/webhooks/bigcommerce/main`;
    store.hooks.push({ id: place + 1, scope: `store/order/${topic}`, destination, is_active: place !== 1 });
  }
  const found = await check(store, { source: 'bigcommerce', shop: store.hash, api: store.client });
  await store.stop();

  expect(found).toEqual({
    state: 'warn',
    found: '1 of 4 are not there: store/order/updated',
    advice: 'adapter webhooks bigcommerce register --connection main',
  });
});

test('a shop that does not answer is no missing webhook', async () => {
  shop.misbehaveAlways({ status: 503 });
  await expect(check()).rejects.toThrow('No access to the shop’s API: grant-http-503');
});

test.each([
  ['without a key', {}],
  ['that is polled alone', { intake: 'poll', poll: {} }],
  ['of a platform without an API for it', { source: 'woocommerce' }],
] as const)('a connection %s is not asked for', (_, changes) => {
  expect(areWebhooksSeen(connectionWith(changes))).toBe(false);
});
