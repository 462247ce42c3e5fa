import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aQueuedMessage, aRecord } from '../../test/support/builders/queue-records.ts';
import type { Identity } from '../dfinery/event.ts';
import type { QueueRecord } from '../queue/worker/queue-record.ts';
import { planRequests, toRequestBody } from './plan-requests.ts';
import type { QueuedEvent } from './read-records.ts';

const identity: fc.Arbitrary<Identity> = fc
  .record({
    external_id: fc.option(fc.constantFrom('1', '2', '1"2'), { nil: undefined }),
    email: fc.option(fc.constantFrom('a@example.com', 'b@example.com', '1'), { nil: undefined }),
    phone_no: fc.option(fc.constantFrom('1', '821023456789'), { nil: undefined }),
  })
  .map((fields) => {
    const present = Object.entries(fields).filter(([, value]) => value !== undefined);
    return present.length > 0 ? Object.fromEntries(present) : { external_id: 'fallback' };
  });

const queued = fc.array(
  fc.record({
    identity,
    connection: fc.constantFrom('main', 'other'),
    serviceId: fc.constantFrom('service-1', 'service-2'),
    items: fc.integer({ min: 1, max: 100 }),
  }),
  { maxLength: 100 },
);

const toEvents = (
  orders: readonly { identity: Identity; connection: string; serviceId: string; items: number }[],
) =>
  orders.map(
    ({ identity: owner, ...order }, index): QueuedEvent => ({
      message: { ...aQueuedMessage({ orderId: String(index), ...order }), identity: owner },
      records: [aRecord({ messageId: `record-${index}`, body: '' })],
    }),
  );

const ownerOf = ({
  connection,
  serviceId,
  identity: owner,
}: Pick<QueuedEvent['message'], 'connection' | 'serviceId' | 'identity'>) =>
  JSON.stringify([connection, serviceId, owner.external_id, owner.email, owner.phone_no]);

test('no order goes to another customer: a request has events of one customer only, and every event is in one', () => {
  fc.assert(
    fc.property(queued, (orders) => {
      const events = toEvents(orders);
      const requests = planRequests(events);
      for (const request of requests) {
        const owners = request.events.map(({ message }) => ownerOf(message));
        expect(new Set([ownerOf(request), ...owners]).size).toBe(1);
        expect(request.events.length).toBeLessThanOrEqual(100);
        expect(request.events.reduce((all, { items }) => all + items, 0)).toBeLessThanOrEqual(100);
      }
      const planned = requests.flatMap(({ events: all }) => all.flatMap(({ records }) => records));
      const idsOf = (records: readonly QueueRecord[]) => records.map(({ messageId }) => messageId).sort();
      expect(idsOf(planned)).toEqual(idsOf(events.flatMap(({ records }) => records)));
    }),
  );
});

test('the order of an identity’s fields does not matter', () => {
  const [a, b] = toEvents([
    { identity: { external_id: '1', email: 'a@example.com' }, connection: 'main', serviceId: 's', items: 1 },
    { identity: { email: 'a@example.com', external_id: '1' }, connection: 'main', serviceId: 's', items: 1 },
  ]);
  expect(planRequests(a && b ? [a, b] : [])).toHaveLength(1);
});

test('the body is the JSON that the Import API documents', () => {
  const [request] = planRequests(
    toEvents([{ identity: { external_id: '1"2' }, connection: 'main', serviceId: 's', items: 2 }]),
  );
  if (request === undefined) throw new Error('Nothing was planned');

  expect(JSON.parse(toRequestBody(request))).toEqual({
    common: { identity: { external_id: '1"2' } },
    events: request.events.map(({ message }) => message.event),
  });
});

test('what was never tried does not share a request with what was', () => {
  const events = [0, 3, 0].map((tries, index) => ({
    message: aQueuedMessage({ orderId: String(index) }),
    records: [aRecord({ messageId: String(index), body: '{}' })] as const,
    tries,
  }));

  expect(
    planRequests(events).map((request) => request.events.map(({ message }) => message.subjectKey)),
  ).toEqual([['0', '2'], ['1']]);
});
