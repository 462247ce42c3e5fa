import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aRecord, queueRecords } from '../../test/support/builders/queue-records.ts';
import { readRecords } from '../../test/support/reading/read-events.ts';

test('every record is in exactly one place, whatever its body', () => {
  const orderId = fc.integer({ min: 1, max: 20 }).map(String);
  const body = fc.oneof(
    orderId.map((id) => queueRecords([{ orderId: id }])[0]?.body ?? ''),
    fc.string(),
    fc.json(),
  );
  fc.assert(
    fc.property(fc.array(body, { maxLength: 60 }), (bodies) => {
      const records = bodies.map((text, index) => aRecord({ messageId: `record-${index}`, body: text }));
      const { events, unreadable } = readRecords(records);
      const placed = [
        ...events.flatMap((event) => event.records),
        ...unreadable.map(({ record }) => record),
      ].map(({ messageId }) => messageId);
      expect(placed.sort()).toEqual(records.map(({ messageId }) => messageId).sort());
      const ids = events.map(({ message }) => message.event.event_log_id);
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});

test('one order on two services is two events', () => {
  const records = queueRecords([
    { orderId: '1', serviceId: 'one' },
    { orderId: '1', serviceId: 'two' },
  ]);
  expect(readRecords(records).events).toHaveLength(2);
});

test('of several equal messages the one received first is kept, whatever their order', () => {
  const at = ['2026-11-24T00:00:02.000Z', '2026-11-24T00:00:01.000Z', '2026-11-24T00:00:03.000Z'];
  const records = queueRecords(at.map((receivedAt) => ({ orderId: '1', receivedAt })));
  const [event, ...others] = readRecords(records).events;

  expect(event?.message.receivedAt).toBe(at[1]);
  expect(event?.records.map(({ messageId }) => messageId)).toEqual(['record-2', 'record-1', 'record-3']);
  expect(others).toEqual([]);
});

test('each version of an order is a message of its own', () => {
  const records = queueRecords([1, 2, 3].map((items) => ({ orderId: '1', items })));

  expect(readRecords(records).events.map(({ message }) => message.total)).toEqual(['10', '20', '30']);
});
