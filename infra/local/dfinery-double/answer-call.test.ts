import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AnsweredCall } from './answered-call.ts';
import { type DfineryDouble, startDfineryDouble } from './dfinery-double.ts';
import type { StepInput } from './script.ts';

const TOKEN = 'token-that-nobody-keeps';
const service = { accessToken: TOKEN, eventProperties: ['gift'], itemProperties: ['color'] };
const identity = { external_id: '1' };

const purchase = {
  event_log_id: '6f0d3c0e-5f0b-5f6c-9b7e-2a4c8d1e7b35',
  event_name: 'df_purchase',
  event_datetime: '2026-11-24T01:23:45.678Z',
  event_items: [
    { df_item_id: '1', df_item_name: 'Tea', df_price: 1, df_quantity: 1, df_discount: 0, color: 'red' },
  ],
  event_properties: {
    df_order_id: '1',
    df_payment_method: 'card',
    df_total_purchase_amount: 1,
    df_delivery_charge: 0,
    gift: true,
  },
};
const good = { common: { identity }, events: [purchase] };
const bad = { common: { identity }, events: [] };
const profile = {
  identity,
  request_datetime: '2026-11-24T00:00:00.000Z',
  user_properties: { df_name: 'Tea' },
};

let double: DfineryDouble;
let told: AnsweredCall[];

beforeEach(async () => {
  told = [];
  double = await startDfineryDouble({
    findService: (id) => Promise.resolve(id === 'known' ? service : undefined),
    onCall: (call) => told.push(call),
  });
});

afterEach(() => double.stop());

/** Returns the status and the detailed code of an answer; `broken` if there is none that can be read. */
async function send(body: unknown = good, call = 'events'): Promise<unknown> {
  try {
    const response = await fetch(`${double.url}/api/v1/${call}?service_id=known`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', access_token: TOKEN },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(1_000),
    });
    const { code } = (await response.json()) as { code: string };
    return [response.status, code];
  } catch {
    return 'broken';
  }
}

const inspect = (method: string, path: string, body?: string) =>
  fetch(`${double.url}/__double/${path}`, { method, ...(body !== undefined && { body }) });

describe('Every call is told', () => {
  test('if it was accepted', async () => {
    const before = Date.now();
    await send();

    expect(told).toMatchObject([
      { call: 'events', serviceId: 'known', outcome: 'accepted', code: '20000', reasons: [], isStored: true },
    ]);
    expect(JSON.parse(String(told[0]?.body))).toEqual(good);
    expect(told[0]?.at.getTime()).toBeGreaterThanOrEqual(before);
    expect(told[0]?.answeredInMs).toBeGreaterThan(0);
  });

  test('if it was refused, with its body and the reasons', async () => {
    await send(bad);

    const reasons = ['events: needs at least one event'];
    expect(told).toMatchObject([{ outcome: 'refused', code: '40001', reasons, isStored: false }]);
    expect(JSON.parse(String(told[0]?.body))).toEqual(bad);
  });

  test('if it was about a customer', async () => {
    await send(profile, 'user-profile');

    expect(told).toMatchObject([{ call: 'user-profile', outcome: 'accepted' }]);
  });

  test.each<[string, StepInput, string | undefined]>([
    ['a code', { code: '50000' }, '50000'],
    ['a quota', { rateLimit: {} }, '40401'],
    ['a status', { status: 503 }, undefined],
    ['a reset', { fault: 'reset' }, undefined],
    ['a time-out', { fault: 'timeout' }, undefined],
  ])('if %s was played', async (_name, step, code) => {
    double.play(step);
    await send();

    expect(told).toMatchObject([{ outcome: 'played', code, step, isStored: false }]);
  });

  test('if only its answer was lost', async () => {
    double.play({ fault: 'reset', stored: true });
    await send();

    expect(told).toMatchObject([{ outcome: 'played', isStored: true }]);
  });

  test('without the access token', async () => {
    await send();
    await send(bad);
    double.play({ code: '50000' });
    await send();

    expect(told).toHaveLength(3);
    for (const call of told) {
      expect(JSON.stringify({ ...call, body: call.body.toString() })).not.toContain(TOKEN);
    }
  });
});

describe('The standing step', () => {
  test('is played until it is cleared, after the steps of the script', async () => {
    double.always({ code: '50000' });
    double.play({ pass: true });

    const answers = [await send(), await send(), await send()];
    double.always(undefined);
    answers.push(await send());

    expect(answers).toEqual([
      [200, '20000'],
      [200, '50000'],
      [200, '50000'],
      [200, '20000'],
    ]);
  });

  test('meets only its call', async () => {
    double.always({ code: '50000', call: 'user-profile' });

    expect([await send(), await send(profile, 'user-profile')]).toEqual([
      [200, '20000'],
      [200, '50000'],
    ]);
  });

  test('is set, read and cleared over HTTP', async () => {
    const set = await inspect('POST', 'standing', '{"fault":"reset"}');

    expect(await set.json()).toMatchObject({ fault: 'reset' });
    expect(await (await inspect('GET', 'standing')).json()).toMatchObject({ fault: 'reset' });
    expect([await send(), await send()]).toEqual(['broken', 'broken']);
    expect(await (await inspect('DELETE', 'standing')).json()).toBeNull();
    expect(await (await inspect('GET', 'standing')).json()).toBeNull();
    expect(await send()).toEqual([200, '20000']);
  });

  test.each(['{"fault":"earthquake"}', '{}', '[]', '{"pass":true},{"pass":true}', ''])(
    'is refused if it is none: %s',
    async (text) => {
      expect((await inspect('POST', 'standing', text)).status).toBe(400);
      expect(await send()).toEqual([200, '20000']);
    },
  );
});

describe('A name that is not registered', () => {
  test.each([
    ['df_order_id', 'events.0.event_properties.df_order_id: not registered'],
    ['gift', 'events.0.event_properties.gift: not registered'],
    ['df_price', 'events.0.event_items.0.df_price: not registered'],
    ['color', 'events.0.event_items.0.color: not registered'],
    ['df_purchase', 'events.0.event_name: not registered'],
  ])('has its events refused: %s', async (name, reason) => {
    double.unregister([name]);

    expect(await send()).toEqual([200, '40001']);
    expect(told[0]?.reasons).toEqual([reason]);
    expect(await double.check('known', good)).toEqual({ code: '40001', reasons: [reason] });
    double.unregister([]);
    expect(await send()).toEqual([200, '20000']);
  });

  test('has profiles refused', async () => {
    double.unregister(['df_name']);

    const reasons = ['user_properties.df_name: not registered'];
    expect(await send(profile, 'user-profile')).toEqual([200, '40001']);
    expect(await double.check('known', profile, 'user-profile')).toEqual({ code: '40001', reasons });
  });

  test('is not required', async () => {
    double.unregister(['df_delivery_charge']);
    const { df_delivery_charge: _, ...rest } = purchase.event_properties;

    expect(await send({ ...good, events: [{ ...purchase, event_properties: rest }] })).toEqual([
      200,
      '20000',
    ]);
  });

  test('is set, read and cleared over HTTP', async () => {
    expect(await (await inspect('POST', 'unregistered', '["gift"]')).json()).toEqual(['gift']);
    expect(await (await inspect('GET', 'unregistered')).json()).toEqual(['gift']);
    expect(await send()).toEqual([200, '40001']);
    await inspect('DELETE', 'unregistered');
    expect(await send()).toEqual([200, '20000']);
    expect((await inspect('POST', 'unregistered', '{"gift":true}')).status).toBe(400);
  });
});

describe('A check', () => {
  test('stores nothing and is no call', async () => {
    double.always({ code: '50000' });

    expect(await double.check('known', good)).toEqual({ code: '20000', reasons: [] });
    expect([double.events(), double.calls(), told, double.busiest('events')]).toEqual([[], [], [], 0]);
  });

  test.each([
    ['other', good, '40101', 'service_id: not a known service'],
    ['known', bad, '40001', 'events: needs at least one event'],
    ['known', undefined, '40000', 'body: expected JSON'],
  ])('says why a body for the service %s would be refused', async (serviceId, body, code, reason) => {
    expect(await double.check(serviceId, body)).toEqual({ code, reasons: [reason] });
  });
});
