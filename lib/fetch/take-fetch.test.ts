import { expect, test } from 'vitest';
import { aFetch, givenOrder } from '../../test/support/builders/a-fetch.ts';
import { QUEUE_TIME } from '../../test/support/builders/queue-records.ts';
import { memoryTombstones } from '../../test/support/doubles/memory-tombstones.ts';
import { UnavailableError } from '../model/errors.ts';
import type { Subject, Tombstones } from '../model/subject.ts';
import { takeFetch } from './take-fetch.ts';

/** Takes an order as the mall's API gives it, and returns what became of it. */
async function take({ tombstones, name }: { tombstones: Tombstones; name?: string }) {
  const ask = () => Promise.resolve(givenOrder('20261124-0000017', name === undefined ? {} : { name }));
  const { ports, seen } = aFetch({ tombstones, ask });
  const message = {
    v: 1 as const,
    kind: 'order' as const,
    connection: 'main',
    source: 'cafe24',
    reference: { orderId: '20261124-0000017', parameters: { shop_no: '1' } },
    deliveryId: 'delivery-1',
    receivedAt: '2026-11-24T00:00:00.000Z',
    traceId: 'trace-1',
  };
  const { fate } = await takeFetch(ports, { message, queuedAt: QUEUE_TIME }, new Map());
  return { fate, queued: seen.queued, parked: seen.parked };
}

test('an order of a customer who was erased is not queued, and one of another is', async () => {
  const seen: Subject[] = [];
  const tombstones = memoryTombstones((subject) => {
    seen.push(subject);
    return true;
  });

  expect(await take({ tombstones })).toEqual({ fate: { kind: 'erased' }, queued: [], parked: [] });
  expect(seen[0]).toMatchObject({ source: 'cafe24', shop: 'main-mall' });
  expect(Object.keys(seen[0]?.identity ?? {})).toContain('external_id');
  expect(await take({ tombstones: memoryTombstones() })).toMatchObject({ fate: { kind: 'fetched' } });
});

test('an order of a shop that was erased is not parked where it cannot be read', async () => {
  const name = 'unreadable';

  expect(await take({ name, tombstones: memoryTombstones(() => true) })).toEqual({
    fate: { kind: 'erased' },
    queued: [],
    parked: [],
  });
  expect((await take({ name, tombstones: memoryTombstones() })).parked).toHaveLength(1);
});

test('an order waits while nobody knows who was erased', async () => {
  const fault = new UnavailableError('unavailable', { code: 'erasures-unavailable' });
  const { fate, queued } = await take({ tombstones: { erased: () => Promise.reject(fault) } });

  expect(fate).toMatchObject({ kind: 'waits', because: 'aws-unavailable', code: 'erasures-unavailable' });
  expect(queued).toEqual([]);
});
