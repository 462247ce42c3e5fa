import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ShopifyShop, startShopifyShop } from '../../../infra/local/shop-double/shopify-shop.ts';
import { aConnection } from '../../../test/support/builders/a-connection.ts';
import { startOperatedAdapter } from '../../../test/support/harness/operated-adapter.ts';

let adapter: Awaited<ReturnType<typeof startOperatedAdapter>>;
let shop: ShopifyShop;

beforeAll(async () => {
  shop = await startShopifyShop();
  const main = aConnection({ poll: {}, api: shop.client });
  adapter = await startOperatedAdapter({ main }, { SHOP_API_BASE_URL: shop.url });
});

afterAll(async () => {
  await adapter.stop();
  await shop.stop();
});

async function shopIsRead(): Promise<unknown> {
  const { json } = await adapter.run(['doctor', '--json']);
  return json.find((line) => (line as { check: string }).check === 'shop is read');
}

test('doctor says whether a shop was ever polled, and what stopped the last poll', async () => {
  expect(await shopIsRead()).toEqual({
    connection: 'main',
    check: 'shop is read',
    state: 'warn',
    found: 'never polled',
    advice: 'adapter poll run --connection main',
  });

  shop.place({ at: Date.now() - 600_000 });
  const { complaints, exitCode } = await adapter.run(['poll', 'run', '--connection', 'main']);
  expect(exitCode).toBe(0);
  expect(complaints).toContain(
    'main was never polled: it begins at its since, or a few minutes ago. poll reset --from reaches further back.',
  );
  expect(await shopIsRead()).toMatchObject({ state: 'ok', found: 'read 0 minutes ago' });

  const { json } = await adapter.run(['logs', '--since', '1m']);
  expect(json).toMatchObject([{ message: 'Changed: poll run', connection: 'main', count: 1 }]);

  shop.misbehaveAlways({ status: 403 });
  await adapter.run(['poll', 'run', '--connection', 'main']);
  expect(await shopIsRead()).toMatchObject({ state: 'warn', advice: 'adapter poll status' });
});
