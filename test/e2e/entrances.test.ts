import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EntranceName } from '../../infra/local/aws/entrances.ts';
import { startHttpFront } from '../../infra/local/aws/http-front.ts';
import type { RunningServer } from '../../infra/local/http-server.ts';
import { shopify } from '../../lib/sources/shopify/source.ts';
import { aConnection } from '../support/builders/a-connection.ts';
import { testOrder } from '../support/builders/test-order.ts';
import { type PackagedStack, startPackagedStack } from '../support/harness/packaged-stack.ts';

const MEBIBYTE = 1024 * 1024;
const connection = aConnection();

let stack: PackagedStack;
let functionUrl: RunningServer;
let isStoreDown = false;

beforeAll(async () => {
  stack = await startPackagedStack({
    connections: () =>
      isStoreDown ? Promise.reject(new Error('down')) : Promise.resolve({ shop: connection }),
  });
  functionUrl = await startHttpFront({ port: 0, invoke: stack.functions.receive, entrance: 'function-url' });
});

afterAll(async () => {
  await functionUrl.stop();
  await stack.stop();
});

interface Sent {
  readonly body?: string;
  readonly secret?: string;
  readonly topic?: string;
  readonly contentType?: string;
  readonly path?: string;
  readonly method?: string;
}

/** Returns what a shop sees, but for the date. */
async function answerOf(entrance: EntranceName, sent: Sent) {
  const { method = 'POST', path = '/webhooks/shopify/shop', body = testOrder({ id: '1' }) } = sent;
  const signed = shopify.sign({
    rawBody: Buffer.from(body),
    secret: sent.secret ?? connection.secrets[0] ?? '',
    topic: sent.topic ?? 'orders/paid',
    shop: connection.shop ?? '',
    deliveryId: 'delivery-1',
    now: new Date(),
  });
  const response = await fetch((entrance === 'http-api' ? stack.url : functionUrl.url) + path, {
    method,
    headers: { ...signed, ...(sent.contentType && { 'content-type': sent.contentType }) },
    ...(method !== 'GET' && { body }),
  });
  const headers = [...response.headers].filter(([name]) => name !== 'date');
  return { status: response.status, headers, body: await response.text() };
}

async function bothAnswers(sent: Sent) {
  return { api: await answerOf('http-api', sent), url: await answerOf('function-url', sent) };
}

test.each<[string, Sent, number, string]>([
  ['an order', {}, 200, '{"status":"queued","events":1}'],
  ['an order as base64', { contentType: 'application/octet-stream' }, 200, '{"status":"queued","events":1}'],
  ['an escaped address', { path: '/webhooks/shopif%79/s%68op' }, 200, '{"status":"queued","events":1}'],
  ['another topic', { topic: 'products/update' }, 200, '{"status":"ignored","reason":"topic"}'],
  ['an order that cannot be read', { body: '{"id":1}' }, 200, '{"status":"parked"}'],
  ['a wrong signature', { secret: 'another-secret-of-16' }, 401, '{"status":"unauthorized"}'],
  ['an unknown connection', { path: '/webhooks/shopify/nobody' }, 404, '{"status":"not-found"}'],
  ['an unknown source', { path: '/webhooks/nobody/shop' }, 404, '{"status":"not-found"}'],
  ['another method', { method: 'GET' }, 404, '{"message":"Not Found"}'],
  ['another path', { path: '/webhooks/shopify/shop/' }, 404, '{"message":"Not Found"}'],
  ['a body over 4 MiB', { body: 'a'.repeat(4 * MEBIBYTE + 1) }, 413, '{"status":"too-large"}'],
  ['an event over 6 MiB', { body: 'a'.repeat(6 * MEBIBYTE) }, 413, '{"message":"Request Entity Too Large"}'],
])('%s is answered alike', async (_, sent, status, body) => {
  const { api, url } = await bothAnswers(sent);

  expect(api).toMatchObject({ status, body });
  expect(url).toEqual(api);
});

test('503 is answered alike', async () => {
  isStoreDown = true;
  const { api, url } = await bothAnswers({ path: '/webhooks/shopify/unread' });
  isStoreDown = false;

  expect(api).toMatchObject({ status: 503, body: '{"status":"unavailable"}' });
  expect(url).toEqual(api);
});

test('A request to no route leaves neither a log line nor a count', async () => {
  const before = stack.functions.logs();
  await answerOf('function-url', { path: '/.env' });

  expect(stack.functions.logs()).toBe(before);
});

test('A function that fails is answered 500, and 502 by a function URL', async () => {
  const failing = await startHttpFront({
    port: 0,
    invoke: () => Promise.resolve({ kind: 'error' }),
    entrance: 'function-url',
  });
  const response = await fetch(failing.url, { method: 'POST' });
  await failing.stop();

  expect([response.status, await response.text()]).toEqual([502, 'Internal Server Error']);
});
