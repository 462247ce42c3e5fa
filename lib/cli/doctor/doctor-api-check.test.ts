import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type ShopifyShop,
  type ShopifyShopOptions,
  startShopifyShop,
} from '../../../infra/local/shop-double/shopify-shop.ts';
import { aConnection } from '../../../test/support/builders/a-connection.ts';
import type { OperatorAccess } from '../operator-access.ts';
import { checkApi, isApiAsked } from './doctor-api-check.ts';

let double: ShopifyShop;

async function start(options: ShopifyShopOptions = {}): Promise<void> {
  await double.stop();
  double = await startShopifyShop(options);
}

beforeEach(async () => {
  double = await startShopifyShop();
});
afterEach(() => double.stop());

type Changes = Parameters<typeof aConnection>[0];

function connectionWith(changes: Changes) {
  const { api, ...shop } = aConnection(changes);
  return { id: 'main', shop, dfinery: shop.dfinery, api };
}

function check(changes: Changes = {}) {
  const access = { config: { SHOP_API_BASE_URL: new URL(double.url) } } as Partial<OperatorAccess>;
  return checkApi(access as OperatorAccess, connectionWith({ api: double.client, poll: {}, ...changes }));
}

test('the API of a shop with whole webhooks is asked only if it is polled', () => {
  expect(isApiAsked(connectionWith({}))).toBe(false);
  expect(isApiAsked(connectionWith({ api: double.client }))).toBe(false);
  expect(isApiAsked(connectionWith({ api: double.client, poll: {} }))).toBe(true);
});

test('nothing is hidden from an app with all scopes', async () => {
  for (let count = 0; count < 6; count += 1) double.place();
  expect(await check({ profiles: 'send' })).toMatchObject({ state: 'ok' });
});

describe('it warns of what is hidden:', () => {
  test.each([
    ['all orders', ['read_all_orders', 'read_customers']],
    ['60 days', ['read_orders', 'read_customers']],
    ['customers', ['read_orders', 'read_all_orders']],
  ])('%s', async (words, scopes) => {
    await start({ scopes });
    const { state, found, advice } = await check({ profiles: 'send' });

    // Without read_orders the list itself is refused.
    expect(state).toBe(scopes.includes('read_orders') ? 'warn' : 'fail');
    expect(scopes.includes('read_orders') ? found : words).toContain(words);
    expect(advice).toBeDefined();
  });

  test('buyers, if no order has one', async () => {
    for (let number = 1; number <= 6; number += 1) {
      const id = double.place();
      const hidden = { email: null, contact_email: null, phone: null, customer: null, billing_address: null };
      double.put({ ...double.orderBody(id), ...hidden });
    }
    expect(await check()).toMatchObject({
      state: 'warn',
      found: expect.stringContaining('of buyers') as string,
    });
  });
});

test('customers are not missed where they are not wanted', async () => {
  await start({ scopes: ['read_orders', 'read_all_orders'] });
  expect((await check()).state).toBe('ok');
});

test('a wrong secret fails, and is not quoted', async () => {
  const clientSecret = 'shpss_not-of-this-app';
  const result = await check({ api: { ...double.client, clientSecret } });

  expect(result).toMatchObject({ state: 'fail', found: 'grant-http-400' });
  expect(JSON.stringify(result)).not.toContain(clientSecret);
});

test('a shop that is ill fails', async () => {
  double.misbehaveAlways({ status: 503 });
  expect(await check()).toMatchObject({ state: 'fail', found: 'grant-http-503' });
});
