import { expect, test } from 'vitest';
import { aReceiver } from '../../test/support/builders/a-receiver.ts';
import { memoryTombstones } from '../../test/support/doubles/memory-tombstones.ts';
import { fixture } from '../../test/support/reading/fixtures.ts';
import { UnavailableError } from '../model/errors.ts';
import type { Tombstones } from '../model/subject.ts';
import { decodeMessage } from '../queue/message.ts';
import { sources } from '../sources/all-sources.ts';

const customer = {
  id: 191_167,
  email: 'ann@example.com',
  first_name: 'Ann',
  state: 'disabled',
  created_at: '2026-11-20T00:00:00Z',
  updated_at: '2026-11-21T00:00:00Z',
};
const refunded = fixture(sources.shopify, 'orders-updated.partially-refunded').rawBody;

/** Replays a parked delivery of a shop that sends profiles, and returns the answer and what was queued. */
async function replay(topic: string, rawBody: Buffer, tombstones?: Tombstones) {
  const receiver = aReceiver({ profiles: 'send' }, { ...(tombstones && { tombstones }) });
  const answer = await receiver.replay({
    source: 'shopify',
    connection: 'main',
    headers: { 'x-shopify-topic': topic },
    rawBody: rawBody.toString('base64'),
    receivedAt: '2026-11-24T00:00:00.000Z',
    verifiedAt: '2026-11-24T00:00:00.000Z',
    issues: [],
  });
  return { answer, messages: receiver.seen.queued.map(decodeMessage) };
}

test.each([
  ['a customer', 'customers/update', Buffer.from(JSON.stringify(customer))],
  ['an order with refunds', 'orders/updated', refunded],
])('%s is queued, unless its customer was erased or erasures are unavailable', async (_, topic, rawBody) => {
  expect(await replay(topic, rawBody)).toMatchObject({ answer: { kind: 'queued' } });
  expect(await replay(topic, rawBody, memoryTombstones())).toMatchObject({ answer: { kind: 'queued' } });

  const everybody = memoryTombstones(() => true);
  expect(await replay(topic, rawBody, everybody)).toEqual({ answer: { kind: 'erased' }, messages: [] });

  const fault = new UnavailableError('unavailable', { code: 'erasures-unavailable' });
  const down = { erased: () => Promise.reject(fault) };
  expect(await replay(topic, rawBody, down)).toEqual({ answer: { kind: 'unavailable' }, messages: [] });
});

test('a refund that is queued says when its order was placed', async () => {
  const { messages } = await replay('orders/updated', refunded);
  const [purchase] = messages.filter(({ kind }) => kind === 'purchase');
  const refunds = messages.filter(({ kind }) => kind === 'refund');

  expect(refunds.length).toBeGreaterThan(0);
  expect(purchase).toHaveProperty('event.event_datetime');
  for (const refund of refunds) {
    expect(refund).toHaveProperty(
      'placedAt',
      purchase && 'event' in purchase && purchase.event.event_datetime,
    );
  }
});
