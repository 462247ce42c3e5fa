import { describe, expect, test } from 'vitest';
import { aShopConnection } from '../../test/support/builders/a-connection.ts';
import { aDrain } from '../../test/support/builders/a-drain.ts';
import {
  aProfileDrain,
  aQueuedProfile,
  profileRecords,
} from '../../test/support/builders/a-profile-drain.ts';
import { markAsSent } from '../../test/support/builders/mark-as-sent.ts';
import {
  aQueuedMessage,
  aQueuedRefund,
  aQueuedSignUp,
  aRecord,
  QUEUE_TIME,
  queueRecords,
} from '../../test/support/builders/queue-records.ts';
import { memoryTombstones } from '../../test/support/doubles/memory-tombstones.ts';
import { deliveryOf } from '../../test/support/reading/fixtures.ts';
import { UnavailableError } from '../model/errors.ts';
import { type AnyMessage, encodeMessage } from '../queue/message.ts';
import { cafe24 } from '../sources/cafe24/source.ts';
import { isErased } from '../stores/tombstones/is-erased.ts';
import { readDelivery } from '../translate/read-delivery.ts';
import { customerMessages } from '../translate/to-messages.ts';

const records = queueRecords([
  { orderId: '1', customer: 'gone' },
  { orderId: '2', customer: 'here' },
]);

test('an event of an erased customer is dropped and counted; the others are sent', async () => {
  const tombstones = memoryTombstones(({ identity }) => identity?.external_id === 'gone');
  const { drain, ports, sentOrders } = aDrain({ tombstones });

  expect(await drain(records)).toEqual([]);
  expect(sentOrders()).toEqual([['2']]);
  expect(ports.telemetry.counts).toMatchObject({ EventErased: 1, EventSent: 1 });
  expect(ports.buried).toEqual([]);
});

test('the tombstones are asked with the order, when it was placed and when it was received', async () => {
  const seen: object[] = [];
  const tombstones = memoryTombstones((subject) => {
    seen.push(subject);
    return false;
  });

  await aDrain({ tombstones }).drain(queueRecords([{ orderId: '7', customer: 'c' }]));

  expect(seen).toMatchObject([
    {
      source: 'shopify',
      shop: 'example.myshopify.com',
      identity: { external_id: 'c', email: 'c@example.com' },
      orderId: '7',
      placedAt: Date.parse('2026-11-23T00:00:00.000Z'),
      happenedAt: Date.parse('2026-11-23T00:00:00.000Z'),
      receivedAt: Date.parse('2026-11-24T00:00:00.000Z'),
    },
  ]);
});

describe.each([
  ['a profile', aQueuedProfile({ customer: 'gone' }), aQueuedProfile({ customer: 'here' })],
  ['a sign-up', aQueuedSignUp({ customer: 'gone' }), aQueuedSignUp({ customer: 'here' })],
  [
    'a refund',
    aQueuedRefund({ orderId: '1', refundId: '8', customer: 'gone' }),
    aQueuedRefund({ orderId: '2', refundId: '9', customer: 'here' }),
  ],
])('%s', (_, gone: AnyMessage, here: AnyMessage) => {
  const batch = [gone, here].map((message, index) =>
    aRecord({ messageId: `record-${index + 1}`, body: encodeMessage(message) }),
  );

  test('of an erased customer is not sent, and one of another is', async () => {
    const tombstones = memoryTombstones(({ identity }) => identity?.external_id === 'gone');
    const { drain, calls, ports } = aProfileDrain({ tombstones });
    await markAsSent(ports.ledger, aQueuedMessage({ orderId: '2' }));

    expect(await drain(batch)).toEqual([]);
    expect(calls.length).toBeGreaterThan(0);
    expect(JSON.stringify(calls)).not.toContain('gone');
    expect(JSON.stringify(calls)).toContain('here@example.com');
    expect(ports.telemetry.counts).toMatchObject({ EventErased: 1 });
  });

  test('waits while the tombstones cannot be read', async () => {
    const tombstones = { erased: () => Promise.reject(new Error('unavailable')) };
    const { drain, calls, ports } = aProfileDrain({ tombstones, ledgerOutage: 'deliver' });

    expect(await drain(batch)).toEqual(['record-1', 'record-2']);
    expect(calls).toEqual([]);
    expect(ports.telemetry.counts).toMatchObject({ 'EventKept:erasures-unavailable': 2 });
  });
});

describe('a group of a Cafe24 mall that came after its member was erased, without a time,', () => {
  const tombstone = { type: 'external_id' as const, erasedAt: QUEUE_TIME, ofAccount: true };
  const tombstones = memoryTombstones(
    (subject) => subject.identity?.external_id === 'gone' && isErased(subject, [tombstone]),
  );
  const changed = (resource: object) => {
    const rawBody = Buffer.from(JSON.stringify({ event_no: 90144, resource }));
    const connection = aShopConnection({ source: 'cafe24', shop: 'mall', profiles: 'send' });
    const delivery = deliveryOf({ topic: '90144', rawBody });
    const reading = readDelivery(cafe24, delivery, { settings: connection });
    if (reading.kind !== 'customers') throw new Error(reading.kind);
    const receivedAt = new Date(QUEUE_TIME + 3_600_000);
    const bodies = customerMessages(reading.customers, {
      connection,
      deliveryId: 'd',
      receivedAt,
      traceId: 't',
    });
    return bodies.map(({ body }, index) => aRecord({ messageId: `record-${index + 1}`, body }));
  };

  test('may have been sent before: it is dropped, and does not bring the member back', async () => {
    const { drain, calls, ports } = aProfileDrain({ tombstones });

    expect(await drain(changed({ member_id: 'gone,here', after_member_group_name: 'Gold' }))).toEqual([]);

    expect(calls.map(({ body }) => body.identity)).not.toContainEqual({ external_id: 'gone' });
    expect(calls.map(({ body }) => body.identity)).toContainEqual({ external_id: 'here' });
    expect(ports.telemetry.counts).toMatchObject({ EventErased: 1, ProfileSent: 1 });
  });
});

test('if the ledger of profiles is unavailable, one of an erased customer is dropped and the others wait', async () => {
  const tombstones = memoryTombstones(({ identity }) => identity?.external_id === 'gone');
  const { drain, calls, ports } = aProfileDrain({ tombstones });
  ports.profiles.read = () => Promise.reject(new UnavailableError('down', { code: 'ledger-unavailable' }));

  expect(await drain(profileRecords({ customer: 'gone' }, { customer: 'here' }))).toHaveLength(1);
  expect(calls).toEqual([]);
  expect(ports.telemetry.counts).toMatchObject({ EventErased: 1 });
});

describe('while the tombstones cannot be read', () => {
  test.each(['wait', 'deliver'] as const)(
    'all events wait, if an outage of the ledger means %s',
    async (outage) => {
      const fault = new UnavailableError('down', { code: 'erasures-unavailable' });
      const tombstones = { erased: () => Promise.reject(fault) };
      const { drain, ports, sentOrders } = aDrain({ tombstones, ledgerOutage: outage });

      expect(await drain(records)).toEqual(['record-1', 'record-2']);
      expect(sentOrders()).toEqual([]);
      expect(ports.telemetry.counts).toMatchObject({ 'EventKept:erasures-unavailable': 2 });
    },
  );
});
