import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fetchRecords } from '../../test/support/builders/a-fetch.ts';
import { aRecord, QUEUE_TIME } from '../../test/support/builders/queue-records.ts';
import { readRecords } from '../queue/worker/work-batch.ts';
import { fetchReader, queuedAt } from './read-fetches.ts';

const readFetches = (records: Parameters<typeof readRecords>[0]) => {
  const { queued, unreadable } = readRecords(records, fetchReader);
  return { fetches: queued.map((one) => ({ ...one, queuedAt: queuedAt(one) })), unreadable };
};

const ids = (records: readonly { readonly messageId: string }[]) => records.map(({ messageId }) => messageId);

test('records that name the same order become one, queued when the newest of them was', () => {
  const { fetches } = readFetches(
    fetchRecords([
      { orderId: 'a', ageMs: 3_000 },
      { orderId: 'b', ageMs: 2_000 },
      { orderId: 'a', ageMs: 1_000 },
      { orderId: 'a', ageMs: 2_000 },
    ]),
  );

  expect(fetches.map(({ records, queuedAt }) => [ids(records), QUEUE_TIME - queuedAt])).toEqual([
    [['record-1', 'record-3', 'record-4'], 1_000],
    [['record-2'], 2_000],
  ]);
  expect(fetches[0]?.message.deliveryId).toBe('delivery-1');
});

test.each([
  ['connection', { connection: 'outlet' }],
  ['source', { source: 'another' }],
  ['shop of the mall', { shopNo: '2' }],
])('the same number of another %s is another order', (_, change) => {
  expect(readFetches(fetchRecords([{ orderId: 'a' }, { orderId: 'a', ...change }])).fetches).toHaveLength(2);
});

test.each([
  ['message-invalid', 'no JSON'],
  ['message-invalid', '{"v":1}'],
  ['message-invalid', '{"v":1,"connection":"","source":"cafe24"}'],
  ['message-newer', '{"v":2}'],
] as const)('%s: %s is unreadable, and hides no other', (code, body) => {
  const bad = aRecord({ messageId: 'bad', body });
  const { fetches, unreadable } = readFetches([bad, ...fetchRecords([{ orderId: 'a' }])]);

  expect(unreadable).toMatchObject([{ record: bad, error: { code } }]);
  expect(fetches).toHaveLength(1);
});

test('every record is in exactly one place, whatever it holds', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const named = fc.record({ orderId: name, connection: name, shopNo: name }, { requiredKeys: ['orderId'] });
  const message = named.map((order) => fetchRecords([order])[0]?.body ?? '');
  const body = fc.oneof(message, fc.string(), fc.json());

  fc.assert(
    fc.property(fc.array(body), (bodies) => {
      const records = bodies.map((text, index) => aRecord({ messageId: `record-${index}`, body: text }));
      const { fetches, unreadable } = readFetches(records);

      const found = [...fetches.flatMap((fetch) => fetch.records), ...unreadable.map(({ record }) => record)];
      expect(ids(found).sort()).toEqual(ids(records).sort());
    }),
  );
});
