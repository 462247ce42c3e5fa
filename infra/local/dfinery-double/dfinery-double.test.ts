import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DfineryDouble, startDfineryDouble } from './dfinery-double.ts';
import type { StepInput } from './script.ts';

const service = { accessToken: 'token', eventProperties: [], itemProperties: [] };

const login = {
  event_log_id: '6f0d3c0e-5f0b-5f6c-9b7e-2a4c8d1e7b35',
  event_name: 'df_login',
  event_datetime: '2026-11-24T01:23:45.678Z',
};
const accepted = { common: { identity: { external_id: '1' } }, events: [login] };

const success = { status: true, code: '20000', message: 'OK', data: true };

let double: DfineryDouble;

beforeEach(async () => {
  double = await startDfineryDouble({
    findService: (id) => Promise.resolve(id === 'known' ? service : undefined),
  });
});

afterEach(() => double.stop());

function send(body: unknown = accepted, serviceId = 'known', patienceMs = 60_000): Promise<Response> {
  return fetch(`${double.url}/api/v1/events?service_id=${serviceId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', access_token: 'token' },
    body: JSON.stringify(body),
    redirect: 'manual',
    signal: AbortSignal.timeout(patienceMs),
  });
}

async function get(path: string): Promise<unknown> {
  return (await fetch(double.url + path)).json();
}

const post = (path: string, body: string) => fetch(double.url + path, { method: 'POST', body });

describe('The stand-in', () => {
  test('answers a good request with the documented envelope and remembers it without the token', async () => {
    const response = await send();

    expect([response.status, await response.json()]).toEqual([200, success]);
    expect(await get('/__double/events')).toMatchObject([
      { request: 1, serviceId: 'known', identity: { external_id: '1' }, event: login },
    ]);
    expect(await get('/__double/requests')).toMatchObject([{ request: 1, events: [login] }]);
    expect(JSON.stringify(await get('/__double/requests'))).not.toContain('token');
  });

  test('refuses with HTTP 200 too, gives no reason and stores nothing', async () => {
    const response = await send({ ...accepted, events: [] });

    const refusal = { status: false, code: '40001', message: 'VALIDATION_FAILURE', data: true };
    expect([response.status, await response.json()]).toEqual([200, refusal]);
    expect(double.events()).toEqual([]);
  });

  test('refuses an unknown service', async () => {
    expect(await (await send(accepted, 'other')).json()).toMatchObject({ code: '40101' });
  });

  test('answers no other path and no other method', async () => {
    expect((await post('/api/v1/export/userprofile', '{}')).status).toBe(404);
    expect((await fetch(`${double.url}/api/v1/events`)).status).toBe(404);
  });

  test('forgets accepted requests on demand', async () => {
    await send();
    await fetch(`${double.url}/__double/events`, { method: 'DELETE' });

    expect(await get('/__double/events')).toEqual([]);
  });
});

describe('Requests about customers', () => {
  const request_datetime = '2026-11-24T00:00:00.000Z';
  const known = { identity: { external_id: '1' }, request_datetime };

  function call(name: string, body: unknown): Promise<Response> {
    return fetch(`${double.url}/api/v1/${name}?service_id=known`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', access_token: 'token' },
      body: JSON.stringify(body),
    });
  }

  test('are remembered, in one sequence with events', async () => {
    await call('identities', known);
    await call('user-profile', { ...known, user_properties: { df_name: 'Tea' } });
    await send();

    expect(await get('/__double/customers')).toMatchObject([
      { call: 'identities', serviceId: 'known', identity: { external_id: '1' } },
      { call: 'user-profile', userProperties: { df_name: 'Tea' }, requestDatetime: request_datetime },
    ]);
    expect(double.calls().map((made) => made.call)).toEqual(['identities', 'user-profile', 'events']);
    expect(await get('/__double/rates')).toEqual({
      events: 1,
      identities: 1,
      'identities/delete': 0,
      'user-profile': 1,
    });
  });

  test('are refused like events, and not remembered', async () => {
    const response = await call('user-profile', { ...known, user_properties: { df_gender: 'x' } });

    expect(await response.json()).toMatchObject({ status: false, code: '40001' });
    expect(double.customerRequests()).toEqual([]);
  });

  test('meet the steps for their call', async () => {
    double.play({ code: '50000', call: 'user-profile' });

    expect(await (await call('identities', known)).json()).toEqual(success);
    const response = await call('user-profile', { ...known, user_properties: { df_name: 'Tea' } });
    expect(await response.json()).toMatchObject({ code: '50000' });
  });

  test('are answered 429 with the reset if the quota is used up', async () => {
    await double.stop();
    double = await startDfineryDouble({
      findService: () => Promise.resolve(service),
      limits: { identities: 2 },
    });

    const answers = [];
    for (let made = 0; made < 6; made += 1) answers.push(await call('identities', known));

    const throttled = answers.filter(({ status }) => status === 429);
    // A minute may end in between.
    expect(throttled.length).toBeGreaterThanOrEqual(2);
    expect(await throttled[0]?.json()).toMatchObject({ code: '40401' });
    expect(throttled[0]?.headers.get('x-ratelimit-reset')).toMatch(/^\d{13}$/);
    expect(double.customerRequests()).toHaveLength(6 - throttled.length);
    expect(double.busiest('identities')).toBe(6);
  });
});

describe('A step of the script', () => {
  test.each<[string, StepInput, number, unknown]>([
    [
      'answers a code',
      { code: 50000 },
      200,
      { status: false, code: '50000', message: 'INTERNAL_SERVER_ERROR' },
    ],
    ['answers a status with a JSON body', { status: 503, body: { down: true } }, 503, { down: true }],
    ['answers the quota as HTTP 429', { rateLimit: {} }, 429, { code: '40401' }],
    ['answers the quota as a code', { rateLimit: { as: 'code' } }, 200, { code: '40401' }],
  ])('%s, and the request after it is accepted', async (_name, step, status, body) => {
    double.play(step);
    const response = await send();

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject(body as object);
    expect(double.events()).toEqual([]);
    expect(await (await send()).json()).toEqual(success);
  });

  test.each<[string, StepInput, string, number]>([
    ['seconds under the name of the text', { rateLimit: {} }, 'X-Rate-Limit-Reset', 10],
    [
      'milliseconds under the name of the example',
      { rateLimit: { headers: 'x-ratelimit', unit: 'ms' } },
      'x-ratelimit-reset',
      13,
    ],
  ])('gives the reset in %s', async (_name, step, header, digits) => {
    double.play(step);

    expect((await send()).headers.get(header)).toMatch(new RegExp(`^\\d{${digits}}$`));
  });

  test.each(['timeout', 'reset', 'half-body', 'slow-body'] as const)(
    'leaves no readable answer: %s',
    async (fault) => {
      double.play({ fault });

      await expect(send(accepted, 'known', 300).then((response) => response.text())).rejects.toThrow();
      expect(double.events()).toEqual([]);
    },
  );

  test.each([
    ['not-json', 200, '<html>'],
    ['empty', 200, ''],
    ['redirect', 307, ''],
  ] as const)('answers without an envelope: %s', async (fault, status, text) => {
    double.play({ fault });
    const response = await send();

    expect(response.status).toBe(status);
    expect(await response.text()).toContain(text);
  });

  test('stores the request if only the answer is to get lost', async () => {
    double.play({ fault: 'reset', stored: true });

    await expect(send()).rejects.toThrow();
    expect(double.events()).toHaveLength(1);
  });

  test('delays a usual answer', async () => {
    double.play({ pass: true, delayMs: 100 });
    const start = Date.now();

    expect(await (await send()).json()).toEqual(success);
    expect(Date.now() - start).toBeGreaterThanOrEqual(95);
  });
});

describe('The script', () => {
  test('is posted as a list, played one step a request, and can be read and dropped', async () => {
    const posted = await post('/__double/script', '[{"code":"40401"},{"pass":true},{"code":"50000"}]');

    expect(await posted.json()).toEqual({ pending: 3 });
    expect(await (await send()).json()).toMatchObject({ code: '40401' });
    expect(await (await send()).json()).toEqual(success);
    expect(await get('/__double/script')).toMatchObject([{ code: '50000' }]);
    await fetch(`${double.url}/__double/script`, { method: 'DELETE' });
    expect(await (await send()).json()).toEqual(success);
  });

  test.each([
    ['something other than a list', '{"code":"50000"}', ''],
    ['what is not JSON', '[', ''],
    ['a step of no kind', '[{"delayMs":1}]', '0'],
    ['a step of two kinds', '[{"code":"50000"},{"code":"1","fault":"reset"}]', '1'],
    ['an unknown fault', '[{"fault":"earthquake"}]', '0.fault'],
    ['an unknown field', '[{"code":"50000","twice":true}]', '0.twice'],
  ])('is refused whole for %s', async (_name, text, path) => {
    const response = await post('/__double/script', text);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ issues: [{ path }] });
    expect(await get('/__double/script')).toEqual([]);
  });
});
