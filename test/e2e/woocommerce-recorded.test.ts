import { request as httpRequest } from 'node:http';
import { json } from 'node:stream/consumers';
import { isDeepStrictEqual } from 'node:util';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { eventLogId } from '../../lib/dfinery/event-log-id.ts';
import { smaller, sum, toDecimal, ZERO } from '../../lib/model/money.ts';
import { type ParkedDelivery, readParkedDelivery } from '../../lib/stores/parked/parked-delivery.ts';
import { aConnection } from '../support/builders/a-connection.ts';
import { type PackagedStack, startPackagedStack } from '../support/harness/packaged-stack.ts';
import { metricsIn } from '../support/reading/metrics-in-logs.ts';
import { type RecordedDelivery, recordedDeliveries } from '../support/reading/recorded-deliveries.ts';

/** Half an hour after the last delivery was sent. */
const RECORDED_AT = Date.parse('2026-11-23T06:00:00Z');
const CLOCK = new URL('../support/harness/shift-clock.ts', import.meta.url).href;

/** One webhook signs with a secret of its own, which the shop stores with an HTML entity in it. */
const secrets = ['woo-captured-secret', 'woo &amp; "quoted" <s>'];

/** Both shops number their orders alike and sign with the same secret. Connected by host, and again by names of ours. */
const shops = {
  a: '127.0.0.1:38080',
  b: 'http://127.0.0.1:38082/',
  'shuffled-a': 'first-shop',
  'shuffled-b': 'second-shop',
};
const connections = Object.fromEntries(
  Object.entries(shops).map(([id, shop]) => {
    const dfinery = { serviceId: `service-of-${id}`, accessToken: 'access-token-of-the-test' };
    return [id, aConnection({ source: 'woocommerce', shop, secrets, dfinery })];
  }),
);

const recorded = recordedDeliveries();
let stack: PackagedStack;

beforeAll(async () => {
  stack = await startPackagedStack({
    connections: () => Promise.resolve(connections),
    environment: {
      NODE_OPTIONS: `--import ${CLOCK}`,
      CLOCK_SHIFT_MS: String(RECORDED_AT - Date.now()),
    },
  });
});

afterAll(() => stack.stop());

const DELIVERIES_BETWEEN_DRAINS = 30;
const SIDE_BY_SIDE = 8;

/** Posts exactly the recorded headers and bytes. */
function post({ sentHeaders, rawBody }: RecordedDelivery, connection: string): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const url = `${stack.url}/webhooks/woocommerce/${connection}`;
  const sent = httpRequest(url, { method: 'POST', headers: sentHeaders }, (response) => {
    json(response).then((body) => {
      resolve({ status: response.statusCode, body });
    }, reject);
  });
  sent.once('error', reject).end(rawBody);
  return promise;
}

/** Expects the outcome beside the recording, in the receiver's words. What is to be queued may be known by now. */
function expectAnswer(delivery: RecordedDelivery, answer: unknown): void {
  const isKnown = isDeepStrictEqual(answer, { status: 200, body: { status: 'known' } });
  if (isKnown && ['queued', 'closed'].includes(delivery.expected)) return;
  expect(answer, delivery.name).toEqual(expectedAnswer(delivery));
}

function expectedAnswer({ expected, rawBody }: RecordedDelivery): unknown {
  if (expected === 'queued') return { status: 200, body: { status: 'queued', events: eventsOf(rawBody) } };
  // What is told of an order that nothing was paid for depends on what was told before.
  if (expected === 'closed') {
    return { status: 200, body: { status: 'queued', events: expect.any(Number) as number } };
  }
  if (expected === 'parked') return { status: 200, body: { status: 'parked' } };
  return { status: 200, body: { status: 'ignored', reason: expected } };
}

interface RecordedOrder {
  readonly id: number;
  readonly total: string;
  readonly line_items: readonly unknown[];
  readonly refunds: readonly { readonly id: number; readonly total: string }[];
}

const orderIn = (rawBody: Buffer) => JSON.parse(rawBody.toString()) as RecordedOrder;

/** The recorded lines are all different, so none is merged. No refund has more than 100. */
function eventsOf(rawBody: Buffer): number {
  const { line_items, refunds } = orderIn(rawBody);
  return Math.ceil(line_items.length / 100) + refunds.length;
}

/** Order → totals of its paid versions, in sending order. */
function paidTotals(shop: 'a' | 'b'): Map<string, string[]> {
  const totals = new Map<string, string[]>();
  for (const { rawBody } of recorded.filter((one) => one.shop === shop && one.expected === 'queued')) {
    const { id, total } = orderIn(rawBody);
    totals.set(String(id), [...(totals.get(String(id)) ?? []), toDecimal(total)]);
  }
  return totals;
}

/** Order → its total at the service of a connection, all parts together. */
function purchases(connection: string): Map<string, string> {
  const totals = new Map<string, string>();
  for (const { event, serviceId } of stack.dfinery?.events() ?? []) {
    if (serviceId !== `service-of-${connection}` || event.event_name !== 'df_purchase') continue;
    const id = String(event.event_properties?.['df_order_id']);
    const part = toDecimal(String(event.event_properties?.['df_total_purchase_amount']));
    totals.set(id, sum([part, toDecimal(totals.get(id) ?? '0')]));
  }
  return totals;
}

/** A refund in any paid version of an order. Of a refund that was deleted nothing is heard again. */
interface ListedRefund {
  readonly orderId: string;
  readonly amount: string;
}

/** Every such refund, by the id of its event. */
function refundsListed(shop: 'a' | 'b', connection: string): Map<string, ListedRefund> {
  const told = new Map<string, ListedRefund>();
  for (const { rawBody } of recorded.filter((one) => one.shop === shop && one.expected === 'queued')) {
    const { id, refunds } = orderIn(rawBody);
    for (const refund of refunds) {
      const name = {
        source: 'woocommerce',
        shop: connections[connection]?.shop ?? '',
        kind: 'refund',
      } as const;
      const key = eventLogId({ ...name, subjectKey: `${id}/${refund.id}`, part: 1 });
      told.set(key, { orderId: String(id), amount: toDecimal(refund.total.replace('-', '')) });
    }
  }
  return told;
}

/** Event id → amount of the refunds at the service of a connection. */
function refundsSent(connection: string): Map<string, string> {
  const events = (stack.dfinery?.events() ?? []).filter(
    ({ serviceId, event }) => serviceId === `service-of-${connection}` && event.event_name === 'df_refund',
  );
  return new Map(
    events.map(({ event }) => [
      event.event_log_id,
      toDecimal(String(event.event_properties?.['df_total_refund_amount'])),
    ]),
  );
}

/** Expects every refund at Dfinery with its amount, but of an order never more than its purchase. */
function expectRefunds(shop: 'a' | 'b', connection: string): void {
  const listed = Map.groupBy(refundsListed(shop, connection), ([, { orderId }]) => orderId);
  const sent = refundsSent(connection);
  for (const [orderId, refunds] of listed) {
    const total = toDecimal(purchases(connection).get(orderId) ?? '0');
    const amounts = refunds.map(([, { amount }]) => toDecimal(amount));
    const told = refunds.map(([id]) => toDecimal(sent.get(id) ?? '0'));
    expect(sum(told), orderId).toBe(smaller(sum(amounts), total));
    for (const [index, amount] of amounts.entries()) {
      expect(smaller(told[index] ?? ZERO, amount), orderId).toBe(told[index]);
    }
  }
  const known = new Set([...listed.values()].flat().map(([id]) => id));
  expect([...sent.keys()].filter((id) => !known.has(id))).toEqual([]);
}

const eventIds = () => (stack.dfinery?.events() ?? []).map(({ event }) => event.event_log_id);

/** Waits until the drain has nothing left to do. */
async function drained(): Promise<void> {
  await stack.mapping.settled();
  await expect.poll(() => stack.waiting()).toBe(0);
}

/** Posts all in an order that only the seed decides, several at once, each to the connection of `connectionOf`. */
async function postShuffled(seed: number, connectionOf: (delivery: RecordedDelivery) => string) {
  const whole = { minLength: recorded.length, maxLength: recorded.length };
  const [shuffled = []] = fc.sample(fc.shuffledSubarray(recorded, whole), { seed, numRuns: 1 });
  for (let start = 0; start < shuffled.length; start += SIDE_BY_SIDE) {
    const some = shuffled.slice(start, start + SIDE_BY_SIDE);
    const answers = await Promise.all(some.map((delivery) => post(delivery, connectionOf(delivery))));
    for (const [index, delivery] of some.entries()) expectAnswer(delivery, answers[index]);
  }
}

test('the recording is complete', () => {
  const counts = Map.groupBy(recorded, ({ expected }) => expected);

  expect([...counts].map(([expected, { length }]) => [expected, length]).sort()).toEqual([
    ['closed', 2],
    ['draft', 16],
    ['parked', 4],
    ['ping', 27],
    ['queued', 85],
    ['topic', 22],
    ['unpaid', 87],
  ]);
});

test('Every delivery, in sending order, gets the expected answer', async () => {
  for (const [index, delivery] of recorded.entries()) {
    expectAnswer(delivery, await post(delivery, delivery.shop));
    // The drain works meanwhile, so the first version of an order arrives before the next.
    if (index % DELIVERIES_BETWEEN_DRAINS === 0) await stack.mapping.settled();
  }
});

test('Dfinery holds one purchase for each paid order, with the shop’s own total of its first paid version', async () => {
  await drained();

  for (const shop of ['a', 'b'] as const) {
    const expected = [...paidTotals(shop)].map(([id, [first = '']]) => [id, first] as const);
    expect(purchases(shop)).toEqual(new Map(expected));
    expectRefunds(shop, shop);
  }
  expect(refundsSent('a').size).toBeGreaterThan(8);
  expect(new Set(eventIds()).size).toBe(eventIds().length);
});

test('All deliveries again, in another order and at once, add nothing', async () => {
  const before = eventIds();
  await postShuffled(1, ({ shop }) => shop);
  await drained();

  expect(eventIds()).toEqual(before);
});

test('Another order from the start gives one purchase for each paid order as well', async () => {
  await postShuffled(2, ({ shop }) => `shuffled-${shop}`);
  await drained();

  for (const shop of ['a', 'b'] as const) {
    const expected = paidTotals(shop);
    const found = purchases(`shuffled-${shop}`);
    expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [id, total] of found) expect(expected.get(id), id).toContain(total);
    expectRefunds(shop, `shuffled-${shop}`);
  }
  expect(new Set(eventIds()).size).toBe(eventIds().length);
});

test('Everything that the shops sent in place of an order is in the bucket, each with its meaning', async () => {
  const parked = await parkedDeliveries('a');
  const expected = recorded.filter((delivery) => delivery.expected === 'parked');

  // Errors have equal bytes, and equal bytes of one day are one object.
  expect(new Set(parked.map(({ rawBody }) => Buffer.from(rawBody, 'base64').toString()))).toEqual(
    new Set(expected.map(({ rawBody }) => rawBody.toString())),
  );
  expect(new Set(parked.flatMap(({ issues }) => issues.map(({ message }) => message)))).toEqual(
    new Set([
      'an error in place of the order: the user who made the webhook may not read orders',
      'an error in place of the order: the webhook needs version 3 of the API',
    ]),
  );
});

async function parkedDeliveries(connection: string): Promise<ParkedDelivery[]> {
  const s3 = new S3Client({ ...localClientSettings(stack.emulator.endpoint), forcePathStyle: true });
  const bucket = { Bucket: stack.emulator.parkedBucket };
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ ...bucket, Prefix: `${connection}/` }));
  return Promise.all(
    Contents.map(async ({ Key }) => {
      const { Body } = await s3.send(new GetObjectCommand({ ...bucket, Key }));
      return readParkedDelivery((await Body?.transformToString()) ?? '');
    }),
  );
}

test('Both accounts of all this balance', async () => {
  const count = (name: string) => metricsIn(stack.functions.logs())(name);
  const all = (...names: string[]) => names.reduce((total, name) => total + count(name), 0);

  expect(count('DeliveryReceived')).toBe(3 * recorded.length);
  expect(count('DeliveryRefused')).toBe(0);
  expect(count('DeliveryReceived')).toBe(
    all('DeliveryAccepted', 'DeliveryKnown', 'DeliveryIgnored', 'DeliveryParked'),
  );
  expect(count('DeliveryKnown')).toBeGreaterThan(0);
  expect(count('EventSent')).toBe(eventIds().length);
  expect(count('EventDead')).toBe(0);
  expect(await stack.waiting()).toBe(0);
  expect(count('EventQueued')).toBe(stack.handedOut.events.messages());
  // What a function wrote last may come a moment after its answer.
  await expect
    .poll(() => all('EventSent', 'EventDuplicate', 'EventSuperseded', 'EventUntold', 'EventKept'))
    .toBe(stack.handedOut.events.records());
  expect(count('MoneyMismatch')).toBe(0);
});

test('The logs name no person', () => {
  const telltale =
    /example\.com|(213|30)\D{0,2}555\D?01|Avery|Carol|Joerg|J\u00f6rg|길동|of-the-test|woo-captured/i;

  expect(
    stack.functions
      .logs()
      .split('\n')
      .filter((line) => telltale.test(line)),
  ).toEqual([]);
});
