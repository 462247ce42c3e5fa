import { beforeEach, describe, expect, test } from 'vitest';
import { aShopConnection } from '../../../test/support/builders/a-connection.ts';
import { deliveryAccount, recordTelemetry } from '../../../test/support/doubles/recorded-telemetry.ts';
import { countedIn } from '../../../test/support/reading/counted-in.ts';
import { fixture } from '../../../test/support/reading/fixtures.ts';
import type { ShopConnection } from '../../model/connection.ts';
import { decodeFetchMessage } from '../../queue/fetch-message.ts';
import { decodeMessage } from '../../queue/message.ts';
import { toHttpAnswer } from '../../receive/api-gateway.ts';
import { receiveDelivery } from '../../receive/receive-delivery.ts';
import type { ReceiverRequest } from '../../receive/receiver.ts';
import type { ParkedDelivery } from '../../stores/parked/parked-delivery.ts';
import { woocommerce } from './source.ts';

const SECRET = 'woocommerce-secret-1';
const NOW = new Date('2026-11-24T00:00:00.000Z');
const FORM = 'application/x-www-form-urlencoded';

const connection = aShopConnection({ source: 'woocommerce', shop: 'shop.example.com', secrets: [SECRET] });

let telemetry: ReturnType<typeof recordTelemetry>;
let queued: string[];
let fetches: string[];
let parked: ParkedDelivery[];

beforeEach(() => {
  telemetry = recordTelemetry();
  queued = [];
  fetches = [];
  parked = [];
});

async function receive(request: Partial<ReceiverRequest>, settings: Partial<ShopConnection> = {}) {
  const answer = await receiveDelivery(
    {
      connections: { find: () => Promise.resolve({ kind: 'found', value: { ...connection, ...settings } }) },
      queue: { sendAll: (bodies) => Promise.resolve(void queued.push(...bodies)) },
      fetches: { sendAll: (bodies) => Promise.resolve(void fetches.push(...bodies)) },
      erasures: { sendAll: () => Promise.reject(new Error('no erasure expected')) },
      parked: { park: (delivery) => Promise.resolve(`key-${parked.push(delivery)}`) },
      telemetry,
      now: () => NOW,
    },
    {
      source: 'woocommerce',
      connection: 'main',
      requestId: 'request-1',
      traceId: 'trace-1',
      headers: {},
      rawBody: Buffer.alloc(0),
      ...request,
    },
  );
  const { received, settled } = deliveryAccount(telemetry);
  expect(settled).toBe(received);
  return toHttpAnswer(answer);
}

function signed(rawBody: Buffer, { topic = 'order.updated', shop = connection.shop } = {}) {
  const signing = { rawBody, secret: SECRET, topic, shop, deliveryId: 'delivery-1', now: NOW };
  return { rawBody, headers: woocommerce.sign(signing) };
}

describe('a ping', () => {
  const rawBody = Buffer.from('webhook_id=19');

  test('is answered exactly 200, is counted, and stores nothing', async () => {
    const answer = await receive({ rawBody, headers: { 'content-type': FORM } });

    expect(answer).toMatchObject({ statusCode: 200, body: '{"status":"ignored","reason":"ping"}' });
    expect(telemetry.counts).toEqual({ DeliveryReceived: 1, 'DeliveryIgnored:ping': 1 });
    expect([queued, parked]).toEqual([[], []]);
  });

  test.each([
    ['JSON', { 'content-type': 'application/json' }, 'signature-missing'],
    ['a wrong signature', { 'content-type': FORM, 'x-wc-webhook-signature': 'AAAA' }, 'signature-mismatch'],
    ['an empty signature', { 'content-type': FORM, 'x-wc-webhook-signature': '' }, 'signature-missing'],
    ['a topic', { 'content-type': FORM, 'x-wc-webhook-topic': 'order.updated' }, 'signature-missing'],
  ])('with %s is refused', async (_, headers, reason) => {
    expect(await receive({ rawBody, headers })).toMatchObject({ statusCode: 401 });
    expect(telemetry.counts[`DeliveryRefused:${reason}`]).toBe(1);
    expect([queued, parked]).toEqual([[], []]);
  });

  test('with a signature is a delivery that cannot be read', async () => {
    const { headers } = signed(rawBody);

    expect(await receive({ rawBody, headers: { ...headers, 'content-type': FORM } })).toMatchObject({
      body: '{"status":"parked"}',
    });
  });

  test.each(['webhook_id=19&order=1', 'order_id=19', '{"id":19}', ''])(
    'with the body %j is refused',
    async (body) => {
      const sent = { rawBody: Buffer.from(body), headers: { 'content-type': FORM } };

      expect(await receive(sent)).toMatchObject({ statusCode: 401 });
      expect([queued, parked]).toEqual([[], []]);
    },
  );
});

describe('a delivery', () => {
  const paid = fixture(woocommerce, 'order.updated.krw-guest').rawBody;

  test('of a paid order is queued', async () => {
    expect(await receive(signed(paid))).toMatchObject({ body: '{"status":"queued","events":1}' });
    expect(queued).toHaveLength(1);
  });

  test.each(['order.deleted', 'customer.updated', 'action.woocommerce_payment_complete'])(
    'of the topic %s is ignored',
    async (topic) => {
      const answer = await receive(signed(Buffer.from('{"id":1}'), { topic }));

      expect(answer).toMatchObject({ statusCode: 200, body: '{"status":"ignored","reason":"topic"}' });
    },
  );

  test('of another shop with the same secret is refused', async () => {
    expect(await receive(signed(paid, { shop: 'other.example.com' }))).toMatchObject({ statusCode: 401 });
    expect(telemetry.counts['DeliveryRefused:shop-mismatch']).toBe(1);
  });

  test('that is an error instead of an order is parked, and the log has its meaning', async () => {
    const { rawBody } = fixture(woocommerce, 'order.updated.error-no-permission');

    expect(await receive(signed(rawBody))).toMatchObject({ statusCode: 200, body: '{"status":"parked"}' });
    expect(parked[0]?.headers).toMatchObject({ 'x-wc-webhook-topic': 'order.updated' });
    expect(parked[0]?.headers).not.toHaveProperty('x-wc-webhook-signature');
    expect(telemetry.lines.join()).toContain('the user who made the webhook may not read orders');
  });

  test('with fractional quantities is queued, and they are counted', async () => {
    await receive(signed(fixture(woocommerce, 'order.updated.fractional-quantity').rawBody));

    expect(countedIn(telemetry.lines)('FractionalQuantity')).toBe(2);
  });
});

describe('the refunds of an order', () => {
  const { rawBody } = fixture(woocommerce, 'order.updated.refunded-in-part');

  test('in part wait for their lines if the connection fetches them, while the purchase does not wait', async () => {
    const answer = await receive(signed(rawBody), { refundLines: 'fetch' });

    expect(answer).toMatchObject({ body: '{"status":"queued","events":1,"fetches":2}' });
    expect(queued.map((body) => decodeMessage(body).kind)).toEqual(['purchase']);
    expect(fetches.map(decodeFetchMessage)).toMatchObject([
      {
        kind: 'refund',
        reference: { orderId: '172', refundId: '173', taxesIncluded: false },
        identity: { email: 'avery.testperson@example.com' },
        order: { name: '172', placedAt: '2026-11-23T05:00:15.000Z', currency: 'USD' },
        refund: { refundedAt: '2026-11-23T05:00:18.000Z', amount: '21.96' },
      },
      { kind: 'refund', reference: { refundId: '174' }, refund: { amount: '5.55' } },
    ]);
    expect(telemetry.counts).toMatchObject({ DeliveryAccepted: 1, EventQueued: 1, FetchQueued: 2 });
    expect(countedIn(telemetry.lines)('RefundWithoutLines')).toBe(0);
    expect(telemetry.lines.join()).not.toMatch(/avery/i);
  });

  test('in part are sent at once if it does not', async () => {
    expect(await receive(signed(rawBody))).toMatchObject({ body: '{"status":"queued","events":3}' });

    expect(fetches).toEqual([]);
    expect(telemetry.counts).toMatchObject({ EventQueued: 3 });
    expect(countedIn(telemetry.lines)('RefundWithoutLines')).toBe(2);
  });

  test('in full have the order’s lines, and are not fetched', async () => {
    const whole = fixture(woocommerce, 'order.updated.refunded').rawBody;

    expect(await receive(signed(whole), { refundLines: 'fetch' })).toMatchObject({
      body: '{"status":"queued","events":2}',
    });
  });
});
