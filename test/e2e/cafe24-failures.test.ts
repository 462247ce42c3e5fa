import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ScheduledEvent, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { sealTokens } from '../../lib/stores/tokens/seal-tokens.ts';
import { createTokenStore } from '../../lib/stores/tokens/token-store.ts';
import { fetchRecords, type NamedOrder } from '../support/builders/a-fetch.ts';
import { cafe24Order, webhookOf } from '../support/builders/cafe24-sales.ts';
import { QUEUE_TIME } from '../support/builders/queue-records.ts';
import type { Cafe24Double } from '../support/doubles/cafe24-double/cafe24-double.ts';
import { type Cafe24Stack, startCafe24Stack, TELLTALE } from '../support/harness/cafe24-stack.ts';
import { metricsIn } from '../support/reading/metrics-in-logs.ts';

const DAY_MS = 24 * 60 * 60_000;

let shops: Cafe24Stack<'mainmall' | 'latemall'>;
let mall: Cafe24Double;

beforeAll(async () => {
  shops = await startCafe24Stack(['mainmall', 'latemall']);
  mall = shops.malls.mainmall;
  expect(await shops.authorize(mall)).toBe(0);
});

afterAll(() => shops.stop());

const count = (name: string, reason?: string) => metricsIn(shops.stack.functions.logs())(name, reason);

/** The order numbers that reached Dfinery, in order. */
const sent = () =>
  (shops.stack.dfinery?.events() ?? []).map(({ event }) => event.event_properties?.['df_order_id']);

const idle = () => expect.poll(() => shops.waiting()).toBe(0);

/** Hands orders to the fetching function like an event source mapping. */
async function invokeFetch(orders: readonly NamedOrder[]) {
  const records = fetchRecords(orders.map((order) => ({ connection: mall.mall, ...order })));
  const outcome = await shops.stack.functions.fetch({ Records: records } as unknown as SQSEvent);
  return outcome.kind === 'response' ? (JSON.parse(outcome.body) as unknown) : outcome;
}

const ALL_DONE = { batchItemFailures: [] };

test('One of two instances refreshes, and the other uses its token', async () => {
  const orders = ['20261124-0001001', '20261124-0001002', '20261124-0001003', '20261124-0001004'] as const;
  for (const orderId of orders) mall.putOrder(cafe24Order(orderId));
  const [first, second, third, fourth] = orders;
  // Both remember the valid token.
  const held = Promise.withResolvers<undefined>();
  mall.play({ pass: true, until: held.promise }, { pass: true, until: held.promise });
  const warm = [invokeFetch([{ orderId: first }]), invokeFetch([{ orderId: second }])];
  await expect.poll(() => mall.fetchesOf(first) + mall.fetchesOf(second)).toBe(2);
  held.resolve(undefined);
  expect(await Promise.all(warm)).toEqual([ALL_DONE, ALL_DONE]);
  const given = mall.tokensGiven();

  mall.expireAccess();
  const before = mall.calls.length;
  const refused = () => mall.calls.slice(before).filter(({ status }) => status === 401).length;
  const bothRefused = Promise.withResolvers<undefined>();
  mall.play({ on: 'token', pass: true, until: bothRefused.promise });
  const fetched = [invokeFetch([{ orderId: third }]), invokeFetch([{ orderId: fourth }])];
  await expect.poll(refused).toBe(2);
  bothRefused.resolve(undefined);

  expect(await Promise.all(fetched)).toEqual([ALL_DONE, ALL_DONE]);
  expect(mall.tokensGiven()).toBe(given + 1);
  expect(mall.calls.slice(before).filter(({ path }) => path.endsWith('/token'))).toHaveLength(1);
  await idle();
  expect(sent().sort()).toEqual([...orders]);
});

test('Orders of a shop without authorization wait, with an alarm, until a person authorizes it', async () => {
  const late = shops.malls.latemall;
  const orders = ['20261124-0002001', '20261124-0002002', '20261124-0002003'];
  for (const orderId of orders) late.putOrder(cafe24Order(orderId));
  for (const orderId of orders) {
    const delivered = await shops.deliver(late, webhookOf(late.mall, orderId));
    expect(delivered).toEqual({ status: 200, answer: { status: 'queued', fetches: 1 } });
  }

  await expect.poll(() => count('FetchKept', 'misconfigured')).toBeGreaterThan(3);
  expect(shops.stack.functions.logs()).toContain('"code":"not-authorized"');
  expect(late.calls).toEqual([]);
  const found = async (name: string) =>
    (await shops.run(['doctor'])).printed.filter((line) => line.includes(`${name}: shop’s API`)).join();
  expect(await found('latemall')).toMatch(
    /^fail .*not authorized\n.*→ adapter connection authorize latemall/,
  );
  expect(await found('mainmall')).toMatch(/^ok /);

  expect(await shops.authorize(late)).toBe(0);
  await idle();
  expect(sent()).toEqual(expect.arrayContaining(orders));
  expect(await found('latemall')).toMatch(/^ok .*authorized, tokens of 20/);
});

test('Each unreadable order is parked, and a replay brings it once it can be read', async () => {
  const orders = ['20261124-0003001', '20261124-0003002', '20261124-0003003'];
  const [bare, ...unknown] = orders;
  mall.putOrder({ ...cafe24Order(orders[0] ?? ''), items: null });
  // The same bytes for two orders, without an order in them.
  mall.play({ status: 200, body: { orders: [] } }, { status: 200, body: { orders: [] } });
  expect(await invokeFetch(unknown.map((orderId) => ({ orderId })))).toEqual(ALL_DONE);
  await shops.deliver(mall, webhookOf(mall.mall, bare ?? ''));
  await idle();
  await expect.poll(() => count('FetchParked')).toBe(3);

  const parked = async () =>
    (await shops.run(['parked', 'list'])).printed.map((line) => JSON.parse(line) as ParkedLine);
  const found = await parked();
  expect(found.map(({ reference }) => reference.orderId).sort()).toEqual(orders);
  expect(found.flatMap(({ issues }) => issues.map(({ path }) => path)).sort()).toEqual([
    'items',
    'order',
    'order',
  ]);
  const shown = await shops.run(['parked', 'show', found.find(isOf(bare))?.key ?? '']);
  expect(shown.printed.join()).not.toMatch(TELLTALE);

  for (const orderId of unknown) mall.putOrder(cafe24Order(orderId));
  expect((await shops.run(['parked', 'replay', '--all'])).exitCode).toBe(0);
  await idle();
  expect(sent()).toEqual(expect.arrayContaining(unknown));
  // A delivery that still cannot be read is parked again, and the replay does not remove it.
  const left = await parked();
  expect(left.map(({ reference }) => reference.orderId)).toEqual([bare]);

  mall.putOrder(cafe24Order(bare ?? ''));
  await shops.run(['parked', 'replay', left[0]?.key ?? '']);
  await idle();
  expect(sent()).toEqual(expect.arrayContaining(orders));
  expect(await parked()).toEqual([]);
});

interface ParkedLine {
  readonly key: string;
  readonly reference: { readonly orderId: string };
  readonly issues: readonly { readonly path: string }[];
}

const isOf = (orderId: string | undefined) => (line: ParkedLine) => line.reference.orderId === orderId;

test('An order that the shop has not known for a day is dead, and a redrive brings it once the shop knows it', async () => {
  const orderId = '20261124-0004001';
  const ageMs = QUEUE_TIME - (Date.now() - 2 * DAY_MS);
  expect(await invokeFetch([{ orderId, ageMs }])).toEqual(ALL_DONE);

  const letters = async (...args: string[]) =>
    (await shops.run(['dead-letters', ...args, '--queue', 'fetches'])).printed.map(
      (line) => JSON.parse(line) as unknown,
    );
  await expect.poll(() => count('FetchDead', 'not-found')).toBe(1);
  expect(await letters('list', '--each')).toMatchObject([{ cause: 'not-found', code: 'http-404', orderId }]);
  mall.putOrder(cafe24Order(orderId));
  expect(await letters('redrive', '--yes')).toMatchObject([{ redriven: 1 }]);

  await idle();
  expect(sent()).toContain(orderId);
  expect(await letters('list', '--each')).toEqual([]);
});

test('Tokens that were idle for days are refreshed, even behind those of a connection that is gone', async () => {
  const dynamoDb = new DynamoDBClient(localClientSettings(shops.stack.tables.endpoint));
  const options = { dynamoDb, table: shops.stack.tables.tokens, budgetMs: 30_000 };
  const old = createTokenStore({ ...options, now: () => Date.now() - 5 * DAY_MS });
  const tokens = mall.grant();
  const sealed = sealTokens(
    {
      accessToken: tokens.accessToken,
      accessExpiresAt: tokens.accessExpiresAt.toISOString(),
      refreshToken: tokens.refreshToken,
      refreshExpiresAt: tokens.refreshExpiresAt.toISOString(),
    },
    { connection: mall.mall, clientSecret: mall.client.clientSecret },
  );
  // Some come first, whatever the order of the table.
  for (let gone = 1; gone <= 20; gone += 1) await old.put(`gone-${gone}`, sealed);
  await old.put(mall.mall, sealed);
  const given = mall.tokensGiven();
  const late = shops.malls.latemall.tokensGiven();

  const began = Date.now();

  const outcome = await shops.stack.functions.refreshTokens({} as ScheduledEvent);

  expect(outcome.kind).toBe('response');
  expect([mall.tokensGiven(), shops.malls.latemall.tokensGiven()]).toEqual([given + 1, late]);
  const stored = await createTokenStore({ ...options, now: Date.now }).read(mall.mall);
  expect(stored?.changedAt).toBeGreaterThanOrEqual(began);
  dynamoDb.destroy();
  const orderId = '20261124-0005001';
  mall.putOrder(cafe24Order(orderId));
  await shops.deliver(mall, webhookOf(mall.mall, orderId));
  await idle();
  expect(sent()).toContain(orderId);
});

test('What all functions logged of it holds no person, no token and no secret', () => {
  const logs = shops.stack.functions.logs();

  expect(logs).toContain('Tokens refreshed');
  expect(logs).toContain('Order parked');
  expect(logs.split('\n').filter((line) => TELLTALE.test(line))).toEqual([]);
});
