import { afterEach, beforeEach, expect, test } from 'vitest';
import { aConnection } from '../../../test/support/builders/a-connection.ts';
import { startBigCommerceStore } from '../../../test/support/doubles/bigcommerce-store/bigcommerce-store.ts';
import {
  type ShopifyAdminDouble,
  startShopifyAdminDouble,
} from '../../../test/support/doubles/shopify-admin-double.ts';
import { startOperatedAdapter } from '../../../test/support/harness/operated-adapter.ts';

const ADDRESS = 'https://abc.execute-api.ap-northeast-2.amazonaws.com';
const TOKEN = 'shpat_0123456789';

let adapter: Awaited<ReturnType<typeof startOperatedAdapter>>;
let shop: ShopifyAdminDouble;

beforeEach(async () => {
  shop = await startShopifyAdminDouble(TOKEN);
  adapter = await startOperatedAdapter({ main: aConnection() }, { ADAPTER_URL: ADDRESS });
});

afterEach(async () => {
  await adapter.stop();
  await shop.stop();
});

const run = (action: string, environment: Record<string, string> = {}, more: readonly string[] = []) =>
  adapter.run(
    ['webhooks', 'shopify', action, '--connection', 'main', ...more],
    {},
    { SHOPIFY_ADMIN_URL: shop.url, SHOPIFY_ACCESS_TOKEN: TOKEN, ...environment },
  );

const own = `${ADDRESS}/webhooks/shopify/main`;

test('register subscribes every topic, and a second time changes nothing', async () => {
  shop.subscriptions.push({ id: 'other', topic: 'ORDERS_PAID', uri: 'https://somebody.else/hook' });

  expect((await run('register')).exitCode).toBe(0);
  const { json, exitCode } = await run('register');

  expect(exitCode).toBe(0);
  expect(json).toMatchObject([
    { topic: 'ORDERS_CREATE', outcome: 'there already' },
    { topic: 'ORDERS_PAID', outcome: 'there already' },
    { topic: 'ORDERS_UPDATED', outcome: 'there already' },
    { topic: 'ORDERS_CANCELLED', outcome: 'there already' },
  ]);
  expect(shop.subscriptions.filter(({ uri }) => uri === own)).toHaveLength(4);
  expect(shop.subscriptions).toHaveLength(5);
});

test('register subscribes the topics of customers only if their profiles are sent', async () => {
  await adapter.stop();
  adapter = await startOperatedAdapter({ main: aConnection({ profiles: 'send' }) }, { ADAPTER_URL: ADDRESS });
  await run('register');

  expect(shop.subscriptions.map(({ topic }) => topic).sort()).toEqual([
    'CUSTOMERS_CREATE',
    'CUSTOMERS_EMAIL_MARKETING_CONSENT_UPDATE',
    'CUSTOMERS_ENABLE',
    'CUSTOMERS_MARKETING_CONSENT_UPDATE',
    'CUSTOMERS_UPDATE',
    'ORDERS_CANCELLED',
    'ORDERS_CREATE',
    'ORDERS_PAID',
    'ORDERS_UPDATED',
  ]);
});

test('register subscribes the topics of checkouts only if they are sent', async () => {
  await adapter.stop();
  adapter = await startOperatedAdapter({ main: aConnection({ carts: 'send' }) }, { ADAPTER_URL: ADDRESS });
  await run('register');

  const topics = shop.subscriptions.map(({ topic }) => topic);
  expect(topics).toHaveLength(6);
  expect(topics).toEqual(expect.arrayContaining(['CHECKOUTS_CREATE', 'CHECKOUTS_UPDATE']));
});

test('register creates the one that is missing', async () => {
  shop.subscriptions.push({ id: 'known', topic: 'ORDERS_PAID', uri: own });
  const { json } = await run('register');

  expect(json).toContainEqual({ topic: 'ORDERS_PAID', outcome: 'there already', id: 'known' });
  expect(shop.subscriptions.map(({ topic }) => topic).sort()).toEqual([
    'ORDERS_CANCELLED',
    'ORDERS_CREATE',
    'ORDERS_PAID',
    'ORDERS_UPDATED',
  ]);
});

test('a dry run says what would be subscribed or removed, and changes nothing', async () => {
  shop.subscriptions.push({ id: 'known', topic: 'ORDERS_PAID', uri: own });
  const registered = await run('register', {}, ['--dry-run']);
  const removed = await run('remove', {}, ['--dry-run']);

  expect(registered.json).toMatchObject([
    { topic: 'ORDERS_CREATE', dryRun: true, outcome: 'would be created', address: own },
    { topic: 'ORDERS_PAID', outcome: 'there already', id: 'known' },
    { topic: 'ORDERS_UPDATED', outcome: 'would be created' },
    { topic: 'ORDERS_CANCELLED', outcome: 'would be created' },
  ]);
  expect(removed.json).toEqual([
    { topic: 'ORDERS_PAID', dryRun: true, outcome: 'would be removed', id: 'known' },
  ]);
  expect(shop.subscriptions).toHaveLength(1);
  expect((await run('list', {}, ['--dry-run'])).exitCode).toBe(2);
});

test('list says which are ours, and remove deletes only those', async () => {
  shop.subscriptions.push({ id: 'other', topic: 'ORDERS_PAID', uri: 'https://somebody.else/hook' });
  await run('register');

  expect((await run('list')).json).toHaveLength(5);
  expect((await run('list')).json).toContainEqual(expect.objectContaining({ id: 'other', isOurs: false }));
  expect((await run('remove')).exitCode).toBe(0);
  expect(shop.subscriptions.map(({ id }) => id)).toEqual(['other']);
});

test('a wrong token, a shop that cannot be reached and no token at all have their own exit codes', async () => {
  const wrong = await run('register', { SHOPIFY_ACCESS_TOKEN: 'shpat_wrong' });
  expect(wrong).toMatchObject({ exitCode: 4 });
  expect(wrong.complaints.join()).toContain('does not accept the token');
  expect(wrong.complaints.join()).not.toContain('shpat_wrong');

  expect(await run('list', { SHOPIFY_ADMIN_URL: 'http://127.0.0.1:9' })).toMatchObject({ exitCode: 5 });
  expect(await run('list', { SHOPIFY_ACCESS_TOKEN: '' })).toMatchObject({ exitCode: 2 });
});

test('a refusal of the shop is printed in its own words', async () => {
  const here = await startOperatedAdapter({ main: aConnection() }, { ADAPTER_URL: 'http://127.0.0.1:3000' });
  const environment = { SHOPIFY_ADMIN_URL: shop.url, SHOPIFY_ACCESS_TOKEN: TOKEN };
  const { exitCode, complaints } = await here.run(
    ['webhooks', 'shopify', 'register', '--connection', 'main'],
    {},
    environment,
  );
  await here.stop();

  expect(exitCode).toBe(4);
  expect(complaints.join()).toContain('Address protocol http:// is not supported');
});

test.each([
  [['cafe24', 'register', '--connection', 'main'], 2],
  [['shopify', 'burn', '--connection', 'main'], 2],
  [['shopify', 'register'], 2],
  [['shopify', 'register', '--connection', 'gone'], 1],
])('webhooks %j ends with %i', async (args, exitCode) => {
  expect((await adapter.run(['webhooks', ...args])).exitCode).toBe(exitCode);
});

test('register switches on what the shop keeps but no longer sends, with the connection’s own token', async () => {
  const store = await startBigCommerceStore();
  await adapter.stop();
  const connection = aConnection({ source: 'bigcommerce', shop: store.hash, api: store.client });
  const settings = { ADAPTER_URL: ADDRESS, SHOP_API_BASE_URL: store.url };
  adapter = await startOperatedAdapter({ main: connection }, settings);
  const command = (action: string, ...more: string[]) =>
    adapter.run(['webhooks', 'bigcommerce', action, '--connection', 'main', ...more], {}, settings);

  expect((await command('register')).exitCode).toBe(0);
  const [first] = store.hooks;
  if (first === undefined) throw new Error('nothing was subscribed');
  store.hooks[0] = { ...first, is_active: false };
  const dry = await command('register', '--dry-run');
  expect(dry.json).toMatchObject([{ outcome: 'would be switched on' }, {}, {}, {}]);
  expect(store.hooks[0].is_active).toBe(false);
  const { json } = await command('register');

  expect(json).toMatchObject([
    { topic: 'store/order/created', outcome: 'switched on' },
    { topic: 'store/order/updated', outcome: 'there already' },
    { topic: 'store/order/archived', outcome: 'there already' },
    { topic: 'store/order/refund/created', outcome: 'there already' },
  ]);
  expect(store.hooks.every(({ is_active }) => is_active)).toBe(true);
  expect((await command('list')).json).toHaveLength(4);
  expect((await command('remove')).exitCode).toBe(0);
  expect(store.hooks).toEqual([]);
  await store.stop();
});

test('a platform whose webhooks are made by hand is pointed to its page', async () => {
  const { exitCode, complaints } = await adapter.run(['webhooks', 'imweb', 'list', '--connection', 'main']);

  expect(exitCode).toBe(2);
  expect(complaints.join()).toContain(
    'bigcommerce, shopify, shopline: for others docs/sources says what to click',
  );
});
