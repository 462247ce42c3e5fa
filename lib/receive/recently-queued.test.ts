import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aShopConnection } from '../../test/support/builders/a-connection.ts';
import { purchaseMessages } from '../translate/to-messages.ts';
import { createRecentlyQueued } from './recently-queued.ts';

const MINUTE = 60_000;

interface Said {
  readonly orderId: string;
  readonly total: number;
}

interface Origin {
  readonly deliveryId: string;
  readonly receivedAt: Date;
  readonly traceId: string;
}

const origins = (ids: fc.Arbitrary<string>) =>
  fc.record({
    deliveryId: ids,
    receivedAt: fc.date({ noInvalidDate: true, min: new Date('2020-01-01'), max: new Date('2040-01-01') }),
    traceId: ids,
  });
/** What a header can hold. */
const anyOrigin = origins(fc.string({ maxLength: 12 }));
const oddOrigin = origins(fc.string({ unit: 'binary', maxLength: 12 }));
const anySaid = fc.record({ orderId: fc.constantFrom('1', '2', '"deliveryId":"', '$&'), total: fc.nat(3) });

const origin = { deliveryId: 'd', receivedAt: new Date(0), traceId: 't' };

function messageOf({ orderId, total }: Said, origin: Origin) {
  const amount = String(total);
  const order = { id: orderId, total: amount, currency: 'KRW', stage: 'paid' } as const;
  const event = {
    event_log_id: 'id',
    event_name: 'df_purchase' as const,
    event_datetime: '2026-11-24T00:00:00.000Z',
    event_items: [],
    event_properties: { df_order_id: orderId, df_total_purchase_amount: total },
  };
  const content = { order, identity: { external_id: '1' }, events: [event] };
  const [message] = purchaseMessages(content as never, { ...origin, connection: aShopConnection() });
  if (message === undefined) throw new Error('No message');
  return message;
}

test('a message is known by what it says, wherever it comes from', () => {
  fc.assert(
    fc.property(anySaid, anySaid, anyOrigin, anyOrigin, (first, second, origin, other) => {
      const recent = createRecentlyQueued(() => 0);
      recent.add(messageOf(first, origin), 'service');

      expect(recent.has(messageOf(first, other), 'service')).toBe(true);
      const isSame = first.orderId === second.orderId && first.total === second.total;
      expect(recent.has(messageOf(second, other), 'service')).toBe(isSame);
    }),
  );
});

test('what was queued for one service is news for another', () => {
  const recent = createRecentlyQueued(() => 0);
  recent.add(messageOf({ orderId: '1', total: 1 }, origin), 'service');

  expect(recent.has(messageOf({ orderId: '1', total: 1 }, origin), 'other')).toBe(false);
});

test('a message that says something else is never known', () => {
  fc.assert(
    fc.property(anySaid, anySaid, oddOrigin, oddOrigin, (first, second, origin, other) => {
      fc.pre(first.orderId !== second.orderId || first.total !== second.total);
      const recent = createRecentlyQueued(() => 0);
      recent.add(messageOf(first, origin), 'service');

      expect(recent.has(messageOf(second, other), 'service')).toBe(false);
    }),
  );
});

test('it is forgotten after an hour, counted from the last time that it was queued', () => {
  const clock = { now: 0 };
  const recent = createRecentlyQueued(() => clock.now);
  const message = messageOf({ orderId: '1', total: 1 }, origin);
  recent.add(message, 'service');
  clock.now = 60 * MINUTE - 1;
  expect(recent.has(message, 'service')).toBe(true);
  clock.now = 60 * MINUTE;
  expect(recent.has(message, 'service')).toBe(false);
  recent.add(message, 'service');
  clock.now = 119 * MINUTE;
  expect(recent.has(message, 'service')).toBe(true);
});

test('of more than 10,000 the oldest are forgotten, and those alone', () => {
  const recent = createRecentlyQueued(() => 0);
  const numbered = (number: number) => messageOf({ orderId: String(number), total: 1 }, origin);
  for (let number = 1; number <= 10_000; number += 1) recent.add(numbered(number), 'service');
  recent.add(numbered(1), 'service');
  recent.add(numbered(10_001), 'service');

  expect([1, 2, 3, 10_001].map((number) => recent.has(numbered(number), 'service'))).toEqual([
    true,
    false,
    true,
    true,
  ]);
});
