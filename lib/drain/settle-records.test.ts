import { describe, expect, test } from 'vitest';
import { accepted, aDrain, answered, refused, unavailable } from '../../test/support/builders/a-drain.ts';
import { aRecord, QUEUE_TIME, queueRecords } from '../../test/support/builders/queue-records.ts';
import type { HttpAnswer } from '../runtime/http/http-answer.ts';

const HOUR = 3_600_000;
const throttled = (header: string, value: number): HttpAnswer => ({
  ...answered({ status: false, code: '40401' }),
  headers: { [header]: String(value) },
});

describe('back-off', () => {
  test('an event is hidden for longer the more often it was tried, however often it was received', async () => {
    const { drain, ports } = aDrain();
    const records = (receives: number) => queueRecords([{ orderId: '1', receives }]);
    for (const receives of [40, 1, 2, 3, 4, 5, 6, 7, 8]) {
      await drain(records(receives), { answer: () => unavailable });
    }

    expect(ports.hidden.map(({ seconds }) => seconds)).toEqual([10, 20, 40, 80, 160, 320, 640, 1200, 1200]);
  });

  test('a record that was sent is not hidden', async () => {
    const { drain, ports } = aDrain();
    await drain(queueRecords([{ orderId: '1' }]));

    expect(ports.hidden).toEqual([]);
  });

  test.each([
    ['x-rate-limit-reset', QUEUE_TIME / 1000 + 90],
    ['x-ratelimit-reset', QUEUE_TIME + 90_000],
  ])('if the quota is used up, nothing comes back before %s says', async (header, value) => {
    const { drain, ports } = aDrain();
    const records = queueRecords([{ orderId: '1' }, { orderId: '2', customer: 'bob', receives: 9 }]);
    const kept = await drain(records, { answer: () => throttled(header, value) });

    expect(kept).toHaveLength(2);
    for (const { seconds } of ports.hidden) {
      expect(seconds).toBeGreaterThanOrEqual(90);
      expect(seconds).toBeLessThanOrEqual(108);
    }
  });

  test('without that header the quota’s back-off is the ordinary one', async () => {
    const { drain, ports } = aDrain();
    const answer = () => answered({ status: false, code: '40401' });
    await drain(queueRecords([{ orderId: '1', receives: 3 }]), { answer });
    await drain(queueRecords([{ orderId: '1', receives: 9 }]), { answer });

    expect(ports.hidden.map(({ seconds }) => seconds)).toEqual([10, 20]);
  });

  test('a record that SQS does not hide is counted, and stays queued', async () => {
    const hide = () => Promise.resolve({ failed: 1, reasons: ['ReceiptHandleIsInvalid'] });
    const { drain, ports } = aDrain({ visibility: { hide } });

    expect(await drain(queueRecords([{ orderId: '1' }]), { answer: () => unavailable })).toEqual([
      'record-1',
    ]);
    expect(ports.telemetry.counts).toMatchObject({ VisibilityFailed: 1, 'EventKept:unavailable': 1 });
  });
});

describe('what is held', () => {
  const customers = (count: number, ageMs = 0) =>
    queueRecords(
      Array.from({ length: count }, (_, index) => ({
        orderId: String(index),
        customer: `c-${index}`,
        ageMs,
        receives: 1 + index,
      })),
    );

  test.each(['unavailable', 'throttled'] as const)(
    'waits until the pause is over, however often it was received: %s',
    async (reason) => {
      const { drain, ports } = aDrain();
      const pause = { reason, failures: 3, probedAt: QUEUE_TIME, until: QUEUE_TIME + 100_000 };
      await ports.pauses.pause('service-1', pause);
      await drain(customers(9, 300_000));

      // And 10 % more, in the middle of 0 to 20 %.
      expect(ports.hidden.map(({ seconds }) => seconds)).toEqual(Array.from({ length: 9 }, () => 110));
      expect(ports.telemetry.counts).toMatchObject({ [`EventKept:${reason}`]: 9 });
    },
  );

  test('comes back after half its age if a pause of an unavailable service is longer: it may answer earlier', async () => {
    const { drain, ports } = aDrain();
    const pause = { reason: 'unavailable', failures: 9, probedAt: QUEUE_TIME } as const;
    await ports.pauses.pause('service-1', { ...pause, until: QUEUE_TIME + 1_200_000 });
    await drain(customers(2, 240_000));

    expect(ports.hidden.map(({ seconds }) => seconds)).toEqual([120, 120]);
  });

  test('of a stopped run waits until the pause that the run began is over, and what failed does, too', async () => {
    const { drain, ports } = aDrain();
    await drain(customers(9), { answer: () => unavailable });

    const { until = 0 } = ports.pauses.paused.get('service-1') ?? {};
    expect(until).toBe(QUEUE_TIME + 10_000);
    expect(ports.hidden.map(({ seconds }) => seconds)).toEqual(Array.from({ length: 9 }, () => 11));
  });

  test.each([
    [0, 5],
    [8_000, 5],
    [60_000, 30],
    [600_000, 300],
    [100 * HOUR, 1_200],
  ])('by something without a known end at an age of %i ms comes back after %i s', async (ageMs, seconds) => {
    const { drain, ports } = aDrain();
    await drain(customers(1, ageMs), { connection: () => ({ kind: 'unknown' }) });

    expect(ports.hidden.map((change) => change.seconds)).toEqual([seconds]);
    expect(ports.telemetry.counts).toMatchObject({ 'EventKept:misconfigured': 1 });
  });

  test('dies of what its own last try failed of, never of what holds it', async () => {
    const { drain, ports } = aDrain();
    const [tried] = queueRecords([{ orderId: '1' }]);
    await drain(tried ? [tried] : [], { answer: () => refused });
    const pause = {
      until: QUEUE_TIME + 1_000,
      reason: 'refused',
      failures: 1,
      probedAt: QUEUE_TIME,
    } as const;
    await ports.pauses.pause('service-1#connection#main', pause);

    expect(await drain(queueRecords([{ orderId: '1', ageMs: 72 * HOUR - 1 }]))).toHaveLength(1);
    expect(await drain(queueRecords([{ orderId: '1', ageMs: 72 * HOUR }]))).toEqual([]);
    expect(ports.buried).toMatchObject([{ attributes: { cause: 'refused', code: 'refused' } }]);
  });

  test('and was never tried dies after ten days, as held', async () => {
    const { drain, ports } = aDrain();
    const unknown = { connection: () => ({ kind: 'unknown' }) as const };

    expect(await drain(customers(1, 240 * HOUR - 1), unknown)).toHaveLength(1);
    expect(await drain(customers(1, 240 * HOUR), unknown)).toEqual([]);
    expect(ports.buried).toMatchObject([{ attributes: { cause: 'held', code: 'misconfigured' } }]);
  });
});

describe('dead letters by age', () => {
  test.each([
    ['unavailable', 240, unavailable],
    ['misconfigured', 240, answered({ status: false, code: '40201' })],
    ['throttled', 240, answered({ status: false, code: '40401' })],
    ['refused', 72, refused],
  ] as const)('%s: after %i hours', async (cause, hours, answer) => {
    const { drain, ports } = aDrain();
    const before = queueRecords([{ orderId: '1', ageMs: hours * HOUR - 1 }]);
    const after = queueRecords([{ orderId: '2', ageMs: hours * HOUR, receives: 70 }]);

    expect(await drain(before, { answer: () => answer })).toEqual(['record-1']);
    ports.pauses.paused.clear();
    expect(await drain(after, { answer: () => answer })).toEqual([]);
    expect(ports.buried).toHaveLength(1);
    expect(ports.buried[0]?.body).toBe(after[0]?.body);
    expect(ports.buried[0]?.attributes).toMatchObject({
      cause,
      receives: '70',
      queuedAt: new Date(QUEUE_TIME - hours * HOUR).toISOString(),
      diedAt: '2026-11-24T00:00:00.000Z',
    });
    expect(ports.telemetry.counts).toMatchObject({ [`EventKept:${cause}`]: 1, [`EventDead:${cause}`]: 1 });
  });

  test('an old event that Dfinery accepts after all is sent', async () => {
    const { drain, ports } = aDrain();

    expect(await drain(queueRecords([{ orderId: '1', ageMs: 300 * HOUR }]))).toEqual([]);
    expect(ports.buried).toEqual([]);
    expect(ports.telemetry.counts['EventSent']).toBe(1);
  });

  test('a message of a later version waits for an hour', async () => {
    const { drain, ports } = aDrain();
    const newer = (ageMs: number) => [aRecord({ messageId: 'newer', body: '{"v":4}', ageMs })];

    expect(await drain(newer(HOUR - 1))).toEqual(['newer']);
    expect(await drain(newer(HOUR))).toEqual([]);
    expect(ports.buried.map(({ attributes }) => attributes.cause)).toEqual(['message-newer']);
  });

  test('a record that the dead-letter queue does not accept stays queued', async () => {
    const sendAll = () => Promise.resolve(new Set<never>());
    const { drain, ports } = aDrain({ deadLetters: { sendAll } });

    expect(await drain([aRecord({ messageId: 'bad', body: 'not json' })])).toEqual(['bad']);
    expect(ports.hidden).toHaveLength(1);
    expect(ports.telemetry.counts).toEqual({ 'EventKept:dead-letter-unavailable': 1 });
  });
});

test('the age of the oldest record is measured', async () => {
  const { drain, ports } = aDrain();
  await drain(
    queueRecords([
      { orderId: '1', ageMs: 5 },
      { orderId: '2', ageMs: 7 * HOUR },
    ]),
  );

  expect(ports.telemetry.durations['OldestEventAge']).toBe(7 * HOUR);
});

test('a port that throws loses no record and returns none that was sent', async () => {
  const broken = () => Promise.reject(new Error('a fault of ours'));
  const { drain } = aDrain({ visibility: { hide: broken } });
  const records = queueRecords([{ orderId: '1' }, { orderId: '2', customer: 'bob' }]);
  const kept = await drain(records, {
    answer: ({ common }) => (common.identity['external_id'] === 'bob' ? unavailable : accepted),
  });

  expect(kept).toEqual(['record-2']);
});
