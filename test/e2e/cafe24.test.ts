import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventLogId } from '../../lib/dfinery/event-log-id.ts';
import { createRandom } from '../simulation/random.ts';
import { type Sale, salesOf } from '../support/builders/cafe24-sales.ts';
import type { Cafe24Double } from '../support/doubles/cafe24-double/cafe24-double.ts';
import type { Step } from '../support/doubles/cafe24-double/script.ts';
import { type Cafe24Stack, startCafe24Stack, TELLTALE } from '../support/harness/cafe24-stack.ts';
import { metricsIn } from '../support/reading/metrics-in-logs.ts';

const SEED = 20261124;
const ORDERS_PER_MALL = 80;

const random = createRandom(SEED);
let shops: Cafe24Stack<'onemall' | 'twomall'>;
let malls: readonly Cafe24Double[];

beforeAll(async () => {
  // The bucket drains faster than Cafe24's two a second, to save minutes.
  shops = await startCafe24Stack(['onemall', 'twomall'], { bucket: { drainPerSecond: 30 } });
  malls = Object.values(shops.malls);
});

afterAll(() => shops.stop());

async function deliverAll(webhooks: readonly { readonly mall: Cafe24Double; readonly body: string }[]) {
  const rest = [...webhooks];
  const sender = async (): Promise<void> => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
      expect(await shops.deliver(next.mall, next.body)).toMatchObject({ status: 200 });
    }
  };
  await Promise.all(Array.from({ length: 8 }, sender));
}

const count = (name: string, reason?: string): number =>
  metricsIn(shops.stack.functions.logs())(name, reason);

function shuffled<Value>(values: readonly Value[]): Value[] {
  return values
    .map((value) => ({ value, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

const passes = (count: number): Step[] => Array.from({ length: count }, () => ({ pass: true }));
const faults: readonly Step[] = [
  { status: 429, headers: { 'x-cafe24-call-remain': '1' } },
  { status: 500 },
  { status: 404 },
  { status: 503, body: '<html></html>' },
  { fault: 'reset' },
  { fault: 'not-json' },
  { status: 429 },
  { fault: 'hang' },
];

interface MallSale extends Sale {
  readonly mall: Cafe24Double;
}

let sales: MallSale[];

/** Delivers the webhooks in three parts; after each of the first two, every access token ends early. */
async function sell(): Promise<void> {
  const webhooks = shuffled(
    sales.flatMap(({ mall, webhooks: bodies }) => bodies.map((body) => ({ mall, body }))),
  );
  const third = Math.ceil(webhooks.length / 3);
  for (const mall of malls) mall.play(...faults.flatMap((fault) => [...passes(4), fault]));
  for (const part of [0, 1, 2]) {
    await deliverAll(webhooks.slice(part * third, (part + 1) * third));
    for (const mall of malls) {
      // Everybody has used the tokens of last time.
      await expect.poll(() => mall.tokensGiven()).toBe(part + 1);
      if (part === 2) continue;
      if (part === 0) mall.play({ on: 'token', status: 503 });
      mall.play({ on: 'token', pass: true, delayMs: 300 });
      mall.expireAccess();
      mall.pourElsewhere(40);
    }
    if (part > 0) continue;
    await expect.poll(() => count('FetchKept', 'unpaid')).toBeGreaterThan(0);
    for (const { mall, order } of sales) mall.putOrder(order);
  }
}

const isPaid = ({ paidBy }: Sale): boolean => paidBy !== 'nobody';

test('Every paid order of two malls reaches its own Dfinery service once, whatever their API does', async () => {
  sales = malls.flatMap((mall) =>
    salesOf(mall.mall, ORDERS_PER_MALL, random).map((sale) => ({ mall, ...sale })),
  );
  for (const { mall, order, isLate } of sales) mall.putOrder(isLate ? { ...order, paid: 'F' } : order);
  for (const mall of malls) expect(await shops.authorize(mall)).toBe(0);

  await sell();
  await expect.poll(() => shops.waiting()).toBe(0);

  const arrived = (shops.stack.dfinery?.events() ?? []).map(({ serviceId, identity, event }) => ({
    id: event.event_log_id,
    serviceId,
    identity,
    orderId: event.event_properties?.['df_order_id'],
    total: event.event_properties?.['df_total_purchase_amount'],
  }));
  const wanted = sales.filter(isPaid).map(({ mall, orderId, identity, total }) => ({
    id: eventLogId({ source: 'cafe24', shop: mall.mall, kind: 'purchase', subjectKey: orderId, part: 1 }),
    serviceId: `service-of-${mall.mall}`,
    identity,
    orderId,
    total,
  }));
  expect(wanted.length).toBeGreaterThan(100);
  expect(arrived.toSorted(byId)).toEqual(wanted.toSorted(byId));
});

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => a.id.localeCompare(b.id);

test('Meanwhile the API failed in every way, and two instances worked', () => {
  for (const { calls } of malls) {
    const statuses = new Set(calls.map(({ status }) => status));
    expect(statuses).toEqual(new Set([200, 302, 401, 404, 429, 500, 503, undefined]));
  }
  expect(shops.stack.functions.pids('fetch-orders').length).toBeGreaterThanOrEqual(2);
});

test('Tokens were issued once for the authorization and once for each time they ended', () => {
  for (const mall of malls) expect(mall.tokensGiven()).toBe(3);
});

test('No order was asked for more often than its webhooks and the failures of the API required', () => {
  const given = ({ mall, orderId }: MallSale, isGiven = true) =>
    mall.calls.filter(({ path, status }) => path.endsWith(orderId) && (status === 200) === isGiven).length;

  for (const sale of sales.filter((candidate) => !isPaid(candidate))) {
    // Only those that a webhook called paid in part.
    if (sale.named === 0) expect([given(sale), given(sale, false)]).toEqual([0, 0]);
  }
  // Orders not yet paid in the API were asked for again, and one answer of each mall was not JSON.
  const punctual = sales.filter(({ isLate }) => !isLate);
  const excess = punctual.map((sale) => Math.max(0, given(sale) - sale.named));
  // SQS may hand out once more what is done.
  const { records, messages } = shops.stack.handedOut.fetches;
  const redelivered = records() - count('FetchKept') - messages();
  expect(excess.reduce((total, more) => total + more, 0)).toBeLessThanOrEqual(2 + redelivered);
});

test('All accounts balance', async () => {
  const sum = (...names: string[]) => names.reduce((total, name) => total + count(name), 0);
  const webhooks = sales.flatMap((sale) => sale.webhooks).length;
  const answers = malls.flatMap(({ calls }) => calls);

  const { events, fetches } = shops.stack.handedOut;

  // What a function wrote last may come a moment after its answer.
  await expect
    .poll(() =>
      sum('EventSent', 'EventDuplicate', 'EventSuperseded', 'EventUntold', 'EventDead', 'EventKept'),
    )
    .toBe(events.records());
  expect(count('DeliveryReceived')).toBe(webhooks);
  expect(webhooks).toBe(
    sum('DeliveryAccepted', 'DeliveryKnown', 'DeliveryIgnored', 'DeliveryParked', 'DeliveryRefused'),
  );
  expect(count('FetchQueued')).toBe(sales.reduce((total, { named }) => total + named, 0));
  expect(count('FetchQueued')).toBe(fetches.messages());
  expect(fetches.records()).toBe(
    sum('FetchDone', 'FetchIgnored', 'FetchParked', 'FetchDuplicate', 'FetchDead', 'FetchKept'),
  );
  expect(count('EventQueued')).toBe(events.messages());
  expect(count('EventSent')).toBe(sales.filter(isPaid).length);
  // Every order that the API gave was taken, or was not paid, or not yet.
  const found = count('FetchDone') + count('FetchKept', 'unpaid') + count('FetchIgnored', 'unpaid');
  // A request reset on a reused socket is repeated at once.
  const asked = answers.filter(({ path }) => path.includes('/orders/')).length;
  const resets = asked - found - count('ShopRequest');
  expect(resets).toBeGreaterThanOrEqual(0);
  expect(resets).toBeLessThanOrEqual(2);
  expect(count('TokenRefresh')).toBe(answers.filter(({ path }) => path.endsWith('/token')).length - 2);
});

test('What all functions logged of it names orders, but no person, no token and no secret', () => {
  const logs = shops.stack.functions.logs();

  expect(logs).toContain('"message":"Order queued"');
  expect(logs).toContain(sales[0]?.orderId);
  expect(logs.split('\n').filter((line) => TELLTALE.test(line))).toEqual([]);
});
