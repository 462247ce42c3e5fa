import { expect, test } from 'vitest';
import { aReceiver } from '../../test/support/builders/a-receiver.ts';
import { UnavailableError } from '../model/errors.ts';
import { decodeFetchMessage } from '../queue/fetch-message.ts';
import { decodeMessage } from '../queue/message.ts';

const NOW = new Date('2026-11-25T00:10:00.000Z');

/** Receives a webhook, and checks that no log line names the customer or opens the checkout. */
async function receive(
  { source, topic, body }: { source: 'shopify' | 'cafe24'; topic: string; body: object },
  { carts = 'send', queueFault }: { carts?: 'send' | 'ignore'; queueFault?: Error } = {},
) {
  const receiver = aReceiver({ source, shop: 'the-shop', carts }, { now: () => NOW });
  const request = receiver.request({ rawBody: Buffer.from(JSON.stringify(body)), topic });
  const answer = await receiver.receive(request, { ...(queueFault && { queueFault }) });
  const { lines, counts } = receiver.telemetry;
  expect(lines.join('\n')).not.toMatch(/example\.com|tealover|9f1c5a7b|receiver-secret/i);
  return { answer, ...receiver.seen, counts };
}

const checkout = {
  source: 'shopify' as const,
  topic: 'checkouts/update',
  body: { token: '9f1c5a7b', updated_at: '2026-11-25T00:05:30Z', email: 'ann@example.com' },
};
const addition = {
  source: 'cafe24' as const,
  topic: '90084',
  body: {
    event_no: 90084,
    resource: {
      mall_id: 'the-shop',
      member_id: 'tealover',
      product_no: 781,
      variant_code: 'P000000A',
      quantity: 2,
    },
  },
};

test('a checkout is queued as an event', async () => {
  const { answer, queued, counts } = await receive(checkout);

  expect(answer).toEqual({ kind: 'queued', events: 1 });
  expect(queued.map(decodeMessage)).toEqual([
    expect.objectContaining({
      v: 2,
      kind: 'payment-info',
      shop: 'the-shop',
      identity: { email: 'ann@example.com' },
      event: expect.objectContaining({ event_name: 'df_add_payment_info' }) as object,
    }),
  ]);
  expect(queued.join('')).not.toContain('9f1c5a7b');
  expect(counts).toMatchObject({ DeliveryAccepted: 1, EventQueued: 1 });
});

test('an addition to a cart has its product fetched', async () => {
  const { answer, fetches, counts } = await receive(addition);

  expect(answer).toEqual({ kind: 'fetch-queued', fetches: 1 });
  expect(fetches.map(decodeFetchMessage)).toEqual([
    expect.objectContaining({
      kind: 'cart',
      product: { productId: '781', variantId: 'P000000A', parameters: { shop_no: '1' } },
      quantity: 2,
      identity: { external_id: 'tealover' },
      receivedAt: '2026-11-25T00:10:00.000Z',
    }),
  ]);
  expect(counts).toMatchObject({ DeliveryAccepted: 1, FetchQueued: 1 });
});

test('neither is accepted if the connection does not want it', async () => {
  for (const delivery of [checkout, addition]) {
    expect(await receive(delivery, { carts: 'ignore' })).toMatchObject({
      answer: { kind: 'ignored', reason: 'topic' },
      queued: [],
      fetches: [],
    });
  }
});

test('the shop is asked to deliver again if SQS does not accept it', async () => {
  const queueFault = new UnavailableError('SQS is unavailable', { code: 'queue-unavailable' });
  for (const delivery of [checkout, addition]) {
    expect(await receive(delivery, { queueFault })).toMatchObject({ answer: { kind: 'unavailable' } });
  }
});
