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
import { QUEUE_TIME, queueRecords } from '../../test/support/builders/queue-records.ts';
import { UnavailableError } from '../model/errors.ts';
import type { QueueRecord } from '../queue/worker/queue-record.ts';

const customers = (count: number, from = 0) =>
  queueRecords(
    Array.from({ length: count }, (_, index) => ({
      orderId: String(from + index),
      customer: `c-${from + index}`,
    })),
  );

/** For a second batch beside records of the same numbers. */
const renamed = (records: readonly QueueRecord[]) =>
  records.map((record) => ({ ...record, messageId: `other-${record.messageId}` }));

test('three failures in a row pause the service for all instances', async () => {
  const { drain, ports, sentOrders } = aDrain();
  await drain(customers(20), { answer: () => unavailable });

  expect(sentOrders()).toHaveLength(3);
  expect(ports.pauses.paused.get('service-1')).toEqual({
    until: QUEUE_TIME + 10_000,
    reason: 'unavailable',
    failures: 1,
    probedAt: QUEUE_TIME,
    since: QUEUE_TIME,
  });
  expect(await drain(customers(20))).toHaveLength(20);
  expect(sentOrders()).toHaveLength(3);
});

test('two failures do not pause it', async () => {
  const { drain, ports } = aDrain();
  await drain(customers(2), { answer: () => unavailable });

  expect(ports.pauses.paused.size).toBe(0);
});

test('if the quota is used up, the pause lasts until the quota is reset', async () => {
  const { drain, ports } = aDrain();
  const headers = { 'x-ratelimit-reset': String(QUEUE_TIME + 45_000) };
  await drain(customers(2), { answer: () => ({ ...answered({ status: false, code: '40401' }), headers }) });

  expect(ports.pauses.paused.get('service-1')).toMatchObject({
    until: QUEUE_TIME + 45_000,
    reason: 'throttled',
  });
});

describe('during a pause', () => {
  const paused = async (failures: number) => {
    const drained = aDrain();
    const pause = {
      until: QUEUE_TIME + 3_600_000,
      reason: 'unavailable',
      failures,
      probedAt: QUEUE_TIME - 30_000,
      since: QUEUE_TIME - 600_000,
    };
    await drained.ports.pauses.pause('service-1', { ...pause, reason: 'unavailable' });
    return drained;
  };

  test('one of all instances sends a probe, and its failure renews the pause', async () => {
    const { drain, ports, sentOrders } = await paused(3);
    const kept = await Promise.all(
      [0, 10, 20].map((from) => drain(customers(10, from), { answer: () => unavailable })),
    );

    expect(kept.flat()).toHaveLength(30);
    expect(sentOrders()).toHaveLength(1);
    expect(ports.pauses.paused.get('service-1')).toMatchObject({
      failures: 4,
      until: QUEUE_TIME + 80_000,
      since: QUEUE_TIME - 600_000,
    });
  });

  test('a probe that is accepted ends it, and the rest follows in the same invocation', async () => {
    const { drain, ports } = await paused(9);

    expect(await drain(customers(10), { answer: () => accepted })).toEqual([]);
    expect(ports.pauses.paused.size).toBe(0);
  });

  test('another service goes on', async () => {
    const { drain } = await paused(3);
    const records = queueRecords([{ orderId: '1', serviceId: 'service-2', connection: 'other' }]);
    const connection = () =>
      ({ kind: 'found', value: { serviceId: 'service-2', accessToken: 't' } }) as const;

    expect(await drain(records, { connection })).toEqual([]);
  });
});

test('a pause never lasts longer than 20 minutes', async () => {
  const { drain, ports } = aDrain({ random: () => 0.999 });
  const read = { until: 0, reason: 'unavailable', failures: 40, probedAt: 0 } as const;
  await ports.pauses.pause('service-1', read);
  await drain(customers(1), { answer: () => unavailable });

  expect(ports.pauses.paused.get('service-1')?.until).toBe(QUEUE_TIME + 1_200_000);
});

test('a pause that is over and not yet ended by a success comes back with the first failure', async () => {
  const { drain, ports, sentOrders } = aDrain();
  const over = { until: QUEUE_TIME - 1, reason: 'unavailable', failures: 2, probedAt: 0 } as const;
  await ports.pauses.pause('service-1', over);
  await drain(customers(5), { answer: () => unavailable });

  expect(sentOrders()).toHaveLength(1);
  expect(ports.pauses.paused.get('service-1')).toMatchObject({ failures: 3, until: QUEUE_TIME + 40_000 });
});

test('a quota without a reset is like any failure, but its first pause is shorter', async () => {
  const { drain, ports, sentOrders } = aDrain();
  await drain(customers(9), { answer: () => answered({ status: false, code: '40401' }) });

  expect(sentOrders()).toHaveLength(3);
  expect(ports.pauses.paused.get('service-1')).toMatchObject({
    reason: 'throttled',
    until: QUEUE_TIME + 5_000,
  });
});

test('once something was accepted it takes five failures in a row, and the pause starts anew from the base', async () => {
  const { drain, ports, sentOrders } = aDrain();
  const over = { until: QUEUE_TIME - 1, reason: 'unavailable', failures: 7, probedAt: 0 } as const;
  await ports.pauses.pause('service-1', over);
  const answer = (body: SentBody) => (idsIn(body).includes('0') ? accepted : unavailable);
  await drain(customers(5), { answer });
  // Four in a row do not stop the run, so all four have their second try, at once.
  expect(sentOrders()).toHaveLength(9);
  expect(ports.pauses.paused.get('service-1')).toMatchObject({ failures: 1, until: QUEUE_TIME + 10_000 });
});

const CONNECTION = 'service-1#connection#main';

test('failures between refusals are not in a row: the service answers', async () => {
  const { drain, ports } = aDrain();
  const failed = new Set<number>();
  const answer = (body: SentBody) => {
    const order = Number(idsIn(body)[0]);
    if (order === 0 || failed.has(order)) return accepted;
    failed.add(order);
    return order % 2 === 0 ? refused : unavailable;
  };

  expect(await drain(customers(20), { answer })).toEqual([]);
  expect(ports.pauses.paused.size).toBe(0);
});

describe('a connection that is refused', () => {
  const refusing = async () => {
    const drained = aDrain();
    await drained.drain(customers(3), { answer: () => refused });
    return drained;
  };

  test('is paused itself, and its service is not', async () => {
    const { ports } = await refusing();

    expect([...ports.pauses.paused.keys()]).toEqual([CONNECTION]);
    expect(ports.pauses.paused.get(CONNECTION)).toMatchObject({ reason: 'refused', failures: 1 });
  });

  test('has its own try for what was never tried, and a refusal leaves the pause as it is', async () => {
    const { drain, ports, sentOrders } = await refusing();
    const before = ports.pauses.paused.get(CONNECTION);
    ports.clock.now += 1_000;
    await drain([...customers(3), ...renamed(customers(4, 10))], { answer: () => refused });

    expect(sentOrders().slice(3)).toEqual([['10'], ['11'], ['12'], ['13']]);
    expect(ports.pauses.paused.get(CONNECTION)).toEqual(before);
  });

  test('goes on once something of it is accepted', async () => {
    const { drain, ports, sentOrders } = await refusing();
    ports.clock.now += 1_000;
    await drain([...customers(3), ...renamed(customers(1, 10))]);
    expect(sentOrders().slice(3)).toEqual([['10']]);
    expect(ports.pauses.paused.size).toBe(0);

    expect(await drain(customers(3))).toEqual([]);
  });

  test('gets a probe every five minutes, what was never tried first', async () => {
    const { drain, ports, sentOrders } = await refusing();
    const long = {
      until: QUEUE_TIME + 3_600_000,
      reason: 'refused',
      failures: 9,
      probedAt: QUEUE_TIME,
    } as const;
    await ports.pauses.pause(CONNECTION, long);
    ports.clock.now += 299_000;
    expect(await drain(customers(3))).toHaveLength(3);
    ports.clock.now += 1_000;

    expect(await drain([...customers(3), ...renamed(customers(1, 10))])).toEqual([]);
    expect(sentOrders().slice(3)).toEqual([['10'], ['0'], ['1'], ['2']]);
  });

  test('takes no probe of its paused service while it has nothing to send', async () => {
    const { drain, ports, sentOrders } = await refusing();
    const probedAt = QUEUE_TIME - 30_000;
    await ports.pauses.pause('service-1', {
      until: QUEUE_TIME + 60_000,
      reason: 'unavailable',
      failures: 3,
      probedAt,
    });

    expect(await drain(customers(3))).toHaveLength(3);
    expect(sentOrders()).toHaveLength(3);
    expect(ports.pauses.paused.get('service-1')).toMatchObject({ probedAt });
  });
});

test('a probe that is refused shows that the service answers: its pause ends, and the connection is paused', async () => {
  const { drain, ports } = aDrain();
  const pause = { until: QUEUE_TIME + 1_200_000, reason: 'unavailable', failures: 9, probedAt: 0 } as const;
  await ports.pauses.pause('service-1', pause);
  await drain(customers(2), { answer: () => refused });

  expect([...ports.pauses.paused.keys()]).toEqual([CONNECTION]);
});

test('own tries of a refused connection end when its service turns out to be unavailable', async () => {
  const { drain, ports, sentOrders } = aDrain();
  const answer = (body: SentBody) => (Number(idsIn(body)[0]) < 2 ? refused : unavailable);
  await drain(customers(20), { answer });

  // Two refusals stop nothing for the others, but three failures in a row do.
  expect(sentOrders()).toHaveLength(5);
  expect([...ports.pauses.paused.keys()]).toEqual(['service-1']);
});

test('while a connection is refused, a wrong token pauses it for that', async () => {
  const { drain, ports, sentOrders } = aDrain();
  await drain(customers(2), { answer: () => refused });
  ports.clock.now += 1_000;
  await drain(customers(5, 10), { answer: () => answered({ status: false, code: '40101' }) });

  expect(sentOrders()).toHaveLength(3);
  expect(ports.pauses.paused.get('service-1#connection#main')).toMatchObject({ reason: 'misconfigured' });
});

test('a probe that cannot be taken is not sent: the pause holds', async () => {
  const { drain, ports, sentOrders } = aDrain();
  const pause = { until: QUEUE_TIME + 60_000, reason: 'unavailable', failures: 3, probedAt: 0 } as const;
  await ports.pauses.pause('service-1', pause);
  ports.pauses.takeProbe = () => Promise.reject(new UnavailableError('ill', { code: 'ledger-unavailable' }));

  expect(await drain(customers(3))).toHaveLength(3);
  expect(sentOrders()).toEqual([]);
  expect(ports.telemetry.counts).toMatchObject({ 'EventKept:unavailable': 3 });
});

test('a wrong token pauses the connection, not the service, and is probed once a minute', async () => {
  const { drain, ports, sentOrders } = aDrain();
  const answer = () => answered({ status: false, code: '40101' });
  await drain(customers(3), { answer });
  expect(sentOrders()).toHaveLength(1);
  expect([...ports.pauses.paused.entries()]).toMatchObject([
    ['service-1#connection#main', { reason: 'misconfigured', failures: 1 }],
  ]);

  await drain(customers(3, 10), { answer });
  expect(sentOrders()).toHaveLength(1);
  ports.clock.now += 60_000;
  expect(await drain(customers(3, 10))).toEqual([]);
  expect(ports.pauses.paused.size).toBe(0);
});

test('the last answer of a connection is kept for a person to see', async () => {
  const { drain, ports } = aDrain();
  await drain(customers(1));
  ports.clock.now += 60_000;
  await drain(customers(3, 10), {
    answer: () => answered({ status: false, code: '40101', message: 'kim@example.com' }),
  });

  expect([...ports.lastAnswers.answers]).toEqual([
    [
      'service-1#connection#main',
      { acceptedAt: QUEUE_TIME, refusedAt: QUEUE_TIME + 60_000, code: '40101', because: 'misconfigured' },
    ],
  ]);
});
