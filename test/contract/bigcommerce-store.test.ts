import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAskShop } from '../../lib/shop-client/ask-shop.ts';
import { fetchFromShop } from '../../lib/shop-client/fetch-from-shop.ts';
import { api } from '../../lib/sources/bigcommerce/api.ts';
import { listing } from '../../lib/sources/bigcommerce/listing.ts';
import { readOrder } from '../../lib/sources/bigcommerce/read-order.ts';
import type { ShopList } from '../../lib/sources/listing.ts';
import { aShopConnection, mappingSettings } from '../support/builders/a-connection.ts';
import { aFetch, fetchRecords, type NamedOrder } from '../support/builders/a-fetch.ts';
import {
  type BigCommerceStore,
  startBigCommerceStore,
} from '../support/doubles/bigcommerce-store/bigcommerce-store.ts';
import { line, storeOrder } from '../support/doubles/bigcommerce-store/store-order.ts';
import { recordTelemetry } from '../support/doubles/recorded-telemetry.ts';

const MINUTE_MS = 60_000;
const [orders, refunds, customers] = listing.lists as [ShopList, ShopList, ShopList];

let store: BigCommerceStore;
let fetching: ReturnType<typeof aFetch>;

async function begin(options: Parameters<typeof startBigCommerceStore>[0] = {}): Promise<void> {
  await (store as BigCommerceStore | undefined)?.stop();
  store = await startBigCommerceStore({ now: () => fetching.clock.now, ...options });
}

beforeEach(() => {
  fetching = aFetch({ ask: (shop, request) => createAskShop(new URL(store.url), 1_000)(shop, request) });
  return begin();
});
afterEach(() => store.stop());

/** Fetches an order as the function does when a webhook named it. Returns whether its record is done with. */
const fetchOrder = (orderId: string, parameters: Record<string, string> = {}, ageMs = 1_000) =>
  fetchOrders([{ orderId, parameters, ageMs }]);

async function fetchOrders(orders: readonly Pick<NamedOrder, 'orderId' | 'parameters' | 'ageMs'>[]) {
  const named = orders.map((order) => ({ ...order, source: 'bigcommerce' }));
  const connection = aShopConnection({ source: 'bigcommerce', shop: store.hash });
  const failed = await fetching.fetch(fetchRecords(named), {
    shop: (id) => ({ kind: 'found', value: { ...connection, id } }),
    client: () => ({ kind: 'found', value: store.client }),
  });
  return failed.length === 0;
}

/** What arrived, in order: a purchase with its amount, a refund with its id. */
const arrived = () =>
  fetching.seen.queued.map((message) => [message.kind, message.subjectKey, totalOf(message)]);
const totalOf = (message: object) => ('total' in message ? message.total : undefined);
const counts = () => fetching.telemetry.counts;
const paths = () => store.requests().map(({ path, status }) => `${status} ${path.split('?')[0] ?? ''}`);

/** Reads one page of a list, as a poll does. */
async function readPage(list: ShopList, cursor = list.begin({ from: new Date(0), now: new Date() })) {
  const none = () => Promise.resolve({ kind: 'unauthorized', code: 'no-tokens' } as const);
  const ports = {
    ask: createAskShop(new URL(store.url), 1_000),
    tokens: { get: none, renew: none },
    granted: { get: none, renew: none },
    telemetry: recordTelemetry(),
    now: () => fetching.clock.now,
  };
  const connection = { connection: 'main', shop: store.hash, api, client: store.client };
  return (await fetchFromShop(ports, connection, { call: list, reference: cursor })).result;
}

async function entriesOf(list: ShopList) {
  const result = await readPage(list);
  if (result.kind !== 'found') throw new Error(JSON.stringify(result));
  return result.found.entries;
}

describe('an order', () => {
  test('takes two requests, with all of its refunds', async () => {
    const id = store.place({ total: '60' });
    store.refund(id, '12.5');

    expect(await fetchOrder(id)).toBe(true);
    expect(arrived()).toEqual([
      ['purchase', id, '60'],
      ['refund', `${id}/1`, '12.5'],
    ]);
    expect(paths()).toEqual([
      `200 /stores/abcde/v2/orders/${id}`,
      '200 /stores/abcde/v3/orders/payment_actions/refunds',
    ]);
  });

  test('whose lines do not come along is asked for them, however many there are', async () => {
    await begin({ includedLines: 50 });
    const lines = Array.from({ length: 120 }, (_, place) => line(7, place + 1, 2));
    const order = storeOrder(7, { total: 5 });
    const fields = { ...order.fields, total_inc_tax: '245.0000', items_total: 120 };
    store.put({ ...order, fields, lines });

    expect(await fetchOrder('7')).toBe(true);
    expect(paths().filter((path) => path.endsWith('/products'))).toHaveLength(3);
    const events = fetching.seen.queued.flatMap((message) =>
      message.kind === 'purchase' ? [message.event] : [],
    );
    expect(events.flatMap(({ event_items: items }) => items)).toHaveLength(120);
    const amounts = events.map(({ event_properties: of }) => of['df_total_purchase_amount']);
    expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(245);
    expect(counts()['MoneyMismatch'] ?? 0).toBe(0);
  });

  test('with more refunds than a page has all of them', async () => {
    const id = store.place({ total: '100' });
    for (let n = 0; n < 53; n += 1) store.refund(id, '1');

    await fetchOrder(id);
    expect(arrived().filter(([kind]) => kind === 'refund')).toHaveLength(53);
  });

  test('whose refund is not listed yet waits for it, for a quarter of an hour', async () => {
    const id = store.place();
    expect(await fetchOrder(id, { refund_id: '1' })).toBe(false);
    expect(arrived()).toEqual([]);

    store.refund(id, '5');
    expect(await fetchOrder(id, { refund_id: '1' })).toBe(true);
    expect(await fetchOrder(id, { refund_id: '99' }, 15 * MINUTE_MS)).toBe(true);
  });

  test('that is not a purchase is ignored at once, unless its webhook called it one', async () => {
    const order = storeOrder(7);
    store.put({ ...order, fields: { ...order.fields, status_id: 7, payment_status: '' } });

    expect(await fetchOrder('7')).toBe(true);
    expect(await fetchOrder('7', { becomes: 'purchase' })).toBe(false);
    expect(counts()).toMatchObject({ 'FetchIgnored:unpaid': 1, 'FetchKept:unpaid': 1 });
  });

  test('that the store does not know yet waits', async () => {
    expect(await fetchOrder('999')).toBe(false);
    expect(counts()).toMatchObject({ 'FetchKept:not-found': 1 });
  });
});

describe('an order that is edited', () => {
  const edited = (id: string, total: string): void => {
    const order = store.order(id);
    if (order === undefined) throw new Error('no such order');
    store.put({ ...order, fields: { ...order.fields, total_inc_tax: total } });
  };

  test('between its webhook and the fetch arrives as it is then', async () => {
    const id = store.place({ total: '60' });
    edited(id, '75.0000');

    await fetchOrder(id);
    expect(arrived()).toEqual([['purchase', id, '75']]);
  });

  test('between the two requests arrives as it was, and once more by the webhook of the edit', async () => {
    const id = store.place({ total: '60' });
    store.onRequest((path) => {
      if (path.includes('/refunds')) edited(id, '75.0000');
    });
    await fetchOrder(id);
    await fetchOrder(id);

    // One event id: what the second adds is told as a change of the order.
    const ids = fetching.seen.queued.map((message) => 'event' in message && message.event.event_log_id);
    expect(arrived()).toEqual([
      ['purchase', id, '60'],
      ['purchase', id, '75'],
    ]);
    expect(new Set(ids).size).toBe(1);
  });
});

describe('a store that fails', () => {
  test.each([
    ['500', { status: 500 }],
    ['503', { status: 503 }],
    ['HTML', 'html'],
    ['half a body', 'half-a-body'],
    ['a hang', 'hang'],
    ['a reset', 'reset'],
  ] as const)('%s: nothing arrives in part, and all of it later', async (_, fault) => {
    const id = store.place({ total: '60' });
    store.refund(id, '10');
    for (const failing of [/v2\/orders/, /refunds/]) {
      store.onRequest((path) => {
        store.misbehaveAlways(failing.test(path) ? fault : undefined);
      });
      expect(await fetchOrder(id)).toBe(false);
      expect(arrived()).toEqual([]);
    }
    store.onRequest(() => undefined);
    store.misbehaveAlways(undefined);
    expect(await fetchOrder(id)).toBe(true);
    expect(arrived()).toEqual([
      ['purchase', id, '60'],
      ['refund', `${id}/1`, '10'],
    ]);
  });

  test('a token that is refused between two requests: nothing arrives until it is right again', async () => {
    const id = store.place({ total: '60' });
    store.refund(id, '10');
    store.onRequest((path) => {
      if (path.includes('/refunds')) store.changeToken();
    });

    expect(await fetchOrder(id)).toBe(false);
    expect(counts()).toMatchObject({ 'FetchKept:misconfigured': 1 });
    expect(arrived()).toEqual([]);
    store = Object.assign(store, {
      client: { clientId: 'token', clientSecret: `${store.client.clientSecret}-2` },
    });
    expect(await fetchOrder(id)).toBe(true);
    expect(arrived()).toHaveLength(2);
  });

  test('429 for ten minutes: the order is asked for again when they are over, not before', async () => {
    const id = store.place({ total: '60' });
    store.misbehaveAlways({ status: 429, retryAfterSeconds: 600 });
    expect(await fetchOrder(id)).toBe(false);
    const [hidden] = fetching.seen.hidden;
    expect(hidden?.seconds).toBeGreaterThanOrEqual(600);
    expect(store.requests()).toHaveLength(1);

    fetching.clock.now += 600_000;
    store.misbehaveAlways(undefined);
    expect(await fetchOrder(id)).toBe(true);
    expect(arrived()).toEqual([['purchase', id, '60']]);
  });

  test('the quota is never exceeded: the function waits for the next window', async () => {
    await begin({ quota: { requests: 20, windowMs: 30_000 } });
    const ids = Array.from({ length: 40 }, () => ({ orderId: store.place() }));

    expect(await fetchOrders(ids)).toBe(true);
    expect(arrived()).toHaveLength(40);
    expect(store.overLimit()).toBe(0);
    expect(fetching.seen.slept.length).toBeGreaterThan(2);
  });
});

describe('the list of orders', () => {
  test('has whole orders with their refunds, in two requests a page', async () => {
    const ids = Array.from({ length: 3 }, () => store.place({ total: '60' }));
    store.refund(ids[1] ?? '', '10');

    const entries = await entriesOf(orders);
    const readings = entries.map((entry) => entry.kind === 'order' && readOrder(entry.body, settingsOf()));
    expect(
      readings.map((reading) => reading && reading.kind === 'order' && reading.order.refunds?.length),
    ).toEqual([undefined, 1, undefined]);
    expect(store.requests()).toHaveLength(2);
  });

  test('names an order whose lines did not come along, so that it is fetched', async () => {
    await begin({ includedLines: 1 });
    const id = store.place();
    expect(await entriesOf(orders)).toMatchObject([
      { kind: 'order-to-fetch', reference: { orderId: id, parameters: {} } },
    ]);
  });

  test('waits if the token is refused in the middle of a page', async () => {
    store.place();
    store.onRequest((path) => {
      if (path.includes('/refunds')) store.changeToken();
    });
    expect(await readPage(orders)).toMatchObject({
      kind: 'waits',
      because: 'misconfigured',
      code: 'http-401',
    });
  });

  test('is no page if it is in another order', () => {
    const rows = [{ id: 2 }, { id: 1 }];
    expect(() =>
      orders.read(rows, orders.begin({ from: new Date(0), now: new Date() }), {}, 'abcde'),
    ).toThrow();
  });
});

test('a refund that changes nothing in its order is listed', async () => {
  const at = fetching.clock.now;
  const id = store.place({ at: at - 90 * MINUTE_MS });
  store.refund(id, '10', at);

  expect(await entriesOf(refunds)).toEqual([
    {
      kind: 'order-to-fetch',
      id: 'refund/1',
      changedAt: new Date(at).toISOString(),
      reference: { orderId: id, parameters: {} },
      shownBy: { kind: 'refund', refundId: '1' },
    },
  ]);
});

test('customers are listed to their end, by the platform’s own cursor', async () => {
  await begin({ maxRows: 50 });
  const at = fetching.clock.now;
  for (let id = 1; id <= 120; id += 1) {
    store.putCustomer({ id, createdAt: at, modifiedAt: at, fields: { email: `c-${id}@example.com` } });
  }
  let cursor: string | undefined = customers.begin({ from: new Date(at - MINUTE_MS), now: new Date(at) });
  const ids: string[] = [];
  while (cursor !== undefined) {
    const page = await readPage(customers, cursor);
    if (page.kind !== 'found') throw new Error(JSON.stringify(page));
    ids.push(...page.found.entries.map(({ id }) => id));
    cursor = page.found.next;
  }
  expect(new Set(ids).size).toBe(120);
});

function settingsOf() {
  return mappingSettings({ source: 'bigcommerce', shop: 'abcde' });
}
