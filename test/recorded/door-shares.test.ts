import { expect, test } from 'vitest';
import { findSource } from '../../lib/sources/all-sources.ts';
import { aShopConnection } from '../support/builders/a-connection.ts';
import { type RecordedDelivery, recordedDeliveries } from '../support/reading/recorded-deliveries.ts';
import { replayAtTheDoor, type TimedRequest } from './replay-at-the-door.ts';

const secrets = ['woo-captured-secret', 'woo &amp; "quoted" <s>'];
const address = { connection: 'main', requestId: 'request', traceId: 'trace' };
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/** What became of all recorded orders of the larger shop, by the number of environments that share them. */
test.each([
  [0, { queued: 82, knownAsQueued: 0, knownAsTold: 0 }],
  [1, { queued: 48, knownAsQueued: 14, knownAsTold: 20 }],
  [2, { queued: 55, knownAsQueued: 7, knownAsTold: 20 }],
  [4, { queued: 59, knownAsQueued: 3, knownAsTold: 20 }],
])('with %i environments, recorded orders of a WooCommerce shop', async (environments, counts) => {
  const connection = aShopConnection({ source: 'woocommerce', shop: '127.0.0.1:38080', secrets });

  expect(await replayAtTheDoor(connection, recordedOrders(), environments)).toEqual(counts);
});

test.each([
  [
    'within a second, with one time of change',
    [0, 300, 600, 900],
    0,
    { queued: 1, knownAsQueued: 3, knownAsTold: 0 },
  ],
  [
    'within seconds, with a new time of change each',
    [0, 1_000, 2_000, 3_000],
    1,
    { queued: 4, knownAsQueued: 0, knownAsTold: 0 },
  ],
  ['within a day', [0, HOUR, 6 * HOUR, 23 * HOUR], 1, { queued: 1, knownAsQueued: 0, knownAsTold: 3 }],
])('four topics of a Shopify order %s', async (_, times, perTime, counts) => {
  const requests = ['orders/create', 'orders/paid', 'orders/updated', 'orders/updated'].map((topic, index) =>
    shopifyOrder(topic, {
      at: Date.parse('2026-11-20T05:05:12Z') + (times[index] ?? 0),
      changedAfter: perTime * (times[index] ?? 0),
    }),
  );

  expect(await replayAtTheDoor(aShopConnection({ secrets }), requests, 1)).toEqual(counts);
});

/** An order says when it changed, to the second: that is when its deliveries left. */
function recordedOrders(): TimedRequest[] {
  return recordedDeliveries()
    .filter(({ shop }) => shop === 'a')
    .flatMap((delivery) => {
      const changed = changedAt(delivery);
      const { headers, rawBody } = delivery;
      const request = { ...address, source: 'woocommerce', headers, rawBody };
      return changed == null ? [] : [{ at: Date.parse(`${changed}Z`), request }];
    })
    .toSorted((one, other) => one.at - other.at);
}

function changedAt({ rawBody }: RecordedDelivery): string | null | undefined {
  if (!rawBody.toString().startsWith('{')) return undefined;
  return (JSON.parse(rawBody.toString()) as { date_modified_gmt?: string | null }).date_modified_gmt;
}

function shopifyOrder(
  topic: string,
  { at, changedAfter }: { at: number; changedAfter: number },
): TimedRequest {
  const order = {
    id: 5_500_000_000_101,
    name: '#1101',
    created_at: '2026-11-20T05:05:11Z',
    processed_at: '2026-11-20T05:05:11Z',
    updated_at: new Date(Date.parse('2026-11-20T05:05:12Z') + changedAfter).toISOString(),
    currency: 'KRW',
    financial_status: 'paid',
    total_price: '55000',
    current_total_price: '55000',
    customer: { id: 6_600_000_000_001 },
    line_items: [{ id: 1, product_id: 101, title: 'Tea', quantity: 1, price: '55000' }],
  };
  const rawBody = Buffer.from(JSON.stringify(order));
  const signing = {
    rawBody,
    secret: secrets[0] ?? '',
    topic,
    shop: 'example.myshopify.com',
    deliveryId: topic,
    now: new Date(at),
  };
  const headers = findSource('shopify')?.sign(signing) ?? {};
  return { at, request: { ...address, source: 'shopify', headers, rawBody } };
}
