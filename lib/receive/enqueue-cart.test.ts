import { afterEach, beforeEach, expect, test } from 'vitest';
import { aShopConnection } from '../../test/support/builders/a-connection.ts';
import {
  deliveryAccount,
  type RecordedTelemetry,
  recordTelemetry,
} from '../../test/support/doubles/recorded-telemetry.ts';
import { UnavailableError } from '../model/errors.ts';
import { decodeFetchMessage } from '../queue/fetch-message.ts';
import { decodeMessage } from '../queue/message.ts';
import { sources } from '../sources/registry.ts';
import { receiveDelivery } from './receive-delivery.ts';

const SECRET = 'receiver-secret-12345';
const NOW = new Date('2026-11-25T00:10:00.000Z');

let telemetry: RecordedTelemetry;
let queued: string[];
let fetches: string[];

beforeEach(() => {
  telemetry = recordTelemetry();
  queued = [];
  fetches = [];
});

/** In every case: every delivery is counted, and no log line names the customer or opens the checkout. */
afterEach(() => {
  const { received, settled } = deliveryAccount(telemetry);
  expect(settled).toBe(received);
  expect(telemetry.lines.join('\n')).not.toMatch(/example\.com|tealover|9f1c5a7b|receiver-secret/i);
});

async function receive(
  { source, topic, body }: { source: 'shopify' | 'cafe24'; topic: string; body: object },
  { carts = 'send', fault }: { carts?: 'send' | 'ignore'; fault?: Error } = {},
) {
  const connection = aShopConnection({ source, shop: 'the-shop', secrets: [SECRET], carts });
  const rawBody = Buffer.from(JSON.stringify(body));
  const signed = { rawBody, secret: SECRET, topic, shop: 'the-shop', deliveryId: 'd-1', now: NOW };
  const headers = Object.fromEntries(
    Object.entries(sources[source].sign(signed)).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const take = (list: string[]) => ({
    sendAll: (bodies: readonly string[]) => {
      if (fault !== undefined) return Promise.reject(fault);
      list.push(...bodies);
      return Promise.resolve();
    },
  });
  const unused = () => Promise.reject(new Error('not needed'));
  return receiveDelivery(
    {
      connections: { find: () => Promise.resolve({ kind: 'found', value: connection }) },
      queue: take(queued),
      fetches: take(fetches),
      erasures: { sendAll: unused },
      parked: { park: unused },
      telemetry,
      now: () => NOW,
    },
    { source, connection: 'main', headers, rawBody, requestId: 'request-1', traceId: 'trace-1' },
  );
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
  expect(await receive(checkout)).toEqual({ kind: 'queued', events: 1 });

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
  expect(telemetry.counts).toMatchObject({ DeliveryAccepted: 1, EventQueued: 1 });
});

test('an addition to a cart has its product fetched', async () => {
  expect(await receive(addition)).toEqual({ kind: 'fetch-queued', fetches: 1 });

  expect(fetches.map(decodeFetchMessage)).toEqual([
    expect.objectContaining({
      kind: 'cart',
      product: { productId: '781', variantId: 'P000000A', parameters: { shop_no: '1' } },
      quantity: 2,
      identity: { external_id: 'tealover' },
      receivedAt: '2026-11-25T00:10:00.000Z',
    }),
  ]);
  expect(telemetry.counts).toMatchObject({ DeliveryAccepted: 1, FetchQueued: 1 });
});

test('neither is accepted if the connection does not want it', async () => {
  for (const delivery of [checkout, addition]) {
    expect(await receive(delivery, { carts: 'ignore' })).toEqual({ kind: 'ignored', reason: 'topic' });
  }
  expect([...queued, ...fetches]).toEqual([]);
});

test('the shop is asked to deliver again if SQS does not accept it', async () => {
  const fault = new UnavailableError('SQS is unavailable', { code: 'queue-unavailable' });
  for (const delivery of [checkout, addition]) {
    expect(await receive(delivery, { fault })).toEqual({ kind: 'unavailable' });
  }
});
