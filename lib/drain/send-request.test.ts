import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  accepted,
  aDrain,
  answered,
  idsIn,
  refused,
  type SentBody,
  unavailable,
} from '../../test/support/builders/a-drain.ts';
import { queueRecords } from '../../test/support/builders/queue-records.ts';
import type { HttpAnswer } from '../runtime/http/http-answer.ts';

const ordersOfOne = (count: number) =>
  queueRecords(Array.from({ length: count }, (_, index) => ({ orderId: String(index + 1) })));

/** Dfinery, as far as is known: it refuses a whole request for one bad event. */
const refuseThese = (bad: ReadonlySet<string>) => (body: SentBody) =>
  idsIn(body).some((id) => bad.has(id)) ? refused : accepted;

test('How long an event took is measured from its webhook, once Dfinery has accepted it', async () => {
  const { drain, ports } = aDrain();
  const records = ordersOfOne(2);
  const { receivedAt } = JSON.parse(records[0]?.body ?? '') as { receivedAt: string };
  const atLeast = ports.clock.now - Date.parse(receivedAt);

  await drain(records, { answer: () => accepted });
  expect(ports.telemetry.durations['EventAge']).toBe(Math.max(0, atLeast));

  const other = aDrain();
  await other.drain(records, { answer: () => refused });
  expect(other.ports.telemetry.durations).not.toHaveProperty('EventAge');
});

describe('one bad event', () => {
  test('among 100 of one identity dies alone with its reason, and 99 are delivered in the same invocation', async () => {
    const { drain, ports, sentOrders } = aDrain();
    const records = ordersOfOne(100);

    expect(await drain(records, { answer: refuseThese(new Set(['42'])) })).toEqual([]);
    expect(ports.buried.map(({ body }) => body)).toEqual([records[41]?.body]);
    expect(ports.buried[0]?.attributes).toMatchObject({
      cause: 'refused',
      code: '40001',
      message: 'VALIDATION_FAILURE',
    });
    expect(ports.telemetry.counts).toMatchObject({ EventSent: 99, 'EventDead:refused': 1 });
    // One request, and at most 2 × ⌈log₂ 100⌉ more.
    expect(sentOrders().length).toBeLessThanOrEqual(1 + 2 * 7);
  });

  test('dies even if the others of its connection belong to another customer', async () => {
    const { drain, ports } = aDrain();
    const records = queueRecords([
      { orderId: '1', customer: 'ann' },
      { orderId: '2', customer: 'bob' },
    ]);

    expect(await drain(records, { answer: refuseThese(new Set(['1'])) })).toEqual([]);
    expect(ports.buried).toHaveLength(1);
  });

  test('waits if only another connection had an event accepted', async () => {
    const { drain, ports } = aDrain();
    const records = queueRecords([
      { orderId: '1', connection: 'main' },
      { orderId: '2', connection: 'outlet' },
    ]);

    expect(await drain(records, { answer: refuseThese(new Set(['1'])) })).toEqual(['record-1']);
    expect(ports.buried).toEqual([]);
  });

  test('that is too large alone dies like any other', async () => {
    const tooLarge = answered({ status: false, code: '40402', message: 'TOO_MANY_EVENTS' });
    const { drain, ports } = aDrain();

    await drain(ordersOfOne(8), { answer: (body) => (idsIn(body).includes('3') ? tooLarge : accepted) });

    expect(ports.buried.map(({ attributes }) => attributes.code)).toEqual(['40402']);
    expect(ports.telemetry.counts['EventSent']).toBe(7);
  });
});

test('with any bad events among any number, all others are delivered, and the requests stay within the bound', async () => {
  const cases = fc.integer({ min: 2, max: 100 }).chain((count) =>
    fc.record({
      count: fc.constant(count),
      badOnes: fc.uniqueArray(fc.integer({ min: 1, max: count }), { minLength: 1, maxLength: count - 1 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(cases, async ({ count, badOnes }) => {
      const { drain, ports, sentOrders } = aDrain();
      const bad = new Set(badOnes.map(String));
      // The first order, of another customer, is accepted, so that the search for bad events goes on to its end.
      const [good] = queueRecords([{ orderId: 'good', customer: 'ann' }]);
      const records = [...(good ? [{ ...good, messageId: 'good' }] : []), ...ordersOfOne(count)];

      expect(await drain(records, { answer: refuseThese(bad) })).toEqual([]);
      expect(ports.buried).toHaveLength(bad.size);
      expect(ports.telemetry.counts['EventSent']).toBe(count - bad.size + 1);
      const extra = sentOrders().length - 2;
      expect(extra).toBeLessThanOrEqual(Math.min(2 * count - 2, 2 * bad.size * Math.ceil(Math.log2(count))));
    }),
    { numRuns: 60 },
  );
});

describe('a service that refuses everything', () => {
  test('is asked at most 2n − 1 times for the n orders of one customer, which were never tried; nothing dies', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 100 }), async (count) => {
        const { drain, ports, sentOrders } = aDrain();

        expect(await drain(ordersOfOne(count), { answer: () => refused })).toHaveLength(count);
        expect(ports.buried).toEqual([]);
        expect(sentOrders().length).toBeLessThanOrEqual(2 * count - 1);
        expect(ports.telemetry.counts['EventKept:refused']).toBe(count);
      }),
      { numRuns: 30 },
    );
  });

  test('is asked until two were refused alone, if all were tried before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 100 }), async (count) => {
        const { drain, ports, sentOrders } = aDrain();
        await drain(ordersOfOne(count), { answer: () => refused });
        ports.pauses.paused.clear();
        const before = sentOrders().length;

        expect(await drain(ordersOfOne(count), { answer: () => refused })).toHaveLength(count);
        expect(ports.buried).toEqual([]);
        expect(sentOrders().length - before - 1).toBeLessThanOrEqual(Math.ceil(Math.log2(count)) + 1);
      }),
      { numRuns: 20 },
    );
  });

  test('is asked once for each order of its own customer, and then no more', async () => {
    const { drain, ports, sentOrders } = aDrain();
    const customers = queueRecords(
      Array.from({ length: 100 }, (_, index) => ({ orderId: String(index), customer: `c-${index}` })),
    );

    expect(await drain(customers, { answer: () => refused })).toHaveLength(100);
    expect(sentOrders()).toHaveLength(100);
    expect(await drain(customers, { answer: () => refused })).toHaveLength(100);
    expect(sentOrders()).toHaveLength(100);
    expect(ports.telemetry.counts['ServicePaused:refused']).toBe(1);
  });
});

describe('one connection that fails', () => {
  const records = queueRecords(
    Array.from({ length: 40 }, (_, index) => ({
      orderId: String(index),
      customer: `c-${index}`,
      connection: index % 2 === 0 ? 'bad' : 'good',
      serviceId: index % 2 === 0 ? 'service-bad' : 'service-1',
    })),
  );
  const connection = (id: string) =>
    ({
      kind: 'found',
      value: { serviceId: id === 'bad' ? 'service-bad' : 'service-1', accessToken: id },
    }) as const;

  test.each([
    ['misconfigured', answered({ status: false, code: '40201' }), 1],
    ['throttled', answered({ status: false, code: '40401' }), 3],
    ['unavailable', unavailable, 3],
    // Each of them was never tried before.
    ['refused', refused, 20],
  ] as const)(
    '%s: is left alone after a few requests, and does not hold up the other',
    async (because, answer, requests) => {
      const { drain, ports, seen } = aDrain();
      const kept = await drain(records, {
        connection,
        answer: (_, { accessToken }) => (accessToken === 'bad' ? answer : accepted),
      });

      expect(kept).toHaveLength(20);
      expect(seen.sent.filter(({ accessToken }) => accessToken === 'bad')).toHaveLength(requests);
      expect(ports.telemetry.counts).toMatchObject({ EventSent: 20, [`EventKept:${because}`]: 20 });
    },
  );
});

describe('a second try in the same invocation', () => {
  const six = queueRecords(
    Array.from({ length: 6 }, (_, index) => ({ orderId: String(index), customer: `c-${index}` })),
  );
  const timeout: HttpAnswer = { kind: 'unanswered', reason: 'timeout' };
  const quota = answered({ status: false, code: '40401' });

  /** Answers the orders of a table once with what stands there. */
  const once = (table: Readonly<Record<string, HttpAnswer>>) => {
    const played = new Set<string>();
    return (body: SentBody): HttpAnswer => {
      const [id = ''] = idsIn(body);
      if (played.has(id)) return accepted;
      played.add(id);
      return table[id] ?? accepted;
    };
  };

  test('delivers what failed alone, and what was refused before anything was accepted', async () => {
    const { drain, ports, sentOrders } = aDrain();

    expect(await drain(six, { answer: once({ 0: refused, 1: refused, 3: unavailable, 5: quota }) })).toEqual(
      [],
    );
    expect(ports.buried).toEqual([]);
    expect(sentOrders()).toHaveLength(6 + 4);
    expect(ports.telemetry.counts).toMatchObject({ EventSent: 6 });
    expect(ports.pauses.paused.size).toBe(0);
  });

  test('waits for no second time-out', async () => {
    const { drain, sentOrders } = aDrain();

    expect(await drain(six, { answer: once({ 3: timeout }) })).toEqual(['record-4']);
    expect(sentOrders()).toHaveLength(6);
  });

  test('is none against a quota that says when it resets', async () => {
    const { drain, sentOrders } = aDrain();
    const headers = { 'x-ratelimit-reset': String(Date.parse('2026-11-24T00:00:30.000Z')) };

    expect(await drain(six, { answer: once({ 5: { ...quota, headers } }) })).toEqual(['record-6']);
    expect(sentOrders()).toHaveLength(6);
  });

  test('is none where nothing was accepted', async () => {
    const { drain, sentOrders } = aDrain();

    expect(await drain(six.slice(0, 2), { answer: () => unavailable })).toHaveLength(2);
    expect(sentOrders()).toHaveLength(2);
  });

  test('that fails, too, leaves the event with two tries', async () => {
    const { drain, ports } = aDrain();
    const answer = (body: SentBody) => (idsIn(body).includes('3') ? unavailable : accepted);

    expect(await drain(six, { answer })).toEqual(['record-4']);
    // After the second try: 10 s × 2.
    expect(ports.hidden).toEqual([{ receiptHandle: 'handle-of-record-4', seconds: 20 }]);
  });

  test('kills what is refused after others were accepted', async () => {
    const { drain, ports, sentOrders } = aDrain();
    const answer = (body: SentBody) => (idsIn(body).includes('0') ? refused : accepted);

    expect(await drain(six, { answer })).toEqual([]);
    expect(ports.buried).toMatchObject([{ attributes: { cause: 'refused' } }]);
    // It was refused first, so it was tried once more after the others.
    expect(sentOrders()).toEqual([['0'], ['1'], ['2'], ['3'], ['4'], ['5'], ['0']]);
  });
});
