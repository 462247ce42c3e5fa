import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { api } from '../../../../lib/sources/cafe24/api.ts';
import type { ApiRequest, ApiTokens } from '../../../../lib/sources/shop-api.ts';
import { type Cafe24Double, startCafe24Double, startCafe24Malls } from './cafe24-double.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');
const HOUR_MS = 3_600_000;
const ORDER_ID = '20261120-0000011';
const order = {
  shop_no: 1,
  order_id: ORDER_ID,
  paid: 'T',
  items: [{ item_no: 1 }],
  buyer: { email: 'buyer@example.com' },
  receivers: [{ cellphone: '010-9999-8888' }],
  benefits: [],
  coupons: [],
};

let double: Cafe24Double;
/** How long an answer is waited for: longer than one takes on any machine. */
let patienceMs: number;
let time: number;

beforeEach(async () => {
  time = START;
  patienceMs = 60_000;
  double = await startCafe24Double({ now: () => new Date(time) });
  double.putOrder(order);
});

afterEach(() => double.stop());

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

async function ask(request: ApiRequest, more: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(double.url + request.path, {
    method: request.method,
    headers: { ...request.headers, ...more },
    ...(request.body !== undefined && { body: request.body }),
    redirect: 'manual',
    signal: AbortSignal.timeout(patienceMs),
  });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

const orderRequest = (orderId = ORDER_ID) => api.orders.request({ orderId, parameters: { shop_no: '1' } });

const fetchOrder = (accessToken: string, orderId = ORDER_ID): Promise<Answer> =>
  ask(orderRequest(orderId), { authorization: `Bearer ${accessToken}` });

const refresh = (refreshToken: string): Promise<Answer> =>
  ask(api.oauth.refreshRequest(double.client, refreshToken));

const tokensIn = ({ body }: Answer): ApiTokens => api.oauth.readTokens(body, new Date(time));

const pageAddress = (changes: Partial<Parameters<typeof api.oauth.authorizeAddress>[0]> = {}): string =>
  api.oauth.authorizeAddress({
    shop: double.mall,
    clientId: double.client.clientId,
    redirectUri: double.redirectUri,
    scopes: ['mall.read_order'],
    state: 'state-1',
    ...changes,
  });

function redeem(code: string): Promise<Answer> {
  return ask(api.oauth.codeRequest(double.client, { code, redirectUri: double.redirectUri }));
}

async function agreedCode(): Promise<string> {
  const back = await double.click(pageAddress());
  return back.searchParams.get('code') ?? '';
}

describe('the page', () => {
  test('leads back with a code and the state', async () => {
    const back = await double.click(pageAddress());

    expect(back.origin + back.pathname).toBe(double.redirectUri);
    expect(Object.fromEntries(back.searchParams)).toEqual({ code: 'code-1', state: 'state-1' });
  });

  test('leads back with the refusal of the owner', async () => {
    const back = await double.click(pageAddress(), 'decline');

    expect(Object.fromEntries(back.searchParams)).toEqual({ error: 'access_denied', state: 'state-1' });
  });

  test('leads back if the app may not ask for that scope', async () => {
    await double.stop();
    double = await startCafe24Double({ scopes: ['mall.read_product'] });

    const back = await double.click(pageAddress());

    expect(back.searchParams.get('error')).toBe('invalid_scope');
  });

  test.each([{ clientId: 'another' }, { redirectUri: 'https://example.com/elsewhere' }])(
    'with %o leads nowhere',
    async (changes) => {
      await expect(double.click(pageAddress(changes))).rejects.toThrow('HTTP 400');
    },
  );
});

describe('a code', () => {
  test('gives tokens with Korean times', async () => {
    const answer = await redeem(await agreedCode());

    expect(answer).toMatchObject({ status: 200, body: { expires_at: '2026-11-24T11:00:00.000' } });
    expect(tokensIn(answer)).toEqual({
      accessToken: 'access-1',
      accessExpiresAt: '2026-11-24T02:00:00.000Z',
      refreshToken: 'refresh-1',
      refreshExpiresAt: '2026-12-08T00:00:00.000Z',
    });
  });

  test('gives them once', async () => {
    const code = await agreedCode();
    await redeem(code);

    expect(await redeem(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  test('lives for a minute', async () => {
    const code = await agreedCode();
    time += 60_000;

    expect(await redeem(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });
});

describe('a refresh token', () => {
  test('gives new tokens, and dies', async () => {
    const first = double.grant();

    const second = await refresh(first.refreshToken);

    expect(tokensIn(second)).toMatchObject({ accessToken: 'access-2', refreshToken: 'refresh-2' });
    expect(await refresh(first.refreshToken)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Invalid refresh_token' },
    });
    expect((await refresh('refresh-2')).status).toBe(200);
  });

  test('used twice at once gives tokens once', async () => {
    const { refreshToken } = double.grant();
    double.play({ on: 'token', pass: true, delayMs: 50 }, { on: 'token', pass: true, delayMs: 50 });

    const answers = await Promise.all([refresh(refreshToken), refresh(refreshToken)]);

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400]);
    expect(double.tokensGiven()).toBe(2);
  });

  test('dies with a new code of the same app', async () => {
    const { refreshToken } = double.grant();
    await redeem(await agreedCode());

    expect((await refresh(refreshToken)).status).toBe(400);
  });

  test('lives for 14 days', async () => {
    const { refreshToken } = double.grant();
    time += 14 * 24 * HOUR_MS;

    expect((await refresh(refreshToken)).status).toBe(400);
  });

  test.each([
    [{ authorization: 'Basic wrong' }, {}, 401, 'invalid_client'],
    [{ 'content-type': 'application/json' }, {}, 400, 'invalid_request'],
    [{}, { grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [{}, { refresh_token: '' }, 400, 'invalid_request'],
  ])('asked with %o and %o is refused', async (headers, form, status, error) => {
    const { refreshToken } = double.grant();
    const request = api.oauth.refreshRequest(double.client, refreshToken);
    const body = new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(request.body)), ...form });

    const answer = await ask({ ...request, body: body.toString() }, headers);

    expect(answer).toMatchObject({ status, body: { error } });
    expect((await refresh(refreshToken)).status).toBe(200);
  });
});

describe('an order', () => {
  test('comes in its envelope, with the resources asked for and without the receiver', async () => {
    const { accessToken } = double.grant();

    const { status, body } = await fetchOrder(accessToken);

    const { receivers: _, ...expected } = order;
    expect([status, body]).toEqual([200, { order: expected }]);
    expect(api.orders.read(body, { orderId: ORDER_ID, parameters: {} })).toEqual(expected);
  });

  test('is counted, with the headers of the request', async () => {
    const { accessToken } = double.grant();
    await fetchOrder(accessToken);
    await fetchOrder(accessToken, '20261120-0000099');
    await fetchOrder('wrong');

    expect([double.fetchesOf(ORDER_ID), double.fetchesOf('20261120-0000099')]).toEqual([2, 1]);
    expect(double.calls.map(({ status }) => status)).toEqual([200, 404, 401]);
    expect(double.calls[0]).toMatchObject({
      method: 'GET',
      query: { shop_no: '1', embed: 'items,buyer,benefits,coupons,refunds' },
      headers: { authorization: 'Bearer access-1', 'x-cafe24-api-version': '2026-03-01' },
    });
  });

  test.each([
    ['no token', {}, 401],
    ['a token without its kind', { authorization: 'access-1' }, 401],
    ['no version', { authorization: 'Bearer access-1', 'x-cafe24-api-version': '' }, 400],
    ['another version', { authorization: 'Bearer access-1', 'x-cafe24-api-version': '2020-01-01' }, 400],
    ['another content type', { authorization: 'Bearer access-1', 'content-type': 'text/plain' }, 400],
  ])('asked for with %s is refused', async (_, headers, status) => {
    double.grant();

    const answer = await ask(orderRequest(), headers);

    expect(answer).toMatchObject({ status, body: { error: { code: status } } });
  });

  test.each([
    ['/api/v2/admin/orders/20261120-0000011?shop_no=2', 404],
    ['/api/v2/admin/orders/20261120-0000011?embed=everything', 422],
    ['/api/v2/admin/order/20261120-0000011', 404],
  ] as const)('asked for at %s is refused', async (path, status) => {
    const { accessToken } = double.grant();

    const answer = await ask({ ...orderRequest(), path }, { authorization: `Bearer ${accessToken}` });

    expect(answer.status).toBe(status);
  });

  test('is no longer given after two hours, or after the access ends', async () => {
    const first = double.grant();
    time += 2 * HOUR_MS - 1;
    expect((await fetchOrder(first.accessToken)).status).toBe(200);
    time += 1;
    expect((await fetchOrder(first.accessToken)).status).toBe(401);

    const second = double.grant();
    double.expireAccess();

    expect((await fetchOrder(second.accessToken)).status).toBe(401);
    expect((await refresh(second.refreshToken)).status).toBe(200);
  });
});

describe('a product', () => {
  const product = {
    product_no: 781,
    product_name: '찻잔',
    variants: [{ variant_code: 'P000000A' }],
    hits: 1,
  };
  const productRequest = () => api.products.request({ productId: '781', parameters: { shop_no: '1' } });

  async function fetchProduct(scopes: readonly string[]): Promise<Answer> {
    await double.stop();
    double = await startCafe24Double({ scopes });
    double.putProduct(product);
    return ask(productRequest(), { authorization: `Bearer ${double.grant().accessToken}` });
  }

  test('comes with its variants', async () => {
    const { status, body } = await fetchProduct(['mall.read_product']);

    const { hits: _, ...expected } = product;
    expect([status, body]).toEqual([200, { product: expected }]);
  });

  test('is not given to an app that may read only orders', async () => {
    expect(await fetchProduct(['mall.read_order'])).toMatchObject({ status: 403 });
  });
});

describe('the bucket', () => {
  const limitOf = ({ headers }: Answer) => headers.get('x-api-call-limit');

  test('takes 40 calls at once, and loses two a second', async () => {
    const { accessToken } = double.grant();
    const answers = await Promise.all(Array.from({ length: 41 }, () => fetchOrder(accessToken)));

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(40);
    const refused = answers.find(({ status }) => status === 429);
    expect(limitOf(refused ?? answers[0] ?? (await fetchOrder(accessToken)))).toBe('40/40');
    expect(refused?.headers.get('x-cafe24-call-remain')).toBe('1');

    time += 1_000;
    expect((await fetchOrder(accessToken)).status).toBe(200);
    expect((await fetchOrder(accessToken)).status).toBe(429);
  });

  test('is shared with other apps', async () => {
    const { accessToken } = double.grant();
    double.pourElsewhere(40);

    expect((await fetchOrder(accessToken)).status).toBe(429);
    expect(double.calls).toHaveLength(1);
  });

  test('says how full it is, and how long to wait only if it is full', async () => {
    await double.stop();
    double = await startCafe24Double({
      now: () => new Date(time),
      bucket: { size: 2, drainPerSecond: 0.5 },
    });
    double.putOrder(order);
    const { accessToken } = double.grant();
    const seen: unknown[] = [];
    for (let call = 0; call < 4; call += 1) {
      const answer = await fetchOrder(accessToken);
      seen.push([answer.status, limitOf(answer), answer.headers.get('x-cafe24-call-remain')]);
    }

    expect(seen).toEqual([
      [200, '1/2', null],
      [200, '2/2', '2'],
      [429, '2/2', '4'],
      [429, '2/2', '6'],
    ]);
  });

  test('has room again after the wait that the adapter keeps', async () => {
    const { accessToken } = double.grant();
    for (let call = 0; call < 200; call += 1) {
      const { status, headers } = await fetchOrder(accessToken);
      expect(status).toBe(200);
      time += api.pauseMs(Object.fromEntries(headers));
    }
  });
});

describe('several malls', () => {
  test('answer at one address, each to its own app and tokens', async () => {
    const malls = await startCafe24Malls(['onemall', 'twomall']);
    const { onemall, twomall } = malls;
    twomall.putOrder(order);
    const address = (double: Cafe24Double) =>
      api.oauth.authorizeAddress({
        shop: double.mall,
        clientId: double.client.clientId,
        redirectUri: double.redirectUri,
        scopes: ['mall.read_order'],
        state: 'state-1',
      });
    expect((await twomall.click(address(twomall))).searchParams.get('code')).toBe('code-1');
    const { accessToken, refreshToken } = twomall.grant();
    const askOne = (request: ApiRequest, headers: Record<string, string> = {}) =>
      fetch(onemall.url + request.path, { ...request, headers: { ...request.headers, ...headers } });

    const bearer = { authorization: `Bearer ${accessToken}` };
    expect((await askOne(orderRequest(), bearer)).status).toBe(200);
    expect((await askOne(api.oauth.refreshRequest(twomall.client, refreshToken))).status).toBe(200);
    expect((await askOne(api.oauth.refreshRequest(onemall.client, refreshToken))).status).toBe(400);
    expect((await askOne(orderRequest(), { authorization: 'Bearer of-nobody' })).status).toBe(401);

    expect([onemall.calls.length, twomall.calls.length]).toEqual([2, 4]);
    await onemall.stop();
  });
});

describe('a step', () => {
  test.each([
    [{ status: 429, headers: { 'x-cafe24-call-remain': '32' } }, 429],
    [{ status: 500 }, 500],
    [{ status: 503 }, 503],
    [{ status: 401 }, 401],
    [{ status: 404 }, 404],
  ])('%o answers one request, and the next is answered as usual', async (step, status) => {
    const { accessToken } = double.grant();
    double.play(step);

    const answer = await fetchOrder(accessToken);

    expect(answer).toMatchObject({ status, body: { error: { code: status } } });
    expect((await fetchOrder(accessToken)).status).toBe(200);
  });

  test('can name the headers', async () => {
    const { accessToken } = double.grant();
    double.play({ status: 429, headers: { 'x-cafe24-call-remain': '32' } });

    const { headers } = await fetchOrder(accessToken);

    expect(api.pauseMs(Object.fromEntries(headers))).toBe(32_000);
  });

  test.each(['hang', 'reset', 'not-json'] as const)('%s gives no readable answer', async (fault) => {
    const { accessToken } = double.grant();
    double.play({ fault });
    if (fault === 'hang') patienceMs = 300;

    await expect(fetchOrder(accessToken)).rejects.toThrow();
    patienceMs = 60_000;
    expect((await fetchOrder(accessToken)).status).toBe(200);
  });

  test('can wait for something else to happen', async () => {
    const { accessToken } = double.grant();
    const waiting = Promise.withResolvers<undefined>();
    double.play({ pass: true, until: waiting.promise });

    const first = fetchOrder(accessToken);
    await expect.poll(() => double.calls.length).toBe(1);
    expect((await fetchOrder(accessToken)).status).toBe(200);
    expect(double.calls.map(({ status }) => status)).toEqual([undefined, 200]);
    waiting.resolve(undefined);
    expect((await first).status).toBe(200);
  });

  test('meets requests for tokens only if it says so', async () => {
    const { accessToken, refreshToken } = double.grant();
    double.play({ on: 'token', status: 503 });

    expect((await fetchOrder(accessToken)).status).toBe(200);
    expect((await refresh(refreshToken)).status).toBe(503);
    expect((await refresh(refreshToken)).status).toBe(200);
  });
});
