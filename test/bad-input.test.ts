import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startInProcessFunctions } from '../infra/local/aws/in-process-functions.ts';
import { localClientSettings } from '../infra/local/aws/local-aws.ts';
import { type Stack, startStack } from '../infra/local/stack.ts';
import { ConnectionSchema } from '../lib/model/connection.ts';
import { sources } from '../lib/sources/all-sources.ts';
import { fixture } from './support/reading/fixtures.ts';

const SECRET = 'bad-input-secret-123';
const SHOP = 'example.myshopify.com';
const MAX_WEBHOOK_BYTES = 4 * 1024 * 1024;

/** The whole way over real sockets: HTTP front, receiver, queue, drain, Dfinery double. */
let stack: Stack;

beforeAll(async () => {
  const main = v.parse(ConnectionSchema, {
    source: 'shopify',
    shop: SHOP,
    secrets: [SECRET],
    dfinery: { serviceId: 'service-1', accessToken: 'token-1' },
  });
  stack = await startStack({
    longPollSeconds: 0.1,
    connections: () => Promise.resolve({ main }),
    startFunctions: (environment) =>
      startInProcessFunctions({ ...environment, POWERTOOLS_LOG_LEVEL: 'SILENT' }, () => undefined),
  });
});

afterAll(() => stack.stop());

interface Sent {
  readonly body?: Buffer;
  /** Values in a list are sent as one header each. */
  readonly headers?: Record<string, string | string[] | undefined>;
  readonly path?: string;
  readonly method?: string;
}

const order = (
  change: (order: Record<string, unknown>) => unknown,
  name = 'orders-paid.member-krw',
): Buffer => {
  const whole = JSON.parse(fixture(sources.shopify, name).rawBody.toString()) as Record<string, unknown>;
  const id = 8_800_000_000_000 + Math.floor(performance.now() * 1_000);
  return Buffer.from(JSON.stringify(change({ ...whole, id })));
};
const lineChanged = (change: object) =>
  order((whole) => {
    const [first, ...others] = whole['line_items'] as object[];
    return { ...whole, line_items: [{ ...first, ...change }, ...others] };
  });
const onlyLine = (change: object) =>
  order((whole) => {
    const [first] = whole['line_items'] as object[];
    return { ...whole, line_items: [{ ...first, ...change }] };
  });

/** Posts a body signed as Shopify would, with some headers changed, and returns status and body of the answer. */
async function post({ body = order((whole) => whole), headers = {}, path, method = 'POST' }: Sent = {}) {
  const signed = sources.shopify.sign({
    rawBody: body,
    secret: SECRET,
    topic: 'orders/paid',
    shop: SHOP,
    deliveryId: 'delivery-1',
    now: new Date(),
  });
  const all = Object.entries({ ...signed, ...headers }).filter(([, value]) => value !== undefined);
  const url = new URL(path ?? '/webhooks/shopify/main', stack.url);
  const answered = await new Promise<{ status: number; body: string }>((resolve, reject) => {
    const sent = httpRequest(url, { method, headers: Object.fromEntries(all) }, (response) => {
      void text(response).then((answer) => {
        resolve({ status: response.statusCode ?? 0, body: answer });
      });
    });
    sent.on('error', reject).end(body);
  });
  return `${answered.status} ${answered.body}`;
}

/** Counts events at the double and deliveries in the bucket, once the queue is empty. */
async function arrived(): Promise<{ events: number; parked: number }> {
  await stack.mapping.settled();
  const s3 = new S3Client({ ...localClientSettings(stack.emulator.endpoint), forcePathStyle: true });
  const { KeyCount = 0 } = await s3.send(new ListObjectsV2Command({ Bucket: stack.emulator.parkedBucket }));
  return { events: stack.dfinery?.events().length ?? 0, parked: KeyCount };
}

/** Sends a request, and checks the answer and what it added to the double and the bucket. */
async function expectAnswer(sent: Sent, answer: string, added: { events?: number; parked?: number } = {}) {
  const before = await arrived();

  expect(await post(sent)).toBe(answer);

  expect(await arrived()).toEqual({
    events: before.events + (added.events ?? 0),
    parked: before.parked + (added.parked ?? 0),
  });
}

const QUEUED = '200 {"status":"queued","events":1}';
const PARKED = '200 {"status":"parked"}';
const UNAUTHORIZED = '401 {"status":"unauthorized"}';

describe('still accepted', () => {
  test.each(['text/plain', 'application/octet-stream', 'application/x-www-form-urlencoded', undefined])(
    'content type %s',
    (type) => expectAnswer({ headers: { 'content-type': type } }, QUEUED, { events: 1 }),
  );

  test('unicode, emoji and odd bytes in names arrive unchanged', async () => {
    const title = '🍵 녹차 \u0000\u0007 \ud800 \ufffe ‮ "<b>';
    await expectAnswer({ body: lineChanged({ title }) }, QUEUED, { events: 1 });

    const names = stack.dfinery
      ?.events()
      .at(-1)
      ?.event.event_items?.map(({ df_item_name }) => df_item_name);
    expect(names?.[0]).toBe(title);
  });

  test('prototype keys change nothing', async () => {
    const hostile = order((whole) => whole)
      .toString()
      .replace('{', '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},');
    await expectAnswer({ body: Buffer.from(hostile) }, QUEUED, { events: 1 });

    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test('a line of quantity 0 is left out', async () => {
    await expectAnswer({ body: lineChanged({ quantity: 0, discount_allocations: [] }) }, QUEUED, {
      events: 1,
    });

    expect(stack.dfinery?.events().at(-1)?.event.event_items).toHaveLength(1);
  });

  test('a line that cannot be read is left out', async () => {
    await expectAnswer({ body: lineChanged({ price: '-1.00' }) }, QUEUED, { events: 1 });

    expect(stack.dfinery?.events().at(-1)?.event.event_items).toHaveLength(1);
  });

  test('a body of exactly 4 MiB', async () => {
    const body = order((whole) => whole);
    const padded = Buffer.concat([body, Buffer.alloc(MAX_WEBHOOK_BYTES - body.length, 0x20)]);

    await expectAnswer({ body: padded }, QUEUED, { events: 1 });
  });
});

describe('verified, but not a readable order: parked', () => {
  test.each([
    ['not JSON', Buffer.from('<order/>')],
    ['cut short', order((whole) => whole).subarray(0, 500)],
    ['an empty body', Buffer.alloc(0)],
    ['JSON of another shape', Buffer.from('[{"order":1}]')],
    // Beside lines that can be read it is set aside.
    ['a negative price', onlyLine({ price: '-1.00' })],
    ['a negative quantity', onlyLine({ quantity: -1 })],
    ['a fractional quantity', onlyLine({ quantity: 1.5 })],
    ['an absurd quantity', onlyLine({ quantity: 1e300 })],
    ['an absurd total', order((whole) => ({ ...whole, total_price: '9'.repeat(400) }))],
    [
      'an infinite total',
      Buffer.from(
        order((whole) => whole)
          .toString()
          .replace('"total_price":"55000"', '"total_price":1e999'),
      ),
    ],
    ['NaN-like text', order((whole) => ({ ...whole, total_price: 'NaN' }))],
    ['a total of another type', order((whole) => ({ ...whole, total_price: { amount: '1' } }))],
    [
      'deep nesting',
      Buffer.from(`{"id":12345678901234567890,"x":${'['.repeat(99_000)}${']'.repeat(99_000)}}`),
    ],
    ['deep nesting without long ids', Buffer.from(`{"id":1,"x":${'['.repeat(99_000)}${']'.repeat(99_000)}}`)],
  ])('%s', (_, body) => expectAnswer({ body }, PARKED, { parked: 1 }));

  test('bytes that are not text', () => {
    const headers = { 'content-type': 'application/octet-stream' };
    return expectAnswer({ body: Buffer.from([0x80, 0xff, 0x00]), headers }, PARKED, { parked: 1 });
  });

  test('the same bytes again are the same object', async () => {
    const body = Buffer.from('not json, twice');
    await expectAnswer({ body }, PARKED, { parked: 1 });
    await expectAnswer({ body }, PARKED);
  });
});

describe('refused, without a trace', () => {
  test('one changed byte', async () => {
    const body = order((whole) => whole);
    const signature = sources.shopify.sign({
      rawBody: Buffer.concat([body, Buffer.from(' ')]),
      secret: SECRET,
      topic: 'orders/paid',
      shop: SHOP,
      deliveryId: 'd',
      now: new Date(),
    })['x-shopify-hmac-sha256'];

    await expectAnswer({ body, headers: { 'x-shopify-hmac-sha256': signature } }, UNAUTHORIZED);
  });

  test('a missing signature', () =>
    expectAnswer({ headers: { 'x-shopify-hmac-sha256': undefined } }, UNAUTHORIZED));

  test('two signatures', async () => {
    const body = order((whole) => whole);
    const input = { rawBody: body, secret: SECRET, topic: 'orders/paid', shop: SHOP };
    const signed = sources.shopify.sign({ ...input, deliveryId: 'd', now: new Date() });
    const signature = signed['x-shopify-hmac-sha256'] ?? '';

    await expectAnswer({ body, headers: { 'x-shopify-hmac-sha256': [signature, signature] } }, UNAUTHORIZED);
  });

  test('another shop', () =>
    expectAnswer({ headers: { 'x-shopify-shop-domain': 'other.myshopify.com' } }, UNAUTHORIZED));

  test('4 MiB and one byte', () =>
    expectAnswer({ body: Buffer.alloc(MAX_WEBHOOK_BYTES + 1, 0x20) }, '413 {"status":"too-large"}'));

  test.each([
    ['/webhooks/shopify/nobody', '404 {"status":"not-found"}'],
    ['/webhooks/magento/main', '404 {"status":"not-found"}'],
    ['/webhooks/shopify/..%2f..%2fsecrets', '404 {"status":"not-found"}'],
    ['/webhooks/shopify/MAIN', '404 {"status":"not-found"}'],
    ['/webhooks/shopify', '404 {"message":"Not Found"}'],
    ['/', '404 {"message":"Not Found"}'],
  ])('%s', (path, answer) => expectAnswer({ path }, answer));

  test('another method', () => expectAnswer({ method: 'PUT' }, '404 {"message":"Not Found"}'));
});
