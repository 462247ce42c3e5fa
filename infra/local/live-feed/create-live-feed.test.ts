import type { SQSEvent } from 'aws-lambda';
import { beforeEach, describe, expect, test } from 'vitest';
import type { LogFields } from '../../../lib/runtime/telemetry.ts';
import { aConnection } from '../../../test/support/builders/a-connection.ts';
import { linesOfInvocation } from '../../../test/support/reading/lines-of-invocation.ts';
import type { AnsweredDelivery } from '../aws/http-front.ts';
import { localLogGroup } from '../aws/local-log-groups.ts';
import type { AnsweredCall } from '../dfinery-double/answered-call.ts';
import { startDfineryDouble } from '../dfinery-double/dfinery-double.ts';
import { createLiveFeed, type RunningFeed } from './create-live-feed.ts';

const QUEUED = { status: 'queued', events: 1 };
const MEBIBYTE = 1024 * 1024;

let live: RunningFeed;

beforeEach(() => {
  live = createLiveFeed({ connections: () => Promise.resolve({ main: aConnection() }) });
});

/** Answers a delivery whose ids are a name. Returns its number. */
function answer(name: string, said: object = QUEUED, changes: Partial<AnsweredDelivery> = {}): number {
  const delivery = {
    source: 'shopify',
    connection: 'main',
    requestId: `request-${name}`,
    traceId: `trace-${name}`,
    headers: { 'x-shopify-topic': 'orders/paid' },
    rawBody: Buffer.from('{}'),
    at: new Date(),
    answeredInMs: 1,
    ...changes,
  };
  live.onAnswer(delivery, { status: 200, headers: {}, body: Buffer.from(JSON.stringify(said)) });
  return live.feed.deliveries()[0]?.number ?? 0;
}

interface Queued {
  /** Of its delivery. */
  readonly of: string;
  readonly id: string;
  readonly orderId?: string;
  readonly kind?: string;
  readonly rise?: string;
}

const toBody = ({ of, id, orderId = '1', kind = 'purchase', rise }: Queued) =>
  JSON.stringify({
    v: 1,
    kind,
    serviceId: 'service-1',
    traceId: `trace-${of}`,
    orderId,
    identity: { external_id: '7' },
    ...(kind !== 'profile' && { event: { event_log_id: id } }),
    ...(rise !== undefined && { rise: { event_log_id: rise } }),
  });

/** Hands messages to a drain that settles all of them after `during`. */
async function drain(messages: readonly Queued[], during: () => void = () => undefined): Promise<void> {
  const records = messages.map((message, index) => ({ messageId: String(index), body: toBody(message) }));
  const invoke = live.watchDrain(() => {
    during();
    return Promise.resolve({ kind: 'response', body: '{"batchItemFailures":[]}' });
  });
  await invoke({ Records: records } as SQSEvent);
}

/** Makes a request with events. */
function call(ids: readonly string[], changes: Partial<AnsweredCall> = {}): void {
  const events = ids.map((id) => ({ event_log_id: id, event_items: [{}, {}] }));
  live.onCall({
    call: 'events',
    serviceId: 'service-1',
    body: Buffer.from(JSON.stringify({ common: { identity: {} }, events })),
    outcome: 'accepted',
    step: undefined,
    isStored: true,
    code: '20000',
    reasons: [],
    at: new Date(),
    answeredInMs: 1,
    ...changes,
  });
}

const REFUSED = { outcome: 'refused', isStored: false, code: '40001', reasons: ['events: bad'] } as const;

/** Logs as a function does at its end: the line holds metrics, too. */
function log(
  from: 'receiveWebhook' | 'fetchOrders' | 'drainEvents',
  message: string,
  fields: LogFields,
): void {
  const lines = linesOfInvocation((telemetry) => {
    telemetry.count('DeliveryReceived');
    telemetry.info(message, fields);
  });
  for (const line of lines) live.onLine(localLogGroup(from), line);
}

const shown = (number: number) => live.feed.delivery(number)?.summary;

describe('A delivery is joined with requests', () => {
  test('that had its event, refused ones too', async () => {
    const number = answer('a');
    await drain([{ of: 'a', id: 'e1' }], () => {
      call(['e1'], REFUSED);
      call(['other']);
    });
    expect(shown(number)).toMatchObject({ requests: [1], isSent: false });
    call(['e1']);

    expect(shown(number)).toMatchObject({ requests: [1, 3], isSent: true });
  });

  test('that were made before it was answered', async () => {
    await drain([{ of: 'a', id: 'e1' }]);
    call(['e1']);

    expect(shown(answer('a'))).toMatchObject({ requests: [1], isSent: true });
  });

  test('not if its event was accepted before', async () => {
    const first = answer('a');
    await drain([{ of: 'a', id: 'e1' }]);
    call(['e1']);
    const second = answer('b');
    await drain([{ of: 'b', id: 'e1' }]);
    // As a repair sends it once more.
    call(['e1']);

    expect(shown(first)).toMatchObject({ requests: [1], isSent: true });
    expect(shown(second)).toMatchObject({ requests: [], isSent: true });
  });

  test('that it shares with another order of its customer', async () => {
    const numbers = [answer('a'), answer('b')];
    await drain([
      { of: 'a', id: 'e1', orderId: '1' },
      { of: 'b', id: 'e2', orderId: '2' },
    ]);
    call(['e1', 'e2']);

    expect(numbers.map((number) => shown(number)?.requests)).toEqual([[1], [1]]);
    expect(live.feed.requests()).toMatchObject([{ events: 2, items: 4, orderIds: ['1', '2'] }]);
  });

  test('of its refund, by the name of the message', async () => {
    const number = answer('a', { status: 'queued', events: 2 });
    await drain([
      { of: 'a', id: 'e1', orderId: '1' },
      { of: 'a', id: 'e2', orderId: '1/9', kind: 'refund' },
    ]);
    call(['e1']);
    expect(shown(number)?.isSent).toBe(false);
    call(['e2']);

    expect(shown(number)).toMatchObject({ requests: [1, 2], isSent: true });
    expect(live.feed.requests()[0]?.orderIds).toEqual(['1']);
  });

  test('of what is sent beside its purchase', async () => {
    await drain([{ of: 'a', id: 'e1' }]);
    call(['e1']);
    const number = answer('b');
    await drain([{ of: 'b', id: 'e1', rise: 'e2' }]);
    call(['e2']);

    expect(shown(number)).toMatchObject({ requests: [2], isSent: true });
  });

  test('only of the service that its message was for', async () => {
    const number = answer('a');
    await drain([{ of: 'a', id: 'e1' }]);
    call(['e1'], { serviceId: 'service-2' });

    expect(shown(number)).toMatchObject({ requests: [], isSent: false });
  });

  test('of an order that was fetched for it, and not before all is fetched', async () => {
    const number = answer('a', { status: 'queued', fetches: 2 });
    const fields = { traceId: 'trace-a', kind: 'order', events: 1 };
    await drain([{ of: 'a', id: 'e1' }]);
    call(['e1']);
    log('fetchOrders', 'Fetch waits', { ...fields, orderId: '2', reason: 'throttled' });
    log('fetchOrders', 'Order queued', { ...fields, orderId: '1' });
    log('fetchOrders', 'Order queued', { ...fields, orderId: '1' });
    expect(shown(number)).toMatchObject({ requests: [1], isSent: false, reason: undefined });
    log('fetchOrders', 'Order ignored', { ...fields, events: undefined, orderId: '2', reason: 'unpaid' });

    expect(shown(number)).toMatchObject({ isSent: true, reason: 'unpaid' });
  });

  test('about its customer, and is sent once its message is done with', async () => {
    const number = answer('a');
    const body = Buffer.from(JSON.stringify({ identity: { external_id: '7' }, request_datetime: '' }));
    const profile = { of: 'a', id: '', kind: 'profile' };
    await drain([profile], () => {
      call([], { call: 'identities', body });
      expect(shown(number)?.isSent).toBe(false);
    });

    expect(shown(number)).toMatchObject({ requests: [1], isSent: true });
  });

  test('about its customer, and is not sent if its message died', async () => {
    const number = answer('a');
    await drain([{ of: 'a', id: '', kind: 'profile' }], () => {
      log('drainEvents', 'Message dead', { recordId: '0' });
    });

    expect(shown(number)?.isSent).toBe(false);
  });
});

describe('The log', () => {
  test('says what the answer does not, also if it came first', () => {
    log('receiveWebhook', 'Delivery refused', { requestId: 'request-a', reason: 'signature-mismatch' });
    log('receiveWebhook', 'Delivery queued', { requestId: 'request-b', traceId: 'trace-b', orderId: '5' });
    const refused = answer('a', { status: 'unauthorized' });
    const queued = answer('b');

    expect(shown(refused)).toMatchObject({ outcome: 'unauthorized', reason: 'signature-mismatch' });
    expect(shown(queued)).toMatchObject({ outcome: 'queued', reason: undefined, orderId: '5' });
    expect(live.feed.delivery(queued)?.log).toEqual([expect.stringContaining('Delivery queued')]);
  });

  test('shows no more of a reason than a line or two', () => {
    log('receiveWebhook', 'Delivery parked', { requestId: 'request-a', issues: 'x'.repeat(1_000_000) });

    const parked = answer('a', { status: 'parked' });

    expect(shown(parked)?.reason).toHaveLength(500);
  });

  test('of the drain names orders, and reaches the deliveries of this connection alone', () => {
    const numbers = ['a', 'b'].map((name) => {
      log('receiveWebhook', 'Delivery queued', { requestId: `request-${name}`, orderId: '5' });
      return answer(name, QUEUED, { connection: name });
    });
    log('drainEvents', 'Events not sent', { connection: 'b', orderIds: '4,5/9', reason: '40001' });

    expect(numbers.map((number) => live.feed.delivery(number)?.log.length)).toEqual([1, 2]);
    expect(shown(numbers[1] ?? 0)?.reason).toBeUndefined();
  });

  test('cannot fill the memory of a delivery', () => {
    const number = answer('a');
    for (let index = 0; index < 1_000; index += 1) {
      log('receiveWebhook', 'Said again', { requestId: 'request-a', text: 'x'.repeat(20_000) });
    }

    const lines = live.feed.delivery(number)?.log ?? [];
    expect(lines).toHaveLength(100);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(8_000);
  });
});

test('An answer of the gateway itself has an outcome too', () => {
  const delivery = { source: 'shopify', connection: 'main', headers: {}, rawBody: Buffer.alloc(0) };
  const body = Buffer.from('{"message":"Request Entity Too Large"}');
  live.onAnswer({ ...delivery, at: new Date(), answeredInMs: 1 }, { status: 413, headers: {}, body });

  expect(live.feed.deliveries()).toMatchObject([
    { outcome: 'too-large', topic: undefined, requests: [], isSent: false },
  ]);
});

describe('Memory', () => {
  test('holds the last 500 deliveries and requests', () => {
    for (let index = 0; index < 600; index += 1) {
      answer(String(index));
      call([`e${index}`]);
    }

    for (const kept of [live.feed.deliveries(), live.feed.requests()]) {
      expect([kept.length, kept[0]?.number, kept.at(-1)?.number]).toEqual([500, 600, 101]);
    }
    expect([live.feed.delivery(100), live.feed.request(100)]).toEqual([undefined, undefined]);
  });

  test('holds 64 MiB of bodies, those of deliveries and requests together; without it the summary stays', () => {
    const body = Buffer.alloc(8 * MEBIBYTE, 'x');
    answer('first');
    for (let index = 0; index < 4; index += 1) answer(String(index), QUEUED, { rawBody: body });
    for (let index = 0; index < 4; index += 1) call([], { body });
    expect(live.feed.delivery(1)?.rawBody).toBeUndefined();
    expect(live.feed.delivery(2)?.rawBody).toBe(body);
    call([], { body });

    expect(live.feed.delivery(2)).toMatchObject({ rawBody: undefined, summary: { number: 2 } });
    expect(live.feed.request(1)?.body).toBe(body.toString());
  });

  test('forgets the way of a delivery that had to go', async () => {
    const number = answer('a');
    await drain([{ of: 'a', id: 'e1' }]);
    for (let index = 0; index < 500; index += 1) answer(`b${index}`);
    call(['e1']);

    expect(shown(number)).toBeUndefined();
    expect(live.feed.deliveries().flatMap(({ requests }) => requests)).toEqual([]);
    expect(live.feed.requests()[0]?.orderIds).toEqual([]);
  });

  test('holds what no delivery brought only until there is more of it', async () => {
    for (let index = 0; index < 1_001; index += 1) await drain([{ of: `b${index}`, id: `e${index}` }]);
    call(['e0', 'e1']);

    expect([shown(answer('b0'))?.requests, shown(answer('b1'))?.requests]).toEqual([[], [1]]);
  });
});

describe('A check', () => {
  const event = (id: number, items = 1) => ({
    event_log_id: `6f0d3c0e-5f0b-5f6c-9b7e-${String(id).padStart(12, '0')}`,
    event_name: 'df_purchase',
    event_datetime: '2026-11-24T01:23:45.678Z',
    event_items: Array.from({ length: items }, () => ({
      df_item_id: '1',
      df_item_name: 'Tea',
      df_price: 1,
      df_quantity: 1,
      df_discount: 0,
    })),
    event_properties: {
      df_order_id: '1',
      df_payment_method: 'card',
      df_total_purchase_amount: 1,
      df_delivery_charge: 0,
    },
  });
  const identity = { external_id: '1' };
  const wrong = { ...event(9), event_datetime: '2026-11-31T00:00:00Z' };
  const said = 'event_datetime: there is no such day or time';

  test.each<[string, unknown, readonly string[]]>([
    ['accepts what fits', [{ identity, event: event(1), moneyMismatch: null }], []],
    [
      'packs as the drain does: what is too much for one request is two',
      [
        { identity, event: event(1, 60) },
        { identity, event: event(2, 60) },
      ],
      [],
    ],
    [
      'counts events as they were given',
      [
        { identity, event: event(1) },
        { identity: { external_id: '2' }, event: wrong },
      ],
      [`events.1.${said}`],
    ],
    [
      'wants events',
      { events: [] },
      ['events: expected a list of {identity, event}, as adapter transform prints it'],
    ],
    ['has nothing against nothing', [], []],
  ])('%s', async (_name, events, reasons) => {
    const { accessToken } = aConnection().dfinery;
    const service = { accessToken, eventProperties: [], itemProperties: [] };
    const double = await startDfineryDouble({ findService: () => Promise.resolve(service) });
    live.attach(double);
    const given = await live.feed.check('main', events);
    const unknown = await live.feed.check('other', events);
    await double.stop();

    expect(given).toEqual(reasons);
    expect(unknown).toEqual(['other: no such connection']);
  });
});

test('Without a stand-in there are no settings', async () => {
  live.feed.setStandIn({ fault: 'refuse', unregistered: [] });

  expect(live.feed.standIn()).toBeUndefined();
  expect(await live.feed.check('main', [{}])).toEqual([]);
});
