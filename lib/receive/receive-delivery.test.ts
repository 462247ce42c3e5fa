import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aShopConnection } from '../../test/support/builders/a-connection.ts';
import {
  aReceiver,
  type ReceiverWorld,
  type UnsignedWebhook,
} from '../../test/support/builders/a-receiver.ts';
import { decodeEvent } from '../../test/support/reading/decode-event.ts';
import { fixture } from '../../test/support/reading/fixtures.ts';
import { UnavailableError } from '../model/errors.ts';
import { decodeErasureMessage } from '../queue/erasure-message.ts';
import { decodeMessage } from '../queue/message.ts';
import { sources } from '../sources/all-sources.ts';
import { MAX_WEBHOOK_BYTES } from './receive-delivery.ts';
import type { ReceiverRequest } from './receiver.ts';

const paid = fixture(sources.shopify, 'orders-paid.member-krw');

let receiver: ReturnType<typeof aReceiver>;
let seen: typeof receiver.seen;
let telemetry: typeof receiver.telemetry;

beforeEach(() => {
  receiver = aReceiver({ defaultCountry: 'KR' });
  ({ seen, telemetry } = receiver);
});

/** In every case no log line has data of the customer or the secret. */
afterEach(() => {
  expect(telemetry.lines.join('\n')).not.toMatch(/example\.com|8210|2424|receiver-secret|Jisoo|Celadon/i);
});

const request = ({ rawBody = paid.rawBody, topic = 'orders/paid', ...more }: Partial<UnsignedWebhook> = {}) =>
  receiver.request({ rawBody, topic, ...more });
const receive = (sent: ReceiverRequest, world?: ReceiverWorld) => receiver.receive(sent, world);
const nothingHappened = () => {
  expect(seen).toEqual({ queued: [], fetches: [], erasures: [], parked: [] });
};

describe('accepted', () => {
  test('every event is queued before the answer', async () => {
    const answer = await receive(request());

    expect(answer).toEqual({ kind: 'queued', events: 1 });
    expect(decodeMessage(seen.queued[0] ?? '')).toMatchObject({
      v: 1,
      connection: 'main',
      serviceId: 'service-1',
      source: 'shopify',
      shop: 'example.myshopify.com',
      kind: 'purchase',
      subjectKey: '5500000000001',
      part: 1,
      parts: 1,
      total: '55000',
      deliveryId: 'delivery-1',
      receivedAt: '2026-11-24T00:00:00.000Z',
      traceId: 'trace-1',
      identity: { external_id: '6600000000001', email: 'jisoo.kim@example.com', phone_no: '821024242424' },
    });
    expect(telemetry.counts).toMatchObject({ DeliveryVerified: 1, DeliveryAccepted: 1, EventQueued: 1 });
  });

  test('refunds are queued behind their purchase, with the amounts that the shop paid back', async () => {
    const { rawBody } = fixture(sources.shopify, 'orders-updated.refunds-of-all-kinds');
    const more = Buffer.from(rawBody.toString().replace('"amount": "5.50"', '"amount": "40.00"'));
    const answer = await receive(request({ rawBody: more, topic: 'orders/updated' }));

    expect(answer).toEqual({ kind: 'queued', events: 4 });
    expect(seen.queued.map((message) => decodeMessage(message))).toMatchObject([
      { v: 1, kind: 'purchase', subjectKey: '5500000000041', total: '44' },
      { v: 2, kind: 'refund', subjectKey: '5500000000041/9102', total: '9.9' },
      { v: 2, kind: 'refund', subjectKey: '5500000000041/9103', total: '40' },
      { v: 2, kind: 'refund', subjectKey: '5500000000041/9105' },
    ]);
    expect(telemetry.counts).toMatchObject({ DeliveryAccepted: 1, EventQueued: 4 });
  });

  test('a refund without a customer is acknowledged', async () => {
    const { rawBody } = fixture(sources.shopify, 'refunds-create.without-customer');
    const answer = await receive(request({ rawBody, topic: 'refunds/create' }));

    expect(answer).toEqual({ kind: 'ignored', reason: 'refund-without-customer' });
    expect(telemetry.counts).toMatchObject({ 'DeliveryIgnored:refund-without-customer': 1 });
    nothingHappened();
  });

  test('the same delivery twice queues the same event id twice', async () => {
    await receive(request());
    await receive(request());

    const ids = seen.queued.map((body) => decodeEvent(body).event.event_log_id);
    expect(new Set(ids).size).toBe(1);
  });

  test('figures that do not add up are counted and sent', async () => {
    const { rawBody } = fixture(sources.shopify, 'orders-paid.mismatch');

    expect(await receive(request({ rawBody }))).toEqual({ kind: 'queued', events: 1 });
    expect(telemetry.counts['MoneyMismatch']).toBe(1);
  });

  test('a request without a delivery id is known by its request id', async () => {
    await receive(request({ headers: { 'x-shopify-webhook-id': undefined } }));

    expect(decodeMessage(seen.queued[0] ?? '').deliveryId).toBe('request-1');
  });
});

describe('of no interest', () => {
  test.each([
    ['topic', { topic: 'products/update' }],
    ['test-order', { headers: { 'x-shopify-test': 'true' } }],
    ['test-order', { rawBody: fixture(sources.shopify, 'orders-create.test-send').rawBody }],
    ['unpaid', { rawBody: fixture(sources.shopify, 'orders-create.pending').rawBody }],
    ['no-items', { rawBody: fixture(sources.shopify, 'orders-paid.no-items').rawBody }],
    ['no-identity', { rawBody: fixture(sources.shopify, 'orders-paid.pos-anonymous').rawBody }],
  ])('ignored as %s', async (reason, sent) => {
    expect(await receive(request(sent))).toEqual({ kind: 'ignored', reason });
    expect(telemetry.counts[`DeliveryIgnored:${reason}`]).toBe(1);
    nothingHappened();
  });

  test('an order placed before `since`, to the millisecond', async () => {
    const at = (since: string): ReceiverWorld => ({
      found: { kind: 'found', value: { ...receiver.connection, since } },
    });

    expect(await receive(request(), at('2026-11-20T05:05:10.001Z'))).toEqual({
      kind: 'ignored',
      reason: 'before-since',
    });
    expect(await receive(request(), at('2026-11-20T05:05:10.000Z'))).toMatchObject({ kind: 'queued' });
  });

  test('an order placed more than 365 days ago', async () => {
    const rawBody = Buffer.from(paid.rawBody.toString().replaceAll('2026-11-20', '2025-11-20'));

    expect(await receive(request({ rawBody }))).toEqual({ kind: 'ignored', reason: 'too-old' });
  });
});

describe('verified but unreadable', () => {
  test.each([
    ['not JSON', Buffer.from('{"id":'), 'is not JSON'],
    ['an empty body', Buffer.alloc(0), 'is not JSON'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x80]), 'is not JSON'],
    ['another shape', Buffer.from('[1]'), 'currency'],
    [
      'deep nesting',
      Buffer.from(`{"id":1234567890123456789,"a":${'['.repeat(90_000)}${']'.repeat(90_000)}}`),
      '',
    ],
  ])('%s is parked whole', async (_, rawBody) => {
    const answer = await receive(request({ rawBody }));

    expect(answer).toEqual({ kind: 'parked' });
    expect(Buffer.from(seen.parked[0]?.rawBody ?? '', 'base64').equals(rawBody)).toBe(true);
    expect(seen.parked[0]).toMatchObject({
      source: 'shopify',
      connection: 'main',
      verifiedAt: '2026-11-24T00:00:00.000Z',
    });
    expect(seen.parked[0]?.headers['x-shopify-topic']).toBe('orders/paid');
    expect(seen.parked[0]?.headers).not.toHaveProperty('x-shopify-hmac-sha256');
    expect(seen.queued).toEqual([]);
  });

  test('the paths that are wrong are kept, and none of the values', async () => {
    const { rawBody } = fixture(sources.shopify, 'orders-paid.unreadable');
    await receive(request({ rawBody }));

    expect(seen.parked[0]?.issues.map(({ path }) => path)).toEqual([
      'currency',
      'line_items.0.quantity',
      'line_items.0.price',
      'total_price',
    ]);
  });

  test('a signed delivery without a topic is parked, not dropped', async () => {
    expect(await receive(request({ headers: { 'x-shopify-topic': undefined } }))).toEqual({ kind: 'parked' });
    expect(seen.parked[0]?.issues).toEqual([{ path: 'headers.topic', message: 'missing' }]);
  });

  test('an order too long for a queue message is parked', async () => {
    const rawBody = Buffer.from(paid.rawBody.toString().replaceAll('Celadon cup', 'c'.repeat(1_100_000)));

    expect(await receive(request({ rawBody }))).toEqual({ kind: 'parked' });
    expect(seen.parked[0]?.issues).toEqual([
      { path: 'line_items', message: 'too long for one queue message' },
    ]);
  });
});

describe('refused', () => {
  test.each([
    ['signature-mismatch', { secret: 'another-secret-12345' }],
    ['signature-missing', { headers: { 'x-shopify-hmac-sha256': undefined } }],
    ['shop-mismatch', { headers: { 'x-shopify-shop-domain': 'other.myshopify.com' } }],
    ['signature-mismatch', { headers: { 'x-shopify-hmac-sha256': 'AAAA,BBBB' } }],
  ])('%s', async (reason, sent) => {
    expect(await receive(request(sent))).toEqual({ kind: 'unauthorized', status: 401 });
    expect(telemetry.counts).toEqual({ DeliveryReceived: 1, [`DeliveryRefused:${reason}`]: 1 });
    nothingHappened();
  });

  test('one changed byte', async () => {
    const changed = Buffer.from(paid.rawBody);
    changed.writeUInt8(changed.readUInt8(100) ^ 1, 100);

    expect(await receive({ ...request(), rawBody: changed })).toMatchObject({ kind: 'unauthorized' });
    nothingHappened();
  });

  test.each([
    ['an unknown source', { source: 'magento' }],
    ['a source named like a prototype key', { source: '__proto__' }],
    ['an id that fits no pattern', { connection: '../secrets' }],
    ['an empty id', { connection: '' }],
  ])('%s is not found, without a look-up', async (_, ids) => {
    const answer = await receive(request(ids), {
      found: { kind: 'unavailable', cause: new Error('looked up') },
    });

    expect(answer).toEqual({ kind: 'not-found' });
    nothingHappened();
  });

  test.each([
    ['an unknown connection', { found: { kind: 'unknown' } }],
    [
      'a connection of another source',
      { found: { kind: 'found', value: aShopConnection({ source: 'other' }) } },
    ],
    [
      'a connection whose shop sends no webhooks',
      { found: { kind: 'found', value: aShopConnection({ intake: 'poll', poll: {} }) } },
    ],
  ] as const)('%s is not found, and leaves no log line', async (_, world) => {
    expect(await receive(request(), world)).toEqual({ kind: 'not-found' });
    expect(telemetry.lines).toEqual([]);
    nothingHappened();
  });

  test('a body of 4 MiB is read; one byte more is too large', async () => {
    const body = Buffer.alloc(MAX_WEBHOOK_BYTES + 1, 0x20);

    expect(await receive(request({ rawBody: body }))).toEqual({ kind: 'too-large' });
    nothingHappened();
    expect(await receive(request({ rawBody: body.subarray(1) }))).toEqual({ kind: 'parked' });
  });

  test('a connection that cannot be read', async () => {
    const found = { kind: 'unavailable', cause: new Error('SSM is unavailable') } as const;

    expect(await receive(request(), { found })).toEqual({ kind: 'unavailable' });
    expect(telemetry.counts['DeliveryRefused:connection-unavailable']).toBe(1);
    nothingHappened();
  });

  test('an id that is not looked up has a reason of its own, which rings no alarm', async () => {
    const found = { kind: 'not-looked-up', cause: new Error('paused') } as const;

    expect(await receive(request(), { found })).toEqual({ kind: 'unavailable' });
    expect(telemetry.counts).toMatchObject({ 'DeliveryRefused:not-looked-up': 1 });
    expect(telemetry.lines).toEqual([]);
    nothingHappened();
  });

  test('SQS and S3 that do not accept it', async () => {
    const queueFault = new UnavailableError('no', { code: 'queue-unavailable' });
    const parkingFault = new UnavailableError('no', { code: 'parking-unavailable' });

    expect(await receive(request(), { queueFault })).toEqual({ kind: 'unavailable' });
    expect(await receive(request({ rawBody: Buffer.from('{') }), { parkingFault })).toEqual({
      kind: 'unavailable',
    });
    expect(await receive(request(), { queueFault: new TypeError('a fault of ours') })).toEqual({
      kind: 'unavailable',
    });
  });
});

describe('a privacy request', () => {
  const redact = JSON.stringify({
    shop_id: 954_889,
    shop_domain: 'example.myshopify.com',
    customer: { id: 191_167, email: 'Ann@Example.com', phone: '010-2345-2424' },
    orders_to_redact: [299_938],
  });
  const asked = (topic: string, body: string) => request({ topic, rawBody: Buffer.from(body) });

  test('is queued with the identifiers of the person, and answered at once', async () => {
    expect(await receive(asked('customers/redact', redact))).toEqual({ kind: 'erasure-queued', requests: 1 });

    expect(seen.erasures.map(decodeErasureMessage)).toMatchObject([
      {
        kind: 'erase-customer',
        connection: 'main',
        shop: 'example.myshopify.com',
        identity: { external_id: '191167', email: 'ann@example.com', phone_no: '821023452424' },
        customerIds: ['191167'],
        emails: ['Ann@Example.com'],
        phones: ['010-2345-2424'],
        orderIds: ['299938'],
        receivedAt: '2026-11-24T00:00:00.000Z',
      },
    ]);
    expect(telemetry.counts).toMatchObject({ DeliveryAccepted: 1, ErasureQueued: 1 });
    expect(seen.queued).toEqual([]);
  });

  test('is the same request when it is delivered again', async () => {
    await receive(asked('customers/redact', redact));
    await receive(asked('customers/redact', redact));
    const [first, second] = seen.erasures.map(decodeErasureMessage);

    expect(second?.digest).toBe(first?.digest);
  });

  test('knows a customer whom events leave out', async () => {
    const found = {
      kind: 'found' as const,
      value: { ...receiver.connection, excludeIdentities: ['191167', 'ann@example.com'] },
    };
    await receive(asked('customers/redact', redact), { found });

    expect(decodeErasureMessage(seen.erasures[0] ?? '').identity).toMatchObject({ external_id: '191167' });
  });

  test('that cannot be read is parked, and answered 200', async () => {
    expect(await receive(asked('customers/redact', '{}'))).toEqual({ kind: 'parked' });
    expect(seen.parked).toHaveLength(1);
  });

  test('that SQS does not accept is asked for again', async () => {
    const queueFault = new UnavailableError('no', { code: 'queue-unavailable' });

    expect(await receive(asked('customers/redact', redact), { queueFault })).toEqual({ kind: 'unavailable' });
  });
});
