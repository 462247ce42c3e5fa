import { beforeEach, describe, expect, test } from 'vitest';
import {
  aDrain,
  answered,
  found,
  idsIn,
  accepted as ok,
  refused,
  type World,
} from '../../test/support/builders/a-drain.ts';
import { aRecord, type QueuedOrder, queueRecords } from '../../test/support/builders/queue-records.ts';
import type { QueueRecord } from '../queue/worker/queue-record.ts';
import type { HttpAnswer } from '../runtime/http/http-answer.ts';

let drained: ReturnType<typeof aDrain>;

beforeEach(() => {
  drained = aDrain();
});

const drain = (records: readonly QueueRecord[], world?: World) => drained.drain(records, world);
const counts = () => drained.ports.telemetry.counts;

const orders = (count: number, change: (index: number) => Partial<QueuedOrder> = () => ({})) =>
  Array.from({ length: count }, (_, index) => ({ orderId: String(index + 1), ...change(index) }));

describe('grouping and packing', () => {
  test('two orders of two customers go out as two requests, each under its own identity', async () => {
    const failed = await drain(
      queueRecords([
        { orderId: '1', customer: 'ann' },
        { orderId: '2', customer: 'bob' },
      ]),
    );

    expect(failed).toEqual([]);
    expect(drained.seen.sent.map(({ json }) => [json.common.identity['external_id'], idsIn(json)])).toEqual([
      ['ann', ['1']],
      ['bob', ['2']],
    ]);
  });

  test('100 one-line orders of one customer are one request; 101 items are two', async () => {
    await drain(queueRecords(orders(100)));
    expect(drained.seen.sent).toHaveLength(1);

    drained = aDrain();
    await drain(queueRecords(orders(2, (index) => ({ items: index === 0 ? 100 : 1 }))));
    expect(drained.seen.sent.map(({ json }) => json.events.length)).toEqual([1, 1]);
  });

  test('250 one-line orders of one customer in batches of 100, 100 and 50 take exactly 3 requests', async () => {
    const records = queueRecords(orders(250));

    for (const from of [0, 100, 200]) await drain(records.slice(from, from + 100));

    expect(drained.seen.sent.map(({ json }) => json.events.length)).toEqual([100, 100, 50]);
  });

  test('the same identity on two connections is never mixed', async () => {
    await drain(
      queueRecords([
        { orderId: '1', connection: 'main' },
        { orderId: '2', connection: 'outlet' },
      ]),
      { connection: (id) => found({ serviceId: 'service-1', accessToken: `token-${id}` }) },
    );

    expect(drained.seen.sent.map(({ accessToken, json }) => [accessToken, idsIn(json)])).toEqual([
      ['token-main', ['1']],
      ['token-outlet', ['2']],
    ]);
  });

  test('no more than 10 requests run in parallel', async () => {
    await drain(queueRecords(orders(100, (index) => ({ customer: `c-${index}` }))));

    expect(drained.seen.sent).toHaveLength(100);
    expect(drained.seen.mostUnderWay).toBeLessThanOrEqual(10);
    expect(drained.seen.mostUnderWay).toBeGreaterThan(1);
  });
});

describe('settling', () => {
  test.each([
    ['throttled', answered({ status: false, code: '40401' })],
    ['misconfigured', answered({ status: false, code: 40201 })],
    ['unavailable', answered({ status: false, code: '50000' })],
    ['unavailable', answered({ status: false, code: '99999' })],
    ['unavailable', { ...ok, status: 302 }],
    ['unavailable', { kind: 'unanswered', reason: 'timeout' }],
  ] satisfies [string, HttpAnswer][])('%s keeps every record', async (reason, answer) => {
    const failed = await drain(queueRecords(orders(3)), { answer: () => answer });

    expect(failed).toHaveLength(3);
    expect(counts()[`EventKept:${reason}`]).toBe(3);
  });

  test('equal events of a batch are sent once and share their fate', async () => {
    const twice = [{ orderId: '1' }, { orderId: '2' }, { orderId: '1' }];

    expect(await drain(queueRecords(twice))).toEqual([]);
    expect(drained.seen.sent.flatMap(({ json }) => idsIn(json))).toEqual(['1', '2']);
    expect(counts()).toMatchObject({ EventSent: 2, EventDuplicate: 1 });

    drained = aDrain();
    const refuse = () => answered({ status: false, code: '50000' });
    expect(await drain(queueRecords(twice), { answer: refuse })).toHaveLength(3);
  });

  test('of two versions of an order the one received first is sent', async () => {
    await drain(
      queueRecords([
        { orderId: '1', items: 2, receivedAt: '2026-11-24T00:00:01.000Z' },
        { orderId: '1', items: 1, receivedAt: '2026-11-24T00:00:00.000Z' },
      ]),
    );

    expect(drained.seen.sent.map(({ json }) => json.events[0]?.event_items.length)).toEqual([1]);
  });

  test('an unreadable record dies at once, one of a newer version waits, and neither affects another', async () => {
    const records = [
      aRecord({ messageId: 'bad-1', body: 'not json' }),
      aRecord({ messageId: 'bad-2', body: '{"v":99}' }),
      aRecord({ messageId: 'bad-3', body: '{"v":1,"event":{}}' }),
      ...queueRecords(orders(1)),
    ];

    expect(await drain(records)).toEqual(['bad-2']);
    expect(drained.ports.buried.map(({ body, attributes }) => [body, attributes.cause])).toEqual([
      ['not json', 'message-invalid'],
      ['{"v":1,"event":{}}', 'message-invalid'],
    ]);
    expect(counts()).toMatchObject({
      EventSent: 1,
      'EventDead:message-invalid': 2,
      'EventKept:message-newer': 1,
    });
  });

  test('a request that is too large is cut in halves until it fits', async () => {
    const failed = await drain(queueRecords(orders(10)), {
      answer: ({ events }) => (events.length > 3 ? answered({ status: false, code: '40402' }) : ok),
    });

    expect(failed).toEqual([]);
    expect(counts()['EventSent']).toBe(10);
    expect(drained.seen.sent.map(({ json }) => json.events.length)).toEqual([10, 5, 3, 2, 5, 3, 2]);
  });

  test('one event that is too large alone stays queued', async () => {
    const answer = () => answered({ status: false, code: '40402' });

    expect(await drain(queueRecords(orders(2)), { answer })).toHaveLength(2);
    expect(drained.seen.sent).toHaveLength(3);
  });
});

describe('connections', () => {
  test.each([
    ['misconfigured', { kind: 'unknown' }],
    ['misconfigured', found({ serviceId: 'another-service' })],
    ['unavailable', { kind: 'unavailable', cause: new Error('SSM is unavailable') }],
  ] as const)('%s: nothing is sent, nothing is lost', async (reason, reading) => {
    const failed = await drain(queueRecords(orders(2)), { connection: () => reading });

    expect(failed).toHaveLength(2);
    expect(drained.seen.sent).toEqual([]);
    expect(counts()[`EventKept:${reason}`]).toBe(2);
  });

  test('one bad connection does not hold up another', async () => {
    const records = queueRecords(orders(4, (index) => ({ connection: index < 2 ? 'bad' : 'good' })));
    const failed = await drain(records, {
      connection: (id) => (id === 'bad' ? { kind: 'unknown' } : found({ serviceId: 'service-1' })),
    });

    expect(failed).toEqual(['record-1', 'record-2']);
  });
});

describe('the handler never throws and never answers undefined', () => {
  test('an empty batch', async () => {
    expect(await drain([])).toEqual([]);
  });

  test('a client that throws keeps its own records only', async () => {
    const failed = await drain(queueRecords(orders(2, (index) => ({ customer: `c-${index}` }))), {
      answer: ({ common }) => {
        if (common.identity['external_id'] === 'c-0') throw new TypeError('a fault of ours');
        return ok;
      },
    });

    expect(failed).toEqual(['record-1']);
  });

  test('a connection store that throws keeps everything', async () => {
    const connection = () => {
      throw new Error('broken');
    };

    expect(await drain(queueRecords(orders(2)), { connection })).toHaveLength(2);
  });

  test('nothing is sent with less than 18 seconds left', async () => {
    const records = queueRecords(orders(30, (index) => ({ customer: `c-${index}` })));
    const failed = await drain(records, { remainingMs: () => 20_000 - 1_000 * drained.seen.sent.length });

    expect(drained.seen.sent).toHaveLength(3);
    expect(failed).toHaveLength(27);
    expect(counts()['EventKept:out-of-time']).toBe(27);
  });

  test('no log line holds an e-mail address or a token', async () => {
    await drain([
      ...queueRecords(orders(2)),
      aRecord({ messageId: 'bad', body: '{"email":"x@example.com"}' }),
    ]);
    await drain(queueRecords(orders(2)), { answer: () => refused });

    expect(drained.ports.telemetry.lines.join('\n')).not.toMatch(/example\.com|secret-token/);
  });
});
