import { afterEach, describe, expect, test } from 'vitest';
import { parseExactJson } from '../../lib/model/exact-json.ts';
import { createAskShop } from '../../lib/shop-client/ask-shop.ts';
import { fetchFromShop } from '../../lib/shop-client/fetch-from-shop.ts';
import type { ListEntry, ShopList } from '../../lib/sources/listing.ts';
import { api } from '../../lib/sources/woocommerce/api.ts';
import { listing } from '../../lib/sources/woocommerce/listing.ts';
import { readOrder } from '../../lib/sources/woocommerce/read-order.ts';
import { mappingSettings } from '../support/builders/a-connection.ts';
import { recordTelemetry } from '../support/doubles/recorded-telemetry.ts';
import type { ShopOrder } from '../support/doubles/woocommerce-shop/shop-order.ts';
import {
  startWooCommerceShop,
  type WooCommerceShop,
  type WooCommerceShopOptions,
} from '../support/doubles/woocommerce-shop/woocommerce-shop.ts';
import { recordedDeliveries } from '../support/reading/recorded-deliveries.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const NOW = Date.parse('2026-11-28T03:00:00Z');
const MAX_PAGES = 400;
const [changed, created, trashed] = listing.lists;

const running: WooCommerceShop[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((shop) => shop.stop()));
});

/** Starts a shop whose clock moves a second with each list request. */
async function aShop(options: WooCommerceShopOptions = {}) {
  let at = NOW;
  const shop = await startWooCommerceShop({ now: () => at, ...options });
  running.push(shop);
  shop.onList(() => {
    at += SECOND;
  });
  return {
    shop,
    onList: (change: (request: number) => void) => {
      shop.onList((request) => {
        at += SECOND;
        change(request);
      });
    },
  };
}

const unexpected = () => Promise.reject(new Error('WooCommerce has no tokens'));

/** Asks for one page as a poll does. */
async function ask(
  { url, shop, client }: WooCommerceShop,
  list: ShopList,
  cursor: string,
  timeoutMs = 5_000,
) {
  const ports = {
    ask: createAskShop(new URL(url), timeoutMs),
    tokens: { get: unexpected, renew: unexpected, refresh: unexpected },
    granted: {
      get: () => Promise.reject(new Error('no tokens')),
      renew: () => Promise.reject(new Error('no tokens')),
    },
    telemetry: recordTelemetry(),
    now: () => NOW,
  };
  const { result } = await fetchFromShop(
    ports,
    { connection: 'main', shop, api, client },
    { call: list, reference: cursor },
  );
  return result;
}

interface Pass {
  readonly from?: number;
  readonly now?: number;
  readonly list?: ShopList | undefined;
}

/** Reads a list to its end. Rejects with what is wrong with a page. */
async function read(shop: WooCommerceShop, { from = NOW - HOUR, now = NOW, list = changed }: Pass = {}) {
  if (list === undefined) throw new Error('no such list');
  const entries: ListEntry[] = [];
  let cursor: string | undefined = list.begin({ from: new Date(from), now: new Date(now) });
  for (let page = 0; cursor !== undefined; page += 1) {
    if (page === MAX_PAGES) throw new Error('the list does not end');
    const result = await ask(shop, list, cursor);
    if (result.kind === 'unreadable') throw result.error;
    if (result.kind !== 'found') throw new Error(JSON.stringify(result));
    entries.push(...result.found.entries);
    cursor = result.found.next;
  }
  return entries;
}

const idsOf = (entries: readonly ListEntry[]) => new Set(entries.map(({ id }) => id));
const missing = (wanted: readonly string[], entries: readonly ListEntry[]) =>
  wanted.filter((id) => !idsOf(entries).has(id));

function placeMany(shop: WooCommerceShop, count: number, at: (index: number) => number): string[] {
  return Array.from({ length: count }, (_, index) => shop.place({ at: at(index) }));
}

describe('no order is passed over', () => {
  test('if 700 orders have one second, and some of them change', async () => {
    const { shop, onList } = await aShop();
    const placed = placeMany(shop, 700, () => NOW - HOUR / 2);
    onList((request) => {
      for (const id of placed.slice(request * 30, request * 30 + 25)) shop.touch(id);
    });

    expect(missing(placed, await read(shop))).toEqual([]);
  });

  test('if thousands changed: the list begins at a later time now and then', async () => {
    const { shop, onList } = await aShop();
    const placed = placeMany(shop, 2_600, (index) => NOW - 10 * HOUR + index * 10 * SECOND);
    onList((request) => {
      for (const id of placed.slice(request * 20, request * 20 + 3)) shop.touch(id);
    });

    expect(missing(placed, await read(shop, { from: NOW - 11 * HOUR }))).toEqual([]);
    const offsets = shop.requests().map(({ path }) => Number(new URLSearchParams(path).get('offset')));
    expect(Math.max(...offsets)).toBeLessThan(1_200);
  });

  test('if the last orders of a page change after they were chosen and before they are loaded', async () => {
    const { shop, onList } = await aShop();
    const placed = placeMany(shop, 130, (index) => NOW - HOUR / 2 + index * SECOND);
    let lists = 0;
    onList((request) => {
      lists = request;
      // All of the page before, but its last row: what follows moves up by 49.
      if (request === 2) for (const id of placed.slice(0, 49)) shop.touch(id);
    });
    shop.onLoad(() => {
      if (lists === 1) shop.touch(placed[49] ?? '');
    });

    expect(missing(placed, await read(shop))).toEqual([]);
  });
});

describe.each(['Asia/Seoul', 'America/New_York', 'UTC', 'Australia/Lord_Howe'])('a site in %s', (zone) => {
  test('lists from the second that was asked for, and says when each changed in UTC', async () => {
    const { shop } = await aShop({ zone });
    const from = NOW - 5 * HOUR;
    const placed = placeMany(shop, 10, (index) => from + (index * HOUR) / 2);
    shop.place({ at: from - 3 * HOUR });

    const entries = await read(shop, { from });
    expect(entries.map(({ id }) => id)).toEqual(placed);
    expect(entries[0]?.changedAt).toBe(new Date(from).toISOString());
  });

  test.each(['01:30', '02:00', '02:30', '03:00'])(
    'lists all from %s on, though summer time begins',
    async (time) => {
      const { shop } = await aShop({ zone });
      // A time of UTC is taken for the site's own: these do not exist in New York, and half of them not on Lord Howe.
      const start = Date.parse(
        zone.startsWith('Australia') ? '2026-10-04T01:00:00Z' : '2026-03-08T01:00:00Z',
      );
      const placed = placeMany(shop, 360, (index) => start + index * 30 * SECOND);
      const from = start + (Date.parse(`2026-03-08T${time}:00Z`) - Date.parse('2026-03-08T01:00:00Z'));
      const wanted = placed.filter((_, index) => start + index * 30 * SECOND >= from);

      expect(missing(wanted, await read(shop, { from }))).toEqual([]);
    },
  );
});

describe('a cache in front of the shop', () => {
  test('that ignores a part of the address is found out, and nothing of it is read', async () => {
    const { shop } = await aShop({ cachedBy: 'query' });
    shop.place({ at: NOW - HOUR / 2 });
    expect(await read(shop)).toHaveLength(1);

    shop.place({ at: NOW });
    await expect(read(shop, { now: NOW + HOUR / 4 })).rejects.toMatchObject({
      issues: [{ path: 'x-litespeed-cache' }],
    });
  });

  test('that keeps whole addresses has none of ours, because each is asked for once', async () => {
    const { shop } = await aShop({ cachedBy: 'address' });
    const placed = placeMany(shop, 130, (index) => NOW - HOUR / 2 + index * SECOND);
    expect(missing(placed, await read(shop))).toEqual([]);
    const later = shop.place({ at: NOW });
    expect(missing([...placed, later], await read(shop, { now: NOW + HOUR / 4 }))).toEqual([]);
    const paths = shop.requests().map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
  });
});

test('a shop older than the filter is found out, and the check says so', async () => {
  const { shop } = await aShop({ isOld: true });
  shop.place({ at: NOW - 9_000 * HOUR });
  const recent = shop.place({ at: NOW });

  await expect(read(shop)).rejects.toMatchObject({ issues: [{ path: 'modified_after' }] });
  expect(await hiddenParts(shop)).toMatchObject([{ hidesOrders: true }]);
  expect(await read(shop, { list: created }).then(idsOf)).toEqual(new Set([recent]));
  expect(await hiddenParts((await aShop()).shop)).toEqual([]);
});

async function hiddenParts(shop: WooCommerceShop) {
  const [check] = listing.accessChecks ?? [];
  const answer = await fetch(`${shop.url}${check?.request(shop.shop).path}`, {
    headers: { authorization: `Basic ${btoa(`${shop.client.clientId}:${shop.client.clientSecret}`)}` },
  });
  return check?.read(await answer.json(), mappingSettings({ source: 'woocommerce' }));
}

describe('orders that the key may not read', () => {
  test('make pages shorter, and end no list', async () => {
    const { shop } = await aShop();
    const placed = placeMany(shop, 200, (index) => NOW - HOUR / 2 + index * SECOND);
    const hidden = placed.filter((_, index) => index % 3 === 1 || (index > 60 && index < 70));
    shop.hide(...hidden);

    const wanted = placed.filter((id) => !hidden.includes(id));
    expect(idsOf(await read(shop))).toEqual(new Set(wanted));
  });

  test.each([
    ['all of them', 0, 3],
    ['a page of them', 40, 140],
    ['the last ones', 90, 200],
  ])('stop a list, if it is %s', async (_, first, last) => {
    const { shop } = await aShop();
    const placed = placeMany(shop, last, (index) => NOW - HOUR / 2 + index * SECOND);
    shop.hide(...placed.slice(first));

    await expect(read(shop)).rejects.toMatchObject({ code: 'payload-invalid' });
  });

  test('are a refusal, if the key may read none', async () => {
    const { shop } = await aShop({ mayRead: false });
    const result = await ask(shop, changed as ShopList, begin());
    expect(result).toMatchObject({ kind: 'waits', code: 'http-403' });
  });
});

const begin = (list = changed) => list?.begin({ from: new Date(NOW - HOUR), now: new Date(NOW) }) ?? '';

test('the trash is a list of its own, with what was thrown away', async () => {
  const { shop } = await aShop();
  const [kept = '', thrown = ''] = placeMany(shop, 2, () => NOW - HOUR / 2);
  shop.trash(thrown);

  expect(idsOf(await read(shop))).toEqual(new Set([kept]));
  expect(idsOf(await read(shop, { list: trashed }))).toEqual(new Set([thrown]));
});

test('an order whose time of change is too early is in the list of those that were made', async () => {
  const { shop } = await aShop();
  const id = shop.place({ at: NOW - HOUR / 2 });
  shop.touch(id, NOW - 90 * HOUR);

  expect(await read(shop)).toEqual([]);
  const [entry] = await read(shop, { list: created });
  expect(entry).toMatchObject({ id, changedAt: new Date(NOW - 90 * HOUR).toISOString() });
});

test('a shop in a folder is asked there', async () => {
  const { shop } = await aShop({ folder: '/kr' });
  const id = shop.place({ at: NOW });
  expect(idsOf(await read(shop))).toEqual(new Set([id]));
  expect(shop.requests()[0]?.path).toMatch(
    /^\/kr\/wp-json\/wc\/v3\/orders\?modified_after=2026-11-28T00%3A59%3A59&/,
  );
});

test.each([
  ['half-a-body', 'connection-failed'],
  ['html', 'not-json'],
  ['reset', 'connection-failed'],
  ['hang', 'timeout'],
  [{ status: 429, retryAfterSeconds: 30 }, 'http-429'],
  [{ status: 503 }, 'http-503'],
] as const)('%j is waited for, and never taken for an empty page', async (fault, code) => {
  const { shop } = await aShop();
  const id = shop.place({ at: NOW });
  shop.misbehave(fault);

  const result = await ask(shop, changed as ShopList, begin(), 500);
  expect(result).toMatchObject({ kind: 'waits', code });
  if (code === 'http-429') expect(result).toMatchObject({ retryAt: NOW + 30 * SECOND });
  expect(idsOf(await read(shop))).toEqual(new Set([id]));
});

test('recorded orders read the same as from their webhooks, and bring no addresses of recipients', async () => {
  const bodies = new Map(
    recordedDeliveries()
      .filter(({ name, expected }) => name.startsWith('order.') && ['queued', 'closed'].includes(expected))
      .map(({ rawBody }) => parseExactJson(rawBody.toString()) as ShopOrder)
      // Version 1 of the API has no times in UTC, and no list of version 3 brings such an order.
      .filter((order) => typeof order['date_modified_gmt'] === 'string')
      .map((order) => [String(order.id), order]),
  );
  const { shop } = await aShop();
  for (const order of bodies.values()) shop.put(order);
  const settings = mappingSettings({ source: 'woocommerce', shop: shop.shop, purchaseOn: 'created' });

  const entries = await read(shop, { from: Date.parse('2026-11-20T00:00:00Z') });
  expect(bodies.size).toBeGreaterThan(30);
  expect(missing([...bodies.keys()], entries)).toEqual([]);
  for (const entry of entries) {
    if (entry.kind !== 'order') throw new Error(entry.kind);
    expect(readOrder(entry.body, settings)).toEqual(readOrder(bodies.get(entry.id), settings));
    expect(entry.body).not.toHaveProperty('shipping');
    expect(entry.body).not.toHaveProperty('customer_note');
  }
});

test('one order is fetched by its id', async () => {
  const { shop } = await aShop();
  const id = shop.place({ at: NOW });
  shop.refund(id, '3000');
  const reference = { orderId: id, parameters: {} };
  const answer = await fetch(`${shop.url}${api.orders.request(reference, shop.shop).path}`, {
    headers: { authorization: `Basic ${btoa(`${shop.client.clientId}:${shop.client.clientSecret}`)}` },
  });
  const order = api.orders.read(await answer.json());

  expect(readOrder(order, mappingSettings({ source: 'woocommerce' }))).toMatchObject({
    kind: 'order',
    order: { id, refunds: [{ amount: '3000' }] },
  });
});
