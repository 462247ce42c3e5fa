import { beforeEach, describe, expect, test } from 'vitest';
import { type QueuedOrder, queueRecords } from '../../test/support/queue-records.ts';
import { type RecordedTelemetry, recordTelemetry } from '../../test/support/recorded-telemetry.ts';
import type { DfineryConnection } from '../connection.ts';
import type { ConnectionReading } from '../connections/connection-store.ts';
import type { Answer } from '../dfinery/classify-answer.ts';
import type { EventRequest } from '../dfinery/client.ts';
import { drainBatch } from './drain-batch.ts';
import type { QueueRecord } from './read-records.ts';

interface SentBody {
  readonly common: { readonly identity: Record<string, string> };
  readonly events: readonly {
    readonly event_log_id: string;
    readonly event_items: readonly unknown[];
    readonly event_properties: { readonly df_order_id: string };
  }[];
}

const ok = answered({ status: true, code: '20000' });

let telemetry: RecordedTelemetry;
let sent: (EventRequest & { readonly json: SentBody })[];
let underWay: number;
let mostUnderWay: number;

beforeEach(() => {
  telemetry = recordTelemetry();
  sent = [];
  underWay = 0;
  mostUnderWay = 0;
});

interface World {
  readonly answer?: (body: SentBody) => Answer | Promise<Answer>;
  readonly connection?: (id: string) => ConnectionReading<DfineryConnection>;
  readonly remainingMs?: () => number;
}

async function drain(records: readonly QueueRecord[], world: World = {}): Promise<string[]> {
  const ports = {
    telemetry,
    connections: {
      find: (id: string) => Promise.resolve(world.connection?.(id) ?? found({ serviceId: 'service-1' })),
    },
    dfinery: {
      postEvents: async (request: EventRequest) => {
        underWay += 1;
        mostUnderWay = Math.max(mostUnderWay, underWay);
        const json = JSON.parse(request.body) as SentBody;
        sent.push({ ...request, json });
        await new Promise((resolve) => setTimeout(resolve, 1));
        underWay -= 1;
        return world.answer?.(json) ?? ok;
      },
      close: () => undefined,
    },
  };
  const { batchItemFailures } = await drainBatch(ports, {
    records,
    remainingMs: world.remainingMs ?? (() => 60_000),
  });
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

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
    expect(sent.map(({ json }) => [json.common.identity['external_id'], idsIn(json)])).toEqual([
      ['ann', ['1']],
      ['bob', ['2']],
    ]);
  });

  test('100 one-line orders of one customer are one request; 101 items are two', async () => {
    await drain(queueRecords(orders(100)));
    expect(sent).toHaveLength(1);

    sent = [];
    await drain(queueRecords(orders(2, (index) => ({ items: index === 0 ? 100 : 1 }))));
    expect(sent.map(({ json }) => json.events.length)).toEqual([1, 1]);
  });

  test('250 one-line orders of one customer in batches of 100, 100 and 50 take exactly 3 requests', async () => {
    const records = queueRecords(orders(250));

    for (const from of [0, 100, 200]) await drain(records.slice(from, from + 100));

    expect(sent.map(({ json }) => json.events.length)).toEqual([100, 100, 50]);
  });

  test('the same identity on two connections is never mixed', async () => {
    await drain(
      queueRecords([
        { orderId: '1', connection: 'main' },
        { orderId: '2', connection: 'outlet' },
      ]),
      { connection: (id) => found({ serviceId: 'service-1', accessToken: `token-${id}` }) },
    );

    expect(sent.map(({ accessToken, json }) => [accessToken, idsIn(json)])).toEqual([
      ['token-main', ['1']],
      ['token-outlet', ['2']],
    ]);
  });

  test('no more than 10 requests are under way at once', async () => {
    await drain(queueRecords(orders(100, (index) => ({ customer: `c-${index}` }))));

    expect(sent).toHaveLength(100);
    expect(mostUnderWay).toBeLessThanOrEqual(10);
    expect(mostUnderWay).toBeGreaterThan(1);
  });
});

describe('settling', () => {
  test('only the records of the refused request stay queued', async () => {
    const records = queueRecords(orders(4, (index) => ({ customer: index < 2 ? 'ann' : 'bob' })));
    const failed = await drain(records, {
      answer: ({ common }) =>
        common.identity['external_id'] === 'ann' ? answered({ status: false, code: '40001' }) : ok,
    });

    expect(failed).toEqual(['record-1', 'record-2']);
    expect(telemetry.counts).toMatchObject({ RecordReceived: 4, EventSent: 2, 'EventKept:refused': 2 });
  });

  test.each([
    ['throttled', answered({ status: false, code: '40401' })],
    ['misconfigured', answered({ status: false, code: 40201 })],
    ['unavailable', answered({ status: false, code: '50000' })],
    ['unavailable', answered({ status: false, code: '99999' })],
    ['unavailable', { ...ok, status: 302 }],
    ['unavailable', { kind: 'unanswered', reason: 'timeout' }],
  ] satisfies [string, Answer][])('%s keeps every record', async (reason, answer) => {
    const failed = await drain(queueRecords(orders(3)), { answer: () => answer });

    expect(failed).toHaveLength(3);
    expect(telemetry.counts[`EventKept:${reason}`]).toBe(3);
  });

  test('equal events of a batch are sent once and share their fate', async () => {
    const twice = [{ orderId: '1' }, { orderId: '2' }, { orderId: '1' }];

    expect(await drain(queueRecords(twice))).toEqual([]);
    expect(sent.flatMap(({ json }) => idsIn(json))).toEqual(['1', '2']);
    expect(telemetry.counts).toMatchObject({ RecordReceived: 3, EventSent: 2, EventDuplicate: 1 });

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

    expect(sent.map(({ json }) => json.events[0]?.event_items.length)).toEqual([1]);
  });

  test('a record that cannot be read stays queued and sinks no other', async () => {
    const records = [
      { messageId: 'bad-1', body: 'not json' },
      { messageId: 'bad-2', body: '{"v":99}' },
      { messageId: 'bad-3', body: '{"v":1,"event":{}}' },
      ...queueRecords(orders(1)),
    ];

    expect(await drain(records)).toEqual(['bad-1', 'bad-2', 'bad-3']);
    expect(telemetry.counts).toMatchObject({
      EventSent: 1,
      'EventKept:message-invalid': 2,
      'EventKept:message-newer': 1,
    });
  });

  test('too large a request is cut in halves until it fits', async () => {
    const failed = await drain(queueRecords(orders(10)), {
      answer: ({ events }) => (events.length > 3 ? answered({ status: false, code: '40402' }) : ok),
    });

    expect(failed).toEqual([]);
    expect(telemetry.counts['EventSent']).toBe(10);
    expect(sent.map(({ json }) => json.events.length)).toEqual([10, 5, 3, 2, 5, 3, 2]);
  });

  test('one event that is too large alone stays queued', async () => {
    const answer = () => answered({ status: false, code: '40402' });

    expect(await drain(queueRecords(orders(2)), { answer })).toHaveLength(2);
    expect(sent).toHaveLength(3);
  });
});

describe('connections', () => {
  test.each([
    ['misconfigured', { kind: 'unknown' }],
    ['misconfigured', found({ serviceId: 'another-service' })],
    ['unavailable', { kind: 'unavailable', cause: new Error('SSM is ill') }],
  ] as const)('%s: nothing is sent, nothing is lost', async (reason, reading) => {
    const failed = await drain(queueRecords(orders(2)), { connection: () => reading });

    expect(failed).toHaveLength(2);
    expect(sent).toEqual([]);
    expect(telemetry.counts[`EventKept:${reason}`]).toBe(2);
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

  test('nothing leaves with less than 15 seconds to go', async () => {
    let left = 17_000;
    const failed = await drain(queueRecords(orders(30, (index) => ({ customer: `c-${index}` }))), {
      remainingMs: () => (left -= 1_000),
    });

    expect(sent).toHaveLength(2);
    expect(failed).toHaveLength(28);
    expect(telemetry.counts['EventKept:out-of-time']).toBe(28);
  });

  test('no log line holds an e-mail address or a token', async () => {
    await drain([...queueRecords(orders(2)), { messageId: 'bad', body: '{"email":"x@example.com"}' }]);
    await drain(queueRecords(orders(2)), { answer: () => answered({ status: false, code: '40001' }) });

    expect(telemetry.lines.join('\n')).not.toMatch(/example\.com|secret-token/);
  });
});

function answered(envelope: {
  status: boolean;
  code: string | number;
}): Extract<Answer, { kind: 'answered' }> {
  return { kind: 'answered', status: 200, headers: {}, body: JSON.stringify({ ...envelope, data: true }) };
}

function found(connection: Partial<DfineryConnection>): ConnectionReading<DfineryConnection> {
  return { kind: 'found', value: { serviceId: 'service-1', accessToken: 'secret-token', ...connection } };
}

function idsIn({ events }: SentBody): string[] {
  return events.map(({ event_properties }) => event_properties.df_order_id);
}
