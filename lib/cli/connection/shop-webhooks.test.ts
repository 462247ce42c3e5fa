import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../../../infra/local/http-server.ts';
import type { Subscriptions } from '../../sources/subscriptions.ts';
import { createShopWebhooks, type ShopWebhooks } from './shop-webhooks.ts';

/** A platform with REST: pages by number, 201 for what was made, 204 for what was removed. */
const rest: Subscriptions = {
  topicInApi: (name) => name,
  listRequest: (after = '1') => ({ method: 'GET', path: `/hooks?page=${after}`, headers: {} }),
  readList: (body) => {
    const { rows, next } = body as { rows: { id: string; topic: string; uri: string }[]; next?: string };
    return { kind: 'done', found: { subscriptions: rows, next } };
  },
  createRequest: (topic, uri) => ({
    method: 'POST',
    path: '/hooks',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ topic, uri }),
  }),
  readCreated: (body) => {
    const { id, error } = body as { id?: string; error?: string };
    if (id === undefined) return { kind: 'refused', reasons: error === undefined ? [] : [error] };
    return { kind: 'done', found: { id, topic: 'order.paid', uri: 'https://example.com' } };
  },
  removeRequest: (id) => ({ method: 'DELETE', path: `/hooks/${id}`, headers: {} }),
  readRemoved: () => ({ kind: 'done', found: undefined }),
  adviceByStatus: { 401: 'The key is wrong.' },
};

let server: RunningServer;
let answer: { readonly status: number; readonly body?: object };
let asked: string[];

beforeEach(async () => {
  asked = [];
  server = await startServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''} ${String(request.headers['x-auth-token'])}`);
    const page = request.url?.endsWith('page=1') ? { rows: [hook('1')], next: '2' } : { rows: [hook('2')] };
    const { status, body } = request.method === 'GET' ? { status: 200, body: page } : answer;
    response.writeHead(status).end(body === undefined ? undefined : JSON.stringify(body));
    return Promise.resolve();
  });
});

afterEach(() => server.stop());

const hook = (id: string) => ({ id, topic: 'order.paid', uri: 'https://example.com' });
const open = (): ShopWebhooks =>
  createShopWebhooks({
    name: 'Tea House',
    shop: 'tea-house',
    origin: server.url,
    access: { 'x-auth-token': 'token-1' },
    subscriptions: rest,
  });

test('every page of the list is read, with the key in the platform’s own header', async () => {
  expect((await open().list()).map(({ id }) => id)).toEqual(['1', '2']);
  expect(asked).toEqual(['GET /hooks?page=1 token-1', 'GET /hooks?page=2 token-1']);
});

test('a webhook is made and removed, also without a body in the answer', async () => {
  answer = { status: 201, body: { id: '3' } };
  expect(await open().create('order.paid', 'https://example.com')).toMatchObject({ id: '3' });
  answer = { status: 204 };
  await open().remove('3');

  expect(asked).toEqual(['POST /hooks token-1', 'DELETE /hooks/3 token-1']);
});

test.each([
  [
    { status: 401, body: {} },
    { message: 'The key is wrong.', retryable: false },
  ],
  [
    { status: 422, body: { error: 'no such topic' } },
    { message: 'Tea House refused: no such topic', retryable: false },
  ],
  [
    { status: 500, body: {} },
    { message: 'Tea House refused: HTTP 500', retryable: true },
  ],
])('%j is a refusal in plain words', async (given, error) => {
  answer = given;

  await expect(open().create('order.paid', 'https://example.com')).rejects.toMatchObject({
    ...error,
    code: 'shop-refused',
  });
});
