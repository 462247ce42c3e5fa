import { describe, expect, test } from 'vitest';
import { accepted, aDrain, answered, refused, unavailable } from '../../test/support/builders/a-drain.ts';
import { QUEUE_TIME, queueRecords } from '../../test/support/builders/queue-records.ts';

const customers = (count: number, from = 0) =>
  queueRecords(
    Array.from({ length: count }, (_, index) => ({
      orderId: String(from + index),
      customer: `c-${from + index}`,
    })),
  );

test('three failures in a row pause the service for all instances', async () => {
  const { drain, ports, sentOrders } = aDrain();
  await drain(customers(20), { answer: () => unavailable });

  expect(sentOrders()).toHaveLength(3);
  expect(ports.pauses.paused.get('service-1')).toEqual({
    until: QUEUE_TIME + 30_000,
    reason: 'unavailable',
    failures: 1,
    probedAt: QUEUE_TIME,
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
    expect(ports.pauses.paused.get('service-1')).toMatchObject({ failures: 4, until: QUEUE_TIME + 240_000 });
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

test('a pause never lasts longer than an hour', async () => {
  const { drain, ports } = aDrain({ random: () => 0.999 });
  const read = { until: 0, reason: 'unavailable', failures: 40, probedAt: 0 } as const;
  await ports.pauses.pause('service-1', read);
  await drain(customers(1), { answer: () => unavailable });

  expect(ports.pauses.paused.get('service-1')?.until).toBe(QUEUE_TIME + 3_600_000);
});

test('a pause that is over and not yet ended by a success comes back with the first failure', async () => {
  const { drain, ports, sentOrders } = aDrain();
  const over = { until: QUEUE_TIME - 1, reason: 'unavailable', failures: 2, probedAt: 0 } as const;
  await ports.pauses.pause('service-1', over);
  await drain(customers(5), { answer: () => unavailable });

  expect(sentOrders()).toHaveLength(1);
  expect(ports.pauses.paused.get('service-1')).toMatchObject({ failures: 3, until: QUEUE_TIME + 120_000 });
});

test('a fresh order finds out first that a service which refused everything takes events again', async () => {
  const { drain, ports, sentOrders } = aDrain();
  await drain(customers(2), { answer: () => refused });
  expect(ports.pauses.paused.get('service-1')?.reason).toBe('refused');

  ports.clock.now += 300_000;
  const old = queueRecords([{ orderId: 'old', customer: 'a', receives: 4 }]);
  const fresh = queueRecords([{ orderId: 'fresh', customer: 'b' }]).map((record) => ({
    ...record,
    messageId: 'f',
  }));
  await drain([...old, ...fresh]);
  expect(sentOrders().slice(2)).toEqual([['fresh'], ['old']]);
});
