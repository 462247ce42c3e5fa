import { expect, test } from 'vitest';
import { aShopConnection } from '../../test/support/builders/a-connection.ts';
import { drainPorts } from '../../test/support/builders/memory-drain-ports.ts';
import { memoryTombstones } from '../../test/support/doubles/memory-tombstones.ts';
import { fixture } from '../../test/support/reading/fixtures.ts';
import { UnavailableError } from '../model/errors.ts';
import type { Subject, Tombstones } from '../model/subject.ts';
import { sources } from '../sources/registry.ts';
import type { ParkedDelivery } from '../stores/parked/parked-delivery.ts';
import { takeFetch } from './take-fetch.ts';

const unused = () => Promise.reject(new Error('not needed'));

/** Takes an order as the mall's API returns it, and returns its fate. */
async function take({ tombstones, name = 'order.member-krw' }: { tombstones: Tombstones; name?: string }) {
  const order: unknown = JSON.parse(fixture(sources.cafe24, name).rawBody.toString());
  const queued: string[] = [];
  const parked: ParkedDelivery[] = [];
  const connection = aShopConnection({ source: 'cafe24', shop: 'mall' });
  const ports = {
    ...drainPorts({ dfinery: { post: unused, close: () => undefined } }),
    connections: { find: () => Promise.resolve({ kind: 'found' as const, value: connection }) },
    clients: {
      find: () =>
        Promise.resolve({
          kind: 'found' as const,
          value: { clientId: 'app', clientSecret: 'client-secret-of-the-app' },
        }),
    },
    tokens: {
      get: () => Promise.resolve({ kind: 'token' as const, accessToken: 'token' }),
      renew: unused,
      refresh: unused,
    },
    ask: () =>
      Promise.resolve({
        kind: 'answered' as const,
        status: 200,
        headers: {},
        body: JSON.stringify({ order }),
      }),
    queue: { sendAll: (bodies: readonly string[]) => Promise.resolve(void queued.push(...bodies)) },
    parked: { park: (delivery: ParkedDelivery) => Promise.resolve(String(parked.push(delivery))) },
    sleep: () => Promise.resolve(),
    tombstones,
  };
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
  const { fate } = await takeFetch(ports, { message, queuedAt: Date.now() }, new Map());
  return { fate, queued, parked };
}

test('an order of a customer who was erased is not queued, and one of another is', async () => {
  const seen: Subject[] = [];
  const tombstones = memoryTombstones((subject) => {
    seen.push(subject);
    return true;
  });

  expect(await take({ tombstones })).toEqual({ fate: { kind: 'erased' }, queued: [], parked: [] });
  expect(seen[0]).toMatchObject({ source: 'cafe24', shop: 'mall' });
  expect(Object.keys(seen[0]?.identity ?? {})).toContain('external_id');
  expect(await take({ tombstones: memoryTombstones() })).toMatchObject({ fate: { kind: 'fetched' } });
});

test('an order of a shop that was erased is not parked if it cannot be read', async () => {
  const name = 'order.unreadable';

  expect(await take({ name, tombstones: memoryTombstones(() => true) })).toEqual({
    fate: { kind: 'erased' },
    queued: [],
    parked: [],
  });
  expect((await take({ name, tombstones: memoryTombstones() })).parked).toHaveLength(1);
});

test('an order waits while the tombstones cannot be read', async () => {
  const fault = new UnavailableError('unavailable', { code: 'erasures-unavailable' });
  const { fate, queued } = await take({ tombstones: { erased: () => Promise.reject(fault) } });

  expect(fate).toMatchObject({ kind: 'waits', because: 'aws-unavailable', code: 'erasures-unavailable' });
  expect(queued).toEqual([]);
});
