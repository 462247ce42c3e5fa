import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  aFetch,
  answered,
  type FetchWorld,
  fetchRecords,
  unanswered,
} from '../../test/support/builders/a-fetch.ts';
import { aRefundFetch, aRefundShop } from '../../test/support/builders/a-refund-fetch.ts';
import {
  aRefundLine,
  aShippingLine,
  aWooCommerceRefund,
} from '../../test/support/builders/a-woocommerce-refund.ts';
import { aRecord } from '../../test/support/builders/queue-records.ts';
import { memoryTombstones } from '../../test/support/doubles/memory-tombstones.ts';
import { countedIn } from '../../test/support/reading/counted-in.ts';
import { UnavailableError } from '../model/errors.ts';
import type { Subject } from '../model/subject.ts';
import { encodeFetchMessage, type RefundFetch } from '../queue/fetch-message.ts';
import { DAY_MS } from '../queue/worker/fate.ts';
import type { HttpAnswer } from '../runtime/http/http-answer.ts';
import type { Oddity } from '../translate/oddity.ts';

let fetching: ReturnType<typeof aFetch>;

beforeEach(() => {
  fetching = aFetch();
});

/** In every case: no log line has data of the buyer, a key or a product. */
afterEach(() => {
  expect(fetching.telemetry.lines.join('\n')).not.toMatch(/buyer@|c-1|secret|Basic|Cup/i);
});

const world = (
  answer: HttpAnswer = answered(200, aWooCommerceRefund()),
  more: FetchWorld = {},
): FetchWorld => ({
  answer: () => answer,
  shop: (id) => ({ kind: 'found', value: { ...aRefundShop(), id } }),
  ...more,
});

interface Aged extends Partial<RefundFetch> {
  readonly ageMs?: number;
}

const recordsOf = (...refunds: Aged[]) =>
  refunds.map(({ ageMs = 1_000, ...changes }, index) => {
    const body = encodeFetchMessage(aRefundFetch(changes));
    return aRecord({ messageId: `record-${index + 1}`, ageMs, body });
  });

const numbered = (refundId: number): Aged => ({
  reference: { orderId: '9001', refundId: String(refundId), taxesIncluded: true },
});

const take = (into: FetchWorld = world(), ...refunds: Aged[]) =>
  fetching.fetch(recordsOf(...(refunds.length === 0 ? [{}] : refunds)), into);
const counts = () => fetching.telemetry.counts;
const oddities = (name: Oddity) => countedIn(fetching.telemetry.lines)(name);
const itemsQueued = () =>
  fetching.seen.queued.map((message) =>
    'event' in message && 'event_items' in message.event ? message.event.event_items : [],
  );
const STAND_IN = [
  { df_item_id: 'refund', df_item_name: 'refund', df_price: 29.75, df_quantity: 1, df_discount: 0 },
];

test('a refund is fetched with the key, and queued with its lines and its own time', async () => {
  expect(await take()).toEqual([]);

  expect(fetching.seen.asked).toMatchObject([
    {
      shop: 'shop.example.com',
      request: {
        path: '/wp-json/wc/v3/orders/9001/refunds/9002',
        headers: { authorization: `Basic ${Buffer.from('app:secret-of-the-app').toString('base64')}` },
      },
    },
  ]);
  expect(fetching.seen.queued).toMatchObject([
    {
      kind: 'refund',
      connection: 'main',
      serviceId: 'service-1',
      source: 'woocommerce',
      shop: 'shop.example.com',
      subjectKey: '9001/9002',
      placedAt: '2026-11-20T00:00:00.000Z',
      total: '29.75',
      deliveryId: 'delivery-1',
      receivedAt: '2026-11-24T09:31:05.000Z',
      traceId: 'trace-1',
      identity: { external_id: 'c-1', email: 'buyer@example.com' },
      event: {
        event_name: 'df_refund',
        event_datetime: '2026-11-24T09:30:00.000Z',
        event_items: [{ df_item_id: '31', df_price: 11.9, df_quantity: 2, df_discount: 0 }],
        event_properties: { df_total_refund_amount: 29.75 },
      },
    },
  ]);
  expect(counts()).toEqual({
    EventQueued: 1,
    FetchDone: 1,
  });
});

test('a refund without a time of its own has that of its delivery', async () => {
  await take(world(answered(200, aWooCommerceRefund({ date_created_gmt: null }))));

  expect(fetching.seen.queued).toMatchObject([{ event: { event_datetime: '2026-11-24T09:31:00.000Z' } }]);
});

test.each([
  ['typed by hand', { line_items: [], shipping_lines: [] }, 'refund', 1],
  ['of delivery alone', { line_items: [], shipping_lines: [aShippingLine()] }, 'shipping', undefined],
])('a refund %s has one item %3$s', async (_, changes, item, withoutLines) => {
  await take(world(answered(200, aWooCommerceRefund(changes))));

  expect(itemsQueued()).toEqual([[{ ...STAND_IN[0], df_item_id: item, df_item_name: item }]]);
  expect(oddities('RefundWithoutLines')).toBe(withoutLines ?? 0);
});

test('a refund of more than 100 different lines becomes parts that add up to its amount', async () => {
  const line_items = Array.from({ length: 101 }, (_, index) => aRefundLine({ product_id: index + 1 }));
  await take(world(answered(200, aWooCommerceRefund({ line_items, amount: '2409.75' }))));

  expect(fetching.seen.queued).toMatchObject([
    { part: 1, parts: 2, total: '29.75' },
    { part: 2, parts: 2, total: '29.75' },
  ]);
  expect(counts()).toMatchObject({ EventQueued: 2, FetchDone: 1 });
});

describe('lines are never worth a lost refund: it is sent without', () => {
  const quantity = -Number.MAX_SAFE_INTEGER - 1;

  test.each([
    [
      'a wrong key',
      answered(401, { code: 'woocommerce_rest_authentication_error' }),
      'misconfigured',
      'http-401',
    ],
    ['a key that may not read', answered(403), 'misconfigured', 'http-403'],
    ['a refund that was deleted', answered(404), 'not-found', 'http-404'],
    ['a request that is refused', answered(400), 'refused', 'http-400'],
    ['something else in its place', answered(200, []), 'unreadable', undefined],
    ['a refund of another id', answered(200, aWooCommerceRefund({ id: 1 })), 'unreadable', 'id'],
    [
      'lines that make no event',
      answered(200, aWooCommerceRefund({ line_items: [aRefundLine({ quantity })] })),
      'unreadable',
      undefined,
    ],
  ])('at once after %s', async (_, answer, reason, code) => {
    expect(await take(world(answer))).toEqual([]);

    expect(fetching.seen.queued).toMatchObject([
      { subjectKey: '9001/9002', total: '29.75', event: { event_datetime: '2026-11-24T09:31:00.000Z' } },
    ]);
    expect(itemsQueued()).toEqual([STAND_IN]);
    expect(counts()).toMatchObject({ FetchDone: 1, EventQueued: 1 });
    expect(oddities('RefundWithoutLines')).toBe(1);
    expect(counts()).toMatchObject({ [`RefundLinesMissed:${reason}`]: 1 });
    const logged = fetching.telemetry.lines.find((line) => line.includes('"error"')) ?? '{}';
    expect(JSON.parse(logged)).toMatchObject({ orderId: '9001/9002', reason });
    expect(logged).toContain(code ?? '');
  });

  test.each([
    ['no key', { client: () => ({ kind: 'unknown' as const }) }],
    [
      'a shop that is no host',
      { shop: () => ({ kind: 'found' as const, value: aRefundShop({ shop: 'main' }) }) },
    ],
  ])('at once if its connection has %s, without a request', async (_, more) => {
    expect(await take(world(undefined, more))).toEqual([]);

    expect(fetching.seen.asked).toEqual([]);
    expect(itemsQueued()).toEqual([STAND_IN]);
    expect(counts()).toMatchObject({ FetchDone: 1 });
    expect(oddities('RefundWithoutLines')).toBe(1);
  });

  test.each([
    ['is throttled', answered(429, '', { 'retry-after': '60' })],
    ['is unavailable', answered(503)],
    ['does not answer', unanswered],
    ['answers with a page', answered(200, '<html></html>')],
    ['redirects to another address', answered(301, '', { location: 'https://www.shop.example.com/' })],
  ])('after a day if its shop %s, and until then it waits', async (_, answer) => {
    expect(await take(world(answer), { ageMs: DAY_MS - 1 })).toEqual(['record-1']);
    expect(fetching.seen.queued).toEqual([]);
    expect(fetching.seen.hidden).toHaveLength(1);

    expect(await take(world(answer), { ageMs: DAY_MS })).toEqual([]);
    expect(itemsQueued()).toEqual([STAND_IN]);
    expect(counts()).toMatchObject({ FetchDone: 1 });
    expect(oddities('RefundWithoutLines')).toBe(1);
  });
});

describe('a refund waits, however long,', () => {
  test.each([
    ['while its connection is gone', { shop: () => ({ kind: 'unknown' as const }) }],
    [
      'while its connection is of another platform',
      { shop: () => ({ kind: 'found' as const, value: aRefundShop({ source: 'shopify' }) }) },
    ],
    [
      'while connections cannot be read',
      { client: () => ({ kind: 'unavailable' as const, cause: new Error('SSM is unavailable') }) },
    ],
  ])('%s', async (_, more) => {
    expect(await take(world(undefined, more), { ageMs: 2 * DAY_MS })).toEqual(['record-1']);
    expect(fetching.seen.queued).toEqual([]);
  });

  test('while the queue does not accept it', async () => {
    const fault = new UnavailableError('SQS is unavailable', { code: 'queue-unavailable' });
    fetching = aFetch({ queue: { sendAll: () => Promise.reject(fault) } });

    expect(await take(world(answered(401)), { ageMs: 2 * DAY_MS })).toEqual(['record-1']);
    expect(counts()).toMatchObject({ 'FetchKept:aws-unavailable': 1 });
  });
});

test('a refund of an erased customer is dropped, with and without lines', async () => {
  const seen: Subject[] = [];
  const tombstones = memoryTombstones((subject) => seen.push(subject) > 0);
  fetching = aFetch({ tombstones });

  await take();
  await take(world(answered(404)));

  expect(fetching.seen.queued).toEqual([]);
  expect(counts()).toMatchObject({ FetchErased: 2 });
  expect(oddities('RefundWithoutLines')).toBe(0);
  expect(seen).toMatchObject([
    { shop: 'shop.example.com', orderId: '9001', identity: { external_id: 'c-1' } },
    { shop: 'shop.example.com', orderId: '9001' },
  ]);
});

describe('among others', () => {
  test('records of one refund are one call, and two refunds of one order are two', async () => {
    const answer = ({ request }: { request: { path: string } }) =>
      answered(200, aWooCommerceRefund({ id: Number(/\d+$/.exec(request.path)?.[0]) }));
    await take({ ...world(), answer }, numbered(1), numbered(2), numbered(1));

    expect(fetching.queuedOrders()).toEqual(['9001/1', '9001/2']);
    expect(counts()).toMatchObject({ FetchDone: 2, FetchDuplicate: 1 });
  });

  test('a shop that is unavailable is left alone after three failures, and holds up no other', async () => {
    const refunds = [1, 2, 3, 4].map(numbered);
    const answer = ({ shop }: { shop: string }) =>
      shop === 'down.example.com' ? answered(500) : answered(200, aWooCommerceRefund());
    const shop = (id: string) => ({
      kind: 'found' as const,
      value: { ...aRefundShop({ shop: `${id}.example.com` }), id },
    });
    const failed = await take(
      { ...world(), answer, shop },
      ...refunds.map((refund) => ({ ...refund, connection: 'down' })),
      { connection: 'up' },
    );

    expect(failed).toHaveLength(4);
    expect(fetching.seen.asked.filter((asked) => asked.shop === 'down.example.com')).toHaveLength(3);
    expect(fetching.queuedOrders()).toEqual(['9001/9002']);
  });

  test('orders that cannot be fetched do not hold up the refunds of their connection', async () => {
    const [order] = fetchRecords([{ orderId: '1', source: 'standard-webhooks' }]);
    const [refund] = recordsOf({});
    if (order === undefined || refund === undefined) throw new Error('There is no record');
    await fetching.fetch([order, { ...refund, messageId: 'record-2' }], world());

    expect(fetching.queuedOrders()).toEqual(['9001/9002']);
    expect(fetching.seen.buried).toMatchObject([{ attributes: { code: 'source-unknown' } }]);
  });
});
