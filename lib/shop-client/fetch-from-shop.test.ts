import { beforeEach, describe, expect, test } from 'vitest';
import { recordTelemetry } from '../../test/support/doubles/recorded-telemetry.ts';
import { rotatingTokens } from '../../test/support/doubles/rotating-tokens.ts';
import { PayloadError } from '../model/errors.ts';
import type { HttpAnswer } from '../runtime/http/http-answer.ts';
import type { ApiCall, ApiRequest, FurtherQuestion } from '../sources/shop-api.ts';
import { type AccessTokens, type ApiConnection, type TokenReading } from './access-tokens.ts';
import { fetchFromShop } from './fetch-from-shop.ts';

const NOW = Date.parse('2026-11-24T00:00:00.000Z');
const reference = { orderId: '20261124-0000017' };
const token = (accessToken: string): TokenReading => ({ kind: 'token', accessToken });

let asked: ApiRequest[];
let telemetry: ReturnType<typeof recordTelemetry>;

beforeEach(() => {
  asked = [];
  telemetry = recordTelemetry();
});

const answered = (status: number, body = '', headers = {}): HttpAnswer => ({
  kind: 'answered',
  status,
  headers,
  body,
});

const { api } = rotatingTokens({ now: () => NOW, delay: () => Promise.resolve() });
const connection: ApiConnection = {
  connection: 'main',
  shop: 'mall',
  client: { clientId: 'app', clientSecret: 'client-secret-of-the-app' },
  api: { ...api, pauseMs: (headers) => Number(headers['x-pause'] ?? 0) },
};

const call: ApiCall<{ readonly orderId: string }, unknown> = {
  request: ({ orderId }, shop) => ({ method: 'GET', path: `/${shop}/orders/${orderId}`, headers: {} }),
  read: (body) => {
    if (body === 'fault') throw new TypeError('a fault of ours');
    if (typeof body === 'object' && body !== null && 'order' in body) return body.order;
    throw new PayloadError([{ path: 'order', message: 'missing' }]);
  },
};

const unexpected = () => Promise.reject(new Error('not asked for here'));
const noTokens = { get: unexpected };

function run(answers: HttpAnswer[], tokens: Partial<AccessTokens> = {}, asksFor: ApiConnection = connection) {
  return fetchFromShop(
    {
      ask: (_, request) => {
        asked.push(request);
        return Promise.resolve(answers.shift() ?? answered(500));
      },
      tokens: {
        get: () => Promise.resolve(token('first')),
        renew: unexpected,
        refresh: unexpected,
        ...tokens,
      },
      granted: { get: unexpected, renew: unexpected },
      telemetry,
      now: () => NOW,
    },
    asksFor,
    { call, reference },
  );
}

test('an order is requested with the token and taken out of its envelope with exact digits', async () => {
  const { result, pauseMs } = await run([
    answered(200, '{"order":{"id":820982911946154508}}', { 'x-pause': '5' }),
  ]);

  expect(result).toMatchObject({ kind: 'found', found: { id: '820982911946154508' } });
  expect(pauseMs).toBe(5);
  expect(asked).toEqual([
    { method: 'GET', path: '/mall/orders/20261124-0000017', headers: { authorization: 'Bearer first' } },
  ]);
  expect(telemetry.counts).toEqual({});
});

describe('an answer without an order', () => {
  test.each([
    ['refused', 'http-400', answered(400)],
    ['refused', 'http-422', answered(422)],
    ['misconfigured', 'http-403', answered(403)],
    ['not-found', 'http-404', answered(404)],
    ['throttled', 'http-429', answered(429)],
    ['unavailable', 'http-500', answered(500)],
    ['unavailable', 'http-503', answered(503)],
    ['unavailable', 'http-302', answered(302)],
    ['unavailable', 'http-204', answered(204)],
    ['unavailable', 'not-json', answered(200, '<html>')],
    ['unavailable', 'timeout', { kind: 'unanswered', reason: 'timeout' }],
  ] as const)('makes it wait as %s (%s)', async (because, code, answer) => {
    expect((await run([answer])).result).toMatchObject({ kind: 'waits', because, code });
  });

  test('makes it wait as long as a full rate-limit bucket requires', async () => {
    const { result, pauseMs } = await run([answered(429, '', { 'x-pause': '20000' })]);

    expect(result).toMatchObject({ because: 'throttled', retryAt: NOW + 20_000 });
    expect(pauseMs).toBe(20_000);
  });

  test('is unreadable if its status is 200, and its bytes are kept', async () => {
    const { result } = await run([answered(200, '{"error":{"code":500}}')]);

    expect(result).toMatchObject({ kind: 'unreadable', rawBody: '{"error":{"code":500}}' });
  });

  test('is unreadable if the adapter’s own code fails on it, with that error as the cause', async () => {
    const { result } = await run([answered(200, '"fault"')]);

    expect(result).toMatchObject({
      kind: 'unreadable',
      error: {
        issues: [{ message: 'the adapter failed to read it' }],
        cause: expect.any(TypeError) as unknown,
      },
    });
  });
});

describe('a token that is not accepted', () => {
  const renewed: string[] = [];
  const renew: AccessTokens['renew'] = (_, refused) => {
    renewed.push(refused);
    return Promise.resolve(token('second'));
  };

  test('is renewed once, and the order is requested again', async () => {
    const { result } = await run([answered(401), answered(200, '{"order":{}}')], { renew });

    expect(result.kind).toBe('found');
    expect(renewed).toEqual(['first']);
    expect(asked.map(({ headers }) => headers['authorization'])).toEqual(['Bearer first', 'Bearer second']);
  });

  test('twice means that the permission is gone', async () => {
    const { result } = await run([answered(401), answered(401), answered(200, '{"order":{}}')], { renew });

    expect(result).toMatchObject({ kind: 'waits', because: 'misconfigured', code: 'http-401' });
    expect(asked).toHaveLength(2);
  });
});

test.each([
  ['misconfigured', { kind: 'unauthorized', code: 'not-authorized' }],
  ['unavailable', { kind: 'unavailable', code: 'timeout' }],
  ['aws-unavailable', { kind: 'unavailable', code: 'tokens-unavailable' }],
] as const)('without a token no request is sent: %s', async (because, reading) => {
  const get = () => Promise.resolve(reading);

  expect((await run([], { get })).result).toEqual({ kind: 'waits', because, code: reading.code });
  expect((await run([answered(401)], { renew: get })).result).toMatchObject({ because, code: reading.code });
  expect(asked).toHaveLength(1);
});

describe('without OAuth', () => {
  const { oauth: _, ...withoutOAuth } = connection.api;
  const keyed = { ...connection, api: withoutOAuth };

  test('the client’s id and secret are sent, and no token is requested', async () => {
    const { result } = await run([answered(200, '{"order":{"id":1}}')], noTokens, keyed);

    expect(result).toMatchObject({ kind: 'found', found: { id: 1 } });
    const basic = Buffer.from('app:client-secret-of-the-app').toString('base64');
    expect(asked).toMatchObject([{ headers: { authorization: `Basic ${basic}` } }]);
  });

  test('a client that is not accepted is not tried again', async () => {
    const { result } = await run([answered(401)], noTokens, keyed);

    expect(result).toMatchObject({ kind: 'waits', because: 'misconfigured', code: 'http-401' });
    expect(asked).toHaveLength(1);
    expect(telemetry.counts).toEqual({ 'ShopRequest:token-refused': 1 });
  });
});

test('a list without an end is not asked on for ever: the function has other shops to ask', async () => {
  let now = NOW;
  const further = (): FurtherQuestion<unknown> => ({
    request: { method: 'GET', path: '/mall/pages', headers: {} },
    read: () => ({ found: {}, next: further() }),
  });
  const ask = () => {
    now += 7_000;
    return Promise.resolve(answered(200, '{}'));
  };
  const { result } = await fetchFromShop(
    {
      ask,
      tokens: { get: () => Promise.resolve(token('first')), renew: unexpected },
      granted: { get: unexpected, renew: unexpected },
      telemetry,
      now: () => now,
    },
    connection,
    { call: { ...call, read: () => ({}), next: further }, reference },
  );

  expect(result).toMatchObject({ kind: 'waits', because: 'unavailable', code: 'too-many-pages' });
  expect(now - NOW).toBe(21_000);
});
