import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  aFetch,
  answered,
  aToken,
  type FetchWorld,
  fetchRecords,
  foundShop,
  givenOrder,
  type NamedOrder,
  unanswered,
} from '../../test/support/builders/a-fetch.ts';
import { aRecord } from '../../test/support/builders/queue-records.ts';
import { UnavailableError } from '../model/errors.ts';
import { DAY_MS } from '../queue/worker/fate.ts';
import type { QueueRecord } from '../queue/worker/queue-record.ts';
import { MIN_REMAINING_MS } from './fetch-batch.ts';

const MINUTE_MS = 60_000;

let fetching: ReturnType<typeof aFetch>;

beforeEach(() => {
  fetching = aFetch();
});

/** In every case: no log line has data of the buyer, a token or a secret. */
afterEach(() => {
  expect(fetching.telemetry.lines.join('\n')).not.toMatch(
    /example\.com|2424|secret-|fixture01|Fixture|찻잔|Bearer/i,
  );
});

const id = (number: number): string => `20261124-${String(number).padStart(7, '0')}`;

const orders = (count: number, change: (index: number) => Partial<NamedOrder> = () => ({})): NamedOrder[] =>
  Array.from({ length: count }, (_, index) => ({ orderId: id(index + 1), ...change(index) }));

const fetchAll = (records: readonly QueueRecord[], world?: FetchWorld) => fetching.fetch(records, world);
const counts = () => fetching.telemetry.counts;

describe('an order that is found', () => {
  test('is mapped and queued under its own identity, and its record is done with', async () => {
    const failed = await fetchAll(fetchRecords(orders(2)));

    expect(failed).toEqual([]);
    expect(fetching.seen.queued).toMatchObject([
      {
        connection: 'main',
        serviceId: 'service-1',
        source: 'cafe24',
        shop: 'main-mall',
        subjectKey: id(1),
        total: '52000',
        deliveryId: 'delivery-1',
        traceId: 'trace-1',
        receivedAt: '2026-11-24T00:00:00.000Z',
        identity: { external_id: 'fixture01', email: 'buyer@example.com', phone_no: '821024242424' },
        event: { event_name: 'df_purchase', event_properties: { df_order_id: id(1) } },
      },
      { subjectKey: id(2), deliveryId: 'delivery-2' },
    ]);
    expect(counts()).toMatchObject({ FetchDone: 2, EventQueued: 2 });
  });

  test('is fetched from the shop that its webhook named, with the token of its connection', async () => {
    const named = [
      { orderId: id(1), connection: 'one', shopNo: '1' },
      { orderId: id(2), connection: 'two', shopNo: '2' },
    ];
    await fetchAll(fetchRecords(named), { token: (connection) => aToken(`token-of-${connection}`) });

    const asked = fetching.seen.asked.map(({ shop, request }) => [
      shop,
      request.path.split('&')[0],
      request.headers['authorization'],
    ]);
    expect(asked).toEqual([
      ['one-mall', `/api/v2/admin/orders/${id(1)}?shop_no=1`, 'Bearer token-of-one'],
      ['two-mall', `/api/v2/admin/orders/${id(2)}?shop_no=2`, 'Bearer token-of-two'],
    ]);
  });

  test.each([
    ['before-since', { shop: (id: string) => foundShop(id, { since: '2026-11-21T00:00:00Z' }) }],
    ['too-old', { answer: () => givenOrder(id(1), { order_date: '2025-11-20T00:00:00+09:00' }) }],
    ['no-items', { answer: () => givenOrder(id(1), { items: [] }) }],
    ['no-identity', { answer: () => givenOrder(id(1), { name: 'marketplace-safe-number' }) }],
  ] satisfies [string, FetchWorld][])('is ignored as %s', async (reason, world) => {
    expect(await fetchAll(fetchRecords(orders(1)), world)).toEqual([]);

    expect(counts()).toMatchObject({ [`FetchIgnored:${reason}`]: 1 });
    expect(fetching.seen.queued).toEqual([]);
  });
});

describe('an order whose webhook told of a completed return', () => {
  const parameters = { claim_code: 'C20261122-0000007', refund_amount: '52000' };
  const returned = { return_confirmed_date: '2026-11-22T10:00:00+09:00' };
  const fetchOne = (ageMs: number, changes: Record<string, unknown>) =>
    fetchAll(fetchRecords([{ orderId: id(1), ageMs, parameters }]), {
      answer: ({ orderId }) => givenOrder(orderId, { ...returned, ...changes }),
    });

  test('waits for its listed refund while the webhook is younger than 15 minutes', async () => {
    expect(await fetchOne(15 * MINUTE_MS - 1, { refunds: [] })).toHaveLength(1);

    expect(counts()).toMatchObject({ 'FetchKept:behind': 1 });
    expect(fetching.seen.queued).toEqual([]);
  });

  test('tells the refund of the webhook after that, under the code of the claim', async () => {
    expect(await fetchOne(15 * MINUTE_MS, { refunds: [] })).toEqual([]);

    expect(fetching.seen.queued.map(({ subjectKey }) => subjectKey)).toEqual([
      id(1),
      `${id(1)}/${parameters.claim_code}`,
    ]);
  });

  test('does not wait if any refund is listed', async () => {
    expect(await fetchOne(1, { refunds: [{ refund_code: 'C1', status: 'F' }] })).toEqual([]);

    expect(fetching.queuedOrders()).toEqual([id(1)]);
  });
});

describe('an order that the API does not call paid yet', () => {
  const unpaid = { answer: ({ orderId }: { orderId: string }) => givenOrder(orderId, { name: 'unpaid' }) };

  test('waits while its webhook is younger than 15 minutes, and holds up no other', async () => {
    const failed = await fetchAll(fetchRecords(orders(5, () => ({ ageMs: 15 * MINUTE_MS - 1 }))), {
      answer: ({ orderId }) => givenOrder(orderId, { name: orderId === id(5) ? 'member-krw' : 'unpaid' }),
    });

    expect(failed).toHaveLength(4);
    expect(counts()).toMatchObject({ 'FetchKept:unpaid': 4, FetchDone: 1 });
  });

  test('is ignored after that', async () => {
    expect(await fetchAll(fetchRecords(orders(1, () => ({ ageMs: 15 * MINUTE_MS }))), unpaid)).toEqual([]);

    expect(counts()).toMatchObject({ 'FetchIgnored:unpaid': 1 });
  });

  test('is ignored at once if its webhook did not call it paid either', async () => {
    const records = fetchRecords(orders(1, () => ({ ageMs: 1, parameters: { paid: 'M' } })));

    expect(await fetchAll(records, unpaid)).toEqual([]);

    expect(counts()).toMatchObject({ 'FetchIgnored:unpaid': 1 });
  });

  test('never becomes a dead letter', async () => {
    await fetchAll(fetchRecords(orders(1, () => ({ ageMs: 13 * DAY_MS }))), unpaid);

    expect(fetching.seen.buried).toEqual([]);
    expect(counts()).toMatchObject({ 'FetchIgnored:unpaid': 1 });
  });

  test('waits by its newest webhook if several name it', async () => {
    const ages = [20 * MINUTE_MS, MINUTE_MS, 30 * MINUTE_MS];
    const records = fetchRecords(ages.map((ageMs) => ({ orderId: id(1), ageMs })));

    expect(await fetchAll(records, unpaid)).toHaveLength(3);
    expect(counts()).toMatchObject({ 'FetchKept:unpaid': 3 });
  });
});

describe('an order that cannot be read is parked, with its reference and the paths,', () => {
  test('if it lacks what the mapping needs', async () => {
    const answer = givenOrder(id(1), { items: undefined, initial_order_amount: undefined });

    expect(await fetchAll(fetchRecords(orders(1)), { answer: () => answer })).toEqual([]);
    expect(fetching.seen.parked).toMatchObject([
      {
        source: 'cafe24',
        connection: 'main',
        headers: {},
        receivedAt: '2026-11-24T00:00:00.000Z',
        reference: { orderId: id(1), parameters: { shop_no: '1' } },
        deliveryId: 'delivery-1',
        issues: [
          { path: 'items', message: 'missing' },
          { path: 'initial_order_amount', message: 'missing' },
        ],
      },
    ]);
    const body = Buffer.from(fetching.seen.parked[0]?.rawBody ?? '', 'base64').toString();
    expect(JSON.parse(body)).toMatchObject({ order: { order_id: id(1), member_id: 'fixture01' } });
    expect(counts()).toMatchObject({ FetchParked: 1 });
    expect(fetching.telemetry.lines.join()).toContain('items: missing; initial_order_amount: missing');
  });

  test('if the answer has no order, and the others are fetched', async () => {
    const answer = ({ orderId }: { orderId: string }) =>
      orderId === id(1) ? answered(200, { error: { code: 1 } }) : givenOrder(orderId);

    expect(await fetchAll(fetchRecords(orders(2)), { answer })).toEqual([]);
    expect(fetching.seen.parked).toMatchObject([
      { reference: { orderId: id(1) }, issues: [{ path: 'order', message: 'missing' }] },
    ]);
    expect(counts()).toMatchObject({ FetchParked: 1, FetchDone: 1 });
  });
});

const waits: [reason: string, world: FetchWorld, code: string][] = [
  ['refused', { answer: () => answered(400) }, 'http-400'],
  ['refused', { answer: () => answered(422) }, 'http-422'],
  ['not-found', { answer: () => answered(404) }, 'http-404'],
  ['throttled', { answer: () => answered(429) }, 'http-429'],
  ['misconfigured', { answer: () => answered(401) }, 'http-401'],
  ['misconfigured', { answer: () => answered(403) }, 'http-403'],
  ['misconfigured', { token: () => ({ kind: 'unauthorized', code: 'not-authorized' }) }, 'not-authorized'],
  ['misconfigured', { shop: () => ({ kind: 'unknown' }) }, 'connection-unknown'],
  ['misconfigured', { client: () => ({ kind: 'unknown' }) }, 'connection-unknown'],
  ['misconfigured', { shop: (name) => foundShop(name, { source: 'shopify' }) }, 'shop-invalid'],
  ['misconfigured', { shop: (name) => foundShop(name, { shop: 'no.mall' }) }, 'shop-invalid'],
  ['unavailable', { answer: () => answered(500) }, 'http-500'],
  ['unavailable', { answer: () => answered(200, '<html>') }, 'not-json'],
  ['unavailable', { answer: () => unanswered }, 'timeout'],
  ['unavailable', { token: () => ({ kind: 'unavailable', code: 'refresh-elsewhere' }) }, 'refresh-elsewhere'],
  [
    'aws-unavailable',
    { token: () => ({ kind: 'unavailable', code: 'tokens-unavailable' }) },
    'tokens-unavailable',
  ],
  [
    'aws-unavailable',
    { shop: () => ({ kind: 'unavailable', cause: new Error('SSM is unavailable') }) },
    'connections-unavailable',
  ],
];

test('an order on which our own code fails is parked, and the others are fetched', async () => {
  const shop = (name: string) => {
    const reading = foundShop(name);
    // Stands for any fault: nothing in the mapping expects it.
    return { ...reading, value: { ...('value' in reading && reading.value), excludeIdentities: null } };
  };
  const records = fetchRecords([{ orderId: id(1), connection: 'bad' }, { orderId: id(2) }]);

  const world = { shop: (name: string) => (name === 'bad' ? shop(name) : foundShop(name)) } as FetchWorld;
  expect(await fetchAll(records, world)).toEqual([]);
  expect(fetching.seen.parked).toMatchObject([
    { reference: { orderId: id(1) }, issues: [{ path: '', message: 'the adapter failed to read it' }] },
  ]);
  expect(fetching.telemetry.lines.join()).toContain('TypeError');
});

describe('an order that cannot be fetched', () => {
  test.each(waits)('waits as %s, and the log says where and why (%#)', async (reason, world, code) => {
    expect(await fetchAll(fetchRecords(orders(1)), world)).toEqual(['record-1']);

    expect(counts()).toMatchObject({ [`FetchKept:${reason}`]: 1 });
    expect(fetching.seen.hidden).toEqual([{ receiptHandle: 'handle-of-record-1', seconds: 30 }]);
    const line = fetching.telemetry.lines.map((text) => JSON.parse(text) as Record<string, unknown>);
    expect(line).toContainEqual(
      expect.objectContaining({ connection: 'main', orderId: id(1), reason, code }),
    );
  });

  test('comes back later each time', async () => {
    await fetchAll(fetchRecords(orders(3, (index) => ({ receives: index * 4 + 1 }))), {
      answer: () => answered(404),
    });

    expect(fetching.seen.hidden.map(({ seconds }) => seconds)).toEqual([30, 480, 3600]);
  });

  test('comes back when a full bucket will have room, and not before', async () => {
    await fetchAll(fetchRecords(orders(2)), {
      answer: () => answered(429, '', { 'x-cafe24-call-remain': '40' }),
    });

    expect(fetching.askedFor()).toEqual([id(1)]);
    for (const { seconds } of fetching.seen.hidden) expect(seconds).toBeGreaterThanOrEqual(40);
  });

  test.each([
    ['queue', 'queue-unavailable', () => givenOrder(id(1))],
    ['parked', 'parking-unavailable', () => answered(200, {})],
  ] as const)('waits if AWS does not accept it (%s)', async (port, code, answer) => {
    const fails = () => Promise.reject(new UnavailableError('unavailable', { code }));
    fetching = aFetch({ [port]: { sendAll: fails, park: fails } });

    expect(await fetchAll(fetchRecords(orders(3)), { answer })).toHaveLength(3);
    expect(counts()).toMatchObject({ 'FetchKept:aws-unavailable': 3 });
    expect(fetching.seen.asked).toHaveLength(1);
  });
});

describe('an order dies', () => {
  test.each([
    ['not-found', 1, { answer: () => answered(404) }],
    ['refused', 3, { answer: () => answered(400) }],
    ['throttled', 10, { answer: () => answered(429) }],
    ['misconfigured', 10, { answer: () => answered(403) }],
    ['unavailable', 10, { answer: () => answered(503) }],
    ['aws-unavailable', 10, { shop: () => ({ kind: 'unavailable', cause: undefined }) }],
    ['out-of-time', 10, { remainingMs: () => MIN_REMAINING_MS - 1 }],
  ] satisfies [string, number, FetchWorld][])(
    'of %s after %i days, and not before',
    async (cause, days, world) => {
      const ages = [days * DAY_MS - 1, days * DAY_MS];
      const failed = await fetchAll(fetchRecords(orders(2, (index) => ({ ageMs: ages[index] ?? 0 }))), world);

      expect(failed).toEqual(['record-1']);
      expect(fetching.seen.buried.map(({ attributes }) => attributes.cause)).toEqual([cause]);
      expect(counts()).toMatchObject({ [`FetchKept:${cause}`]: 1, [`FetchDead:${cause}`]: 1 });
    },
  );

  test('at once if it is not our message, or of a source that is not fetched, and affects no other', async () => {
    const records = [
      aRecord({ messageId: 'bad-1', body: 'no JSON of buyer@example.com' }),
      aRecord({ messageId: 'bad-2', body: '{"v":1,"connection":"main"}' }),
      ...fetchRecords([{ orderId: id(1), source: 'standard-webhooks' }, { orderId: id(2) }]),
    ];

    expect(await fetchAll(records)).toEqual([]);
    expect(fetching.seen.buried.map(({ body, attributes }) => [body, attributes.cause])).toEqual([
      [records[0]?.body, 'message-invalid'],
      [records[1]?.body, 'message-invalid'],
      [records[2]?.body, 'message-invalid'],
    ]);
    expect(counts()).toMatchObject({ 'FetchDead:message-invalid': 3, FetchDone: 1 });
  });

  test('after an hour if a later version wrote it', async () => {
    const newer = (messageId: string, ageMs: number) => aRecord({ messageId, ageMs, body: '{"v":2}' });

    expect(await fetchAll([newer('young', 60 * MINUTE_MS - 1), newer('old', 60 * MINUTE_MS)])).toEqual([
      'young',
    ]);
    expect(counts()).toMatchObject({ 'FetchKept:message-newer': 1, 'FetchDead:message-newer': 1 });
  });

  test('later if the dead-letter queue does not accept it', async () => {
    fetching = aFetch({ deadLetters: { sendAll: () => Promise.resolve(new Set()) } });

    expect(await fetchAll([aRecord({ messageId: 'bad', body: 'no JSON' })])).toEqual(['bad']);
    expect(counts()).toMatchObject({ 'FetchKept:dead-letter-unavailable': 1 });
  });
});

describe('records that name the same order', () => {
  const twice = [{ orderId: id(1) }, { orderId: id(2) }, { orderId: id(1) }];

  test('are fetched once', async () => {
    expect(await fetchAll(fetchRecords(twice))).toEqual([]);

    expect(fetching.askedFor()).toEqual([id(1), id(2)]);
    expect(counts()).toMatchObject({ FetchDone: 2, FetchDuplicate: 1 });
  });

  test('wait together', async () => {
    expect(await fetchAll(fetchRecords(twice), { answer: () => answered(404) })).toHaveLength(3);
  });

  test('are parked once', async () => {
    expect(await fetchAll(fetchRecords(twice), { answer: () => answered(200, {}) })).toEqual([]);
    expect(counts()).toMatchObject({ FetchParked: 2, FetchDuplicate: 1 });
  });

  test('are two if they are of two shops, or of two connections', async () => {
    await fetchAll(
      fetchRecords([
        { orderId: id(1) },
        { orderId: id(1), shopNo: '2' },
        { orderId: id(1), connection: 'outlet' },
      ]),
    );

    expect(fetching.seen.asked).toHaveLength(3);
  });
});

describe('the orders of one connection', () => {
  const both = orders(10, (index) => ({ connection: index % 2 === 0 ? 'bad' : 'good' }));

  test.each(waits)('that wait as %s hold up no other connection (%#)', async (_, bad) => {
    const failed = await fetchAll(fetchRecords(both), {
      ...(bad.token && { token: (name) => (name === 'bad' && bad.token?.(name)) || aToken('good') }),
      ...(bad.shop && { shop: (name) => (name === 'bad' && bad.shop?.(name)) || foundShop(name) }),
      ...(bad.client && {
        client: (name) =>
          (name === 'bad' && bad.client?.(name)) || {
            kind: 'found',
            value: { clientId: 'app', clientSecret: 'secret-of-the-app' },
          },
      }),
      ...(bad.answer && {
        answer: (asked) => (asked.shop === 'bad-mall' && bad.answer?.(asked)) || givenOrder(asked.orderId),
      }),
    });

    expect(failed).toEqual(['record-1', 'record-3', 'record-5', 'record-7', 'record-9']);
    expect(fetching.queuedOrders()).toHaveLength(5);
  });

  test.each([
    ['throttled', 1, 429],
    ['misconfigured', 1, 403],
    ['unavailable', 3, 503],
    ['refused', 10, 400],
    ['not-found', 10, 404],
  ] as const)('that wait as %s are asked for %i times and no more', async (reason, times, status) => {
    const failed = await fetchAll(fetchRecords(orders(10)), { answer: () => answered(status) });

    expect(failed).toHaveLength(10);
    expect(fetching.seen.asked).toHaveLength(times);
    expect(counts()).toMatchObject({ [`FetchKept:${reason}`]: 10 });
  });

  test('go on after failures that are not three in a row', async () => {
    const statuses = [503, 503, 404, 503, 503, 200, 503, 503, 503];
    const failed = await fetchAll(fetchRecords(orders(10)), {
      answer: ({ orderId }) => {
        const status = statuses[fetching.seen.asked.length - 1] ?? 200;
        return status === 200 ? givenOrder(orderId) : answered(status);
      },
    });

    expect(fetching.seen.asked).toHaveLength(9);
    expect(failed).toHaveLength(9);
    expect(counts()).toMatchObject({ FetchDone: 1, 'FetchKept:not-found': 1, 'FetchKept:unavailable': 8 });
  });

  test('leave a bucket that is nearly full alone until it is half empty', async () => {
    const answer = ({ orderId }: { orderId: string }) =>
      givenOrder(orderId, { headers: { 'x-api-call-limit': orderId === id(2) ? '36/40' : '12/40' } });

    expect(await fetchAll(fetchRecords(orders(4)), { answer })).toEqual([]);
    expect(fetching.seen.slept).toEqual([8_000]);
    expect(counts()).toMatchObject({ FetchDone: 4 });
  });

  test('wait in the queue if there is no time to wait here', async () => {
    const answer = ({ orderId }: { orderId: string }) =>
      givenOrder(orderId, { headers: { 'x-api-call-limit': '40/40', 'x-cafe24-call-remain': '70' } });
    const failed = await fetchAll(fetchRecords(orders(3)), { answer });

    expect(failed).toEqual(['record-2', 'record-3']);
    expect(fetching.seen.slept).toEqual([]);
    expect(counts()).toMatchObject({ FetchDone: 1, 'FetchKept:throttled': 2 });
    for (const { seconds } of fetching.seen.hidden) expect(seconds).toBeGreaterThanOrEqual(70);
  });

  test('do not wait after the last of them', async () => {
    await fetchAll(fetchRecords(orders(1)), {
      answer: () => givenOrder(id(1), { headers: { 'x-api-call-limit': '40/40' } }),
    });

    expect(fetching.seen.slept).toEqual([]);
  });

  test('are not started with less than 40 s left', async () => {
    const failed = await fetchAll(fetchRecords(orders(9)), {
      remainingMs: () => MIN_REMAINING_MS + 2_500 - 1_000 * fetching.seen.asked.length,
    });

    expect(fetching.seen.asked).toHaveLength(3);
    expect(failed).toHaveLength(6);
    expect(counts()).toMatchObject({ FetchDone: 3, 'FetchKept:out-of-time': 6 });
  });
});

describe('it never throws and never answers undefined:', () => {
  test('an empty batch', async () => {
    expect(await fetchAll([])).toEqual([]);
  });

  const broken = () => Promise.reject(new TypeError('a fault of ours'));

  test.each([
    ['connections', { find: broken }],
    ['clients', { find: broken }],
    ['tokens', { get: broken, renew: broken, refresh: broken }],
    ['ask', broken],
    ['queue', { sendAll: broken }],
  ] as const)('%s rejects: everything is kept', async (port, fault) => {
    fetching = aFetch({ [port]: fault });

    expect(await fetchAll(fetchRecords(orders(3)))).toHaveLength(3);
    expect(counts()).toMatchObject({ 'FetchKept:unexpected': 3 });
    expect(fetching.telemetry.lines.join()).toContain('a fault of ours');
  });

  test('parking rejects: orders to be parked are kept', async () => {
    fetching = aFetch({ parked: { park: broken } });

    expect(await fetchAll(fetchRecords(orders(1)), { answer: () => answered(200, {}) })).toEqual([
      'record-1',
    ]);
    expect(counts()).toMatchObject({ 'FetchKept:unexpected': 1 });
  });

  test('sleeping rejects: what was done stays done', async () => {
    fetching = aFetch({ sleep: broken });
    const answer = ({ orderId }: { orderId: string }) =>
      givenOrder(orderId, { headers: { 'x-api-call-limit': '40/40' } });

    expect(await fetchAll(fetchRecords(orders(2)), { answer })).toEqual(['record-2']);
    expect(counts()).toMatchObject({ FetchDone: 1, 'FetchKept:unexpected': 1 });
  });

  test('hiding rejects: orders that wait are kept', async () => {
    fetching = aFetch({ visibility: { hide: broken } });

    expect(await fetchAll(fetchRecords(orders(2)), { answer: () => answered(404) })).toHaveLength(2);
  });

  test('the dead-letter queue rejects: dead records are kept', async () => {
    fetching = aFetch({ deadLetters: { sendAll: broken } });

    expect(await fetchAll([aRecord({ messageId: 'bad', body: 'no JSON' })])).toEqual(['bad']);
  });

  test('a connection that fails unexpectedly keeps its own orders only', async () => {
    const shop = (name: string) => {
      if (name === 'bad') throw new TypeError('a fault of ours');
      return foundShop(name);
    };
    const records = fetchRecords(orders(4, (index) => ({ connection: index < 2 ? 'bad' : 'good' })));

    expect(await fetchAll(records, { shop })).toEqual(['record-1', 'record-2']);
    expect(fetching.telemetry.lines.join()).toContain('"connection":"bad"');
  });
});
