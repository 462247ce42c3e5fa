import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../http-server.ts';
import { type AnsweredDelivery, startHttpFront } from './http-front.ts';
import type { InvokeOutcome } from './invoke.ts';

const MEBIBYTE = 1024 * 1024;
const json = { 'content-type': 'application/json' };

let front: RunningServer | undefined;

afterEach(() => front?.stop());

/** Starts a front for a function with this answer. Returns how to post to it, and the events it was invoked with. */
async function frontBefore(outcome: InvokeOutcome) {
  const events: APIGatewayProxyEventV2[] = [];
  const told: AnsweredDelivery[] = [];
  front = await startHttpFront({
    port: 0,
    invoke: (event) => {
      events.push(event);
      return Promise.resolve(outcome);
    },
    mounts: ['/__double/', '/__shop/'].map((prefix) => ({
      prefix,
      handler: (_request, response) => {
        response.end(`mounted at ${prefix}`);
        return Promise.resolve();
      },
    })),
    onAnswer: (delivery) => told.push(delivery),
  });
  const { url } = front;
  const post = (body: string, path = '/webhooks/shopify/example') =>
    fetch(url + path, { method: 'POST', body, headers: json });
  return { events, told, post, url };
}

const answered = (answer: unknown): InvokeOutcome => ({ kind: 'response', body: JSON.stringify(answer) });

describe('The answer over HTTP', () => {
  test('is what a structured answer says', async () => {
    const { post } = await frontBefore(
      answered({ statusCode: 401, headers: { 'Content-Type': 'application/json' }, body: '{"a":1}' }),
    );
    const response = await post('{}');

    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      401,
      'application/json',
      '{"a":1}',
    ]);
  });

  test('is decoded if the function says base64, and carries its cookies', async () => {
    const { post } = await frontBefore(
      answered({ statusCode: 200, body: 'AP8=', isBase64Encoded: true, cookies: ['a=1', 'b=2'] }),
    );
    const response = await post('{}');

    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from([0, 255]));
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  test('is 200 with the JSON itself if it has no status', async () => {
    const { post } = await frontBefore(answered({ done: true }));
    const response = await post('{}');

    expect([response.status, await response.json()]).toEqual([200, { done: true }]);
  });

  test.each<[string, InvokeOutcome]>([
    ['a function that threw', { kind: 'error' }],
    ['a function that took too long', { kind: 'timeout' }],
    ['an answer that is not JSON', { kind: 'response', body: '{' }],
    ['a status that is none', answered({ statusCode: 'fine' })],
  ])('is 500 for %s', async (_name, outcome) => {
    const { post } = await frontBefore(outcome);
    const response = await post('{}');

    expect([response.status, await response.json()]).toEqual([500, { message: 'Internal Server Error' }]);
  });
});

describe('API Gateway answers itself, without the function', () => {
  test('404 if no such route exists', async () => {
    const { post, events } = await frontBefore(answered({}));
    const response = await post('{}', '/other');

    expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found' }]);
    expect(events).toEqual([]);
  });

  test.each([
    ['a body over 10 MiB', 'a'.repeat(10 * MEBIBYTE + 1)],
    ['an event over 6 MiB, escapes included', '"'.repeat(3 * MEBIBYTE + 1)],
  ])('413 for %s', async (_name, body) => {
    const { post, events } = await frontBefore(answered({}));
    const response = await post(body);

    expect([response.status, await response.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
    expect(events).toEqual([]);
  });
});

describe('An answered webhook is told', () => {
  test('with its bytes, its headers, the ids that the function saw, and the time', async () => {
    const { events, told, url } = await frontBefore(answered({ statusCode: 200 }));
    const headers = new Headers([
      ['X-Shop-Topic', 'orders/paid'],
      ['X-Twice', 'a'],
      ['X-Twice', 'b'],
    ]);
    const body = Buffer.from([123, 255, 125]);
    const before = Date.now();
    await fetch(`${url}/webhooks/shopify/example`, { method: 'POST', body, headers });

    expect(told).toMatchObject([
      {
        source: 'shopify',
        connection: 'example',
        requestId: events[0]?.requestContext.requestId,
        traceId: events[0]?.headers['x-amzn-trace-id'],
        headers: { 'x-shop-topic': 'orders/paid', 'x-twice': 'a, b' },
      },
    ]);
    expect(told[0]?.rawBody).toEqual(body);
    expect(told[0]?.at.getTime()).toBeGreaterThanOrEqual(before);
    expect(told[0]?.answeredInMs).toBeGreaterThan(0);
  });

  test('without ids and bytes if it was too large to be read', async () => {
    const { told, post } = await frontBefore(answered({}));
    await post('a'.repeat(10 * MEBIBYTE + 1));

    expect(told).toMatchObject([{ source: 'shopify', rawBody: Buffer.alloc(0) }]);
    expect(told[0]).not.toHaveProperty('requestId');
  });

  test('and a request to no route is not', async () => {
    const { told, post } = await frontBefore(answered({}));
    await post('{}', '/other');

    expect(told).toEqual([]);
  });
});

test.each(['/__double/', '/__shop/'])('A handler mounted at %s is served beside the API', async (prefix) => {
  const { url } = await frontBefore(answered({}));

  expect(await (await fetch(`${url}${prefix}events`)).text()).toBe(`mounted at ${prefix}`);
});

test.each(['shop.trycloudflare.com', '127.0.0.1.evil.example', 'evil.example:3000'])(
  'What is mounted is not served to %s, which a tunnel brings',
  async (host) => {
    const { url } = await frontBefore(answered({}));
    const response = await fromHost(`${url}/__double/events`, host);

    expect(response).toBe(404);
  },
);

test.each([
  ['a page of another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['a page of another port', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
  ['a page without an origin', { origin: 'null' }],
  ['a picture of another site', { 'sec-fetch-site': 'cross-site' }],
])('What is mounted is not served to %s', async (_, headers) => {
  const { url } = await frontBefore(answered({}));

  expect(await statusOf(`${url}/__double/standing`, headers)).toBe(404);
});

test('What is mounted is served to a page of its own, and to a person who types its address', async () => {
  const { url } = await frontBefore(answered({}));

  expect(await statusOf(`${url}/__double/events`, { origin: url, 'sec-fetch-site': 'same-origin' })).toBe(
    200,
  );
  expect(await statusOf(`${url}/__double/events`, { 'sec-fetch-site': 'none' })).toBe(200);
});

function fromHost(url: string, host: string): Promise<number | undefined> {
  return statusOf(url, { host });
}

/** `fetch` sets the host, and where a request is from, by itself. */
async function statusOf(url: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  const asked = request(url, { headers }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

test('A taken port is named by the error', async () => {
  const { url } = await frontBefore(answered({}));
  const port = Number(new URL(url).port);

  await expect(startHttpFront({ port, invoke: () => Promise.resolve(answered({})) })).rejects.toMatchObject({
    code: 'EADDRINUSE',
    port,
  });
});
