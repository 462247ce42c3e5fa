import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../../../infra/local/http-server.ts';
import { aShopConnection } from '../../../test/support/builders/a-connection.ts';
import { testOrder } from '../../../test/support/builders/test-order.ts';
import { recordTelemetry } from '../../../test/support/doubles/recorded-telemetry.ts';
import { PayloadError } from '../../model/errors.ts';
import { createAskShop } from '../../shop-client/ask-shop.ts';
import type { ListEntry, Listing } from '../../sources/listing.ts';
import type { ShopApi } from '../../sources/shop-api.ts';
import { shopify } from '../../sources/shopify/source.ts';
import { listShopOrders } from './list-shop-orders.ts';

/** Answers by path, the first until it is used up but for the last. */
let answers: Record<string, { status?: number; headers?: Record<string, string>; body: unknown }[]>;
let asked: string[];
let slept: number[];
let server: RunningServer;

beforeAll(async () => {
  server = await startServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const own = answers[path] ?? [{ status: 404, body: {} }];
    const answer = own.length > 1 ? own.shift() : own[0];
    response.writeHead(answer?.status ?? 200, answer?.headers);
    response.end(JSON.stringify(answer?.body));
    return Promise.resolve();
  });
});

beforeEach(() => {
  answers = {};
  asked = [];
  slept = [];
});

afterAll(() => server.stop());

const api: ShopApi = {
  origin: () => 'https://shop.example',
  pauseMs: (headers) => Number(headers['retry-after'] ?? 0) * 1000,
  orders: {
    request: ({ orderId }) => ({ method: 'GET', path: `/orders/${orderId}`, headers: {} }),
    read: (body) => body,
  },
};

/** A list whose page is what the answer says it is. */
const listing: Listing = {
  lists: [
    {
      name: 'orders',
      about: 'orders',
      overlapMs: 0,
      begin: ({ from }) => `/list?from=${from.toISOString()}`,
      request: (cursor) => ({ method: 'GET', path: cursor as `/${string}`, headers: {} }),
      read: (body) => {
        const { entries, next } = body as { entries?: ListEntry[]; next?: string };
        if (entries === undefined) throw new PayloadError([{ path: 'entries', message: 'missing' }]);
        return { entries, next };
      },
    },
    {
      name: 'refused',
      about: 'orders',
      mayBeRefused: true,
      overlapMs: 0,
      begin: () => '/refused',
      request: () => ({ method: 'GET', path: '/refused', headers: {} }),
      read: () => ({ entries: [] }),
    },
    {
      name: 'customers',
      about: 'customers',
      overlapMs: 0,
      begin: () => '/customers',
      request: () => ({ method: 'GET', path: '/customers', headers: {} }),
      read: () => ({ entries: [] }),
    },
  ],
};

const FROM = Date.parse('2026-11-01T00:00:00.000Z');
const FIRST = '/list?from=2026-11-01T00:00:00.000Z';

async function list(): Promise<string[]> {
  const connection = aShopConnection();
  const client = { clientId: 'id', clientSecret: 'a-secret-of-the-test' };
  const shop = { source: shopify, listing, connection, api: { connection: 'main', shop: 'a', api, client } };
  const ports = {
    ask: createAskShop(new URL(server.url)),
    tokens: {
      get: () => Promise.reject(new Error('no tokens')),
      renew: () => Promise.reject(new Error('no tokens')),
      refresh: () => Promise.reject(new Error('no tokens')),
    },
    granted: {
      get: () => Promise.resolve({ kind: 'token' as const, accessToken: 'token' }),
      renew: () => Promise.reject(new Error('no tokens')),
    },
    telemetry: recordTelemetry(),
    now: () => Date.parse('2026-11-24T00:00:00.000Z'),
    sleep: (ms: number) => Promise.resolve(slept.push(ms)),
    onPage: () => undefined,
  };
  const found: string[] = [];
  for await (const order of listShopOrders(ports, shop, FROM)) {
    found.push(order.kind === 'order' ? order.order.id : order.kind);
  }
  return found;
}

const body = (id: string): unknown => JSON.parse(testOrder({ id }));
const whole = (id: string): ListEntry => ({ kind: 'order', id, body: body(id) });
const named = (id: string, orderId: string): ListEntry => ({
  kind: 'order-to-fetch',
  id,
  reference: { orderId, parameters: {} },
});
const refused = [{ status: 403, body: {} }];

test('all pages are read, what is only named is fetched once, and what is gone is none', async () => {
  answers = {
    [FIRST]: [{ body: { entries: [whole('1'), named('2@1', '2'), named('2@2', '2')], next: '/list/2' } }],
    '/list/2': [
      {
        body: { entries: [named('3', '3'), { kind: 'order', id: '4', body: { financial_status: 'paid' } }] },
      },
    ],
    '/orders/2': [{ body: body('2') }],
    '/refused': refused,
  };

  expect(await list()).toEqual(['1', '2', 'unreadable']);
  expect(asked).toEqual([FIRST, '/orders/2', '/list/2', '/orders/3', '/refused']);
});

test('a shop that is throttled or unavailable is asked again at its pace', async () => {
  answers = {
    [FIRST]: [
      { status: 429, headers: { 'retry-after': '7' }, body: {} },
      { status: 503, body: {} },
      { body: { entries: [whole('1')] } },
    ],
    '/refused': refused,
  };

  expect(await list()).toEqual(['1']);
  expect(slept).toEqual([7_000, 4_000]);
});

test.each([
  ['is refused', [{ status: 401, body: {} }], 1],
  ['stays unavailable', [{ status: 500, body: {} }], 8],
  ['is no list', [{ body: { orders: [] } }], 1],
])('a list that %s is no empty list', async (_, answer, requests) => {
  answers = { [FIRST]: answer, '/refused': refused };

  await expect(list()).rejects.toMatchObject({ code: 'shop-unavailable' });
  expect(asked).toHaveLength(requests);
});
