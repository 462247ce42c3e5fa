import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ShopifyShop, startShopifyShop } from '../../../infra/local/shop-double/shopify-shop.ts';
import { aConnection } from '../../../test/support/builders/a-connection.ts';
import { startOperatedAdapter } from '../../../test/support/harness/operated-adapter.ts';
import { toDay } from './read-range.ts';

const DAY_MS = 24 * 60 * 60_000;

let shop: ShopifyShop;
let adapter: Awaited<ReturnType<typeof startOperatedAdapter>>;

beforeAll(async () => {
  shop = await startShopifyShop({ largestPage: 2 });
  const connections = { main: aConnection({ api: shop.client }) };
  adapter = await startOperatedAdapter(connections, { SHOP_API_BASE_URL: shop.url });
});

afterAll(async () => {
  await adapter.stop();
  await shop.stop();
});

function run(...args: readonly string[]) {
  const [from, to] = [toDay(Date.now() - 2 * DAY_MS), toDay(Date.now() - DAY_MS)];
  return adapter.run(['reconcile', '--connection', 'main', '--from', from, '--to', to, '--json', ...args]);
}

test('the shop is asked for its list, and only what it placed in the range counts', async () => {
  const placed = [1, 1.25, 1.5, 5].map((days) => shop.place({ at: Date.now() - days * DAY_MS }));
  const early = placed.at(-1) ?? '';
  shop.touch(early);
  shop.refund(placed[0] ?? '', '1.00');

  const { json, exitCode } = await run('--repair');
  const orders = json.flatMap((line) => (line as { orderId?: string }).orderId ?? []);
  expect(orders.sort()).toEqual(placed.slice(0, -1).sort());
  expect(json.at(-1)).toMatchObject({ lists: { shop: { orders: 3 }, ledger: { orders: 0 } } });
  expect(exitCode).toBe(6);
});

test('a shop that answers nothing is no shop without orders', async () => {
  shop.misbehaveAlways({ status: 401 });
  const { exitCode, printed, complaints } = await run();
  shop.misbehaveAlways(undefined);

  expect(exitCode).toBe(5);
  expect(printed).toEqual([]);
  expect(complaints.join('\n')).toContain('cannot be read');
});
