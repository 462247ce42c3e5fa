import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aShopConnection } from '../../test/support/builders/a-connection.ts';
import {
  aFetch,
  answered,
  type FetchWorld,
  fetchRecords,
  givenOrder,
  unanswered,
} from '../../test/support/builders/a-fetch.ts';
import { aRecord } from '../../test/support/builders/queue-records.ts';
import { memoryTombstones } from '../../test/support/doubles/memory-tombstones.ts';
import { encodeFetchMessage } from '../queue/fetch-message.ts';
import type { QueueRecord } from '../queue/worker/queue-record.ts';
import type { HttpAnswer } from '../runtime/http/http-answer.ts';
import { LAG_MS } from './taken.ts';

let fetching: ReturnType<typeof aFetch>;

beforeEach(() => {
  fetching = aFetch();
});

/** In every case: no log line has a name or a token. */
afterEach(() => {
  expect(fetching.telemetry.lines.join('\n')).not.toMatch(/tealover|secret-|찻잔|Bearer/i);
});

interface Added {
  readonly key?: string;
  readonly member?: string;
  readonly variantId?: string;
  readonly productId?: string;
  readonly connection?: string;
  readonly source?: string;
  readonly ageMs?: number;
}

/** Returns queue records of additions to carts, with `cart-1`, `cart-2` … as their ids. */
function cartRecords(additions: readonly Added[]): QueueRecord[] {
  return additions.map((added, index) => {
    const {
      key = `key-${index + 1}`,
      member = 'tealover',
      productId = '781',
      variantId = 'P000000A',
    } = added;
    const body = encodeFetchMessage({
      kind: 'cart',
      connection: added.connection ?? 'main',
      source: added.source ?? 'cafe24',
      product: { productId, variantId, parameters: { shop_no: '1' } },
      quantity: 2,
      identity: { external_id: member },
      cartKey: key,
      deliveryId: `delivery-${index + 1}`,
      receivedAt: '2026-11-24T00:00:00.000Z',
      traceId: 'trace',
    });
    return aRecord({
      messageId: `cart-${index + 1}`,
      body,
      ...(added.ageMs !== undefined && { ageMs: added.ageMs }),
    });
  });
}

const givenProduct = (changes: object = {}): HttpAnswer =>
  answered(200, {
    product: {
      product_name: '찻잔',
      price: '11000.00',
      variants: [{ variant_code: 'P000000A', additional_amount: '1500.00' }],
      ...changes,
    },
  });

const give =
  (answer: HttpAnswer): NonNullable<FetchWorld['answer']> =>
  () =>
    answer;
const counts = () => fetching.telemetry.counts;

test('an addition becomes an event with the product’s name and price, at the time it was received', async () => {
  expect(await fetching.fetch(cartRecords([{}]), { answer: give(givenProduct()) })).toEqual([]);

  expect(fetching.seen.asked[0]?.request.path).toBe('/api/v2/admin/products/781?shop_no=1&embed=variants');
  expect(fetching.seen.queued).toEqual([
    expect.objectContaining({
      kind: 'cart',
      subjectKey: 'key-1',
      part: 1,
      parts: 1,
      shop: 'main-mall',
      identity: { external_id: 'tealover' },
      event: expect.objectContaining({
        event_name: 'df_add_to_cart',
        event_datetime: '2026-11-24T00:00:00.000Z',
        event_items: [
          { df_item_id: '781', df_item_name: '찻잔', df_price: 12500, df_quantity: 2, df_discount: 0 },
        ],
      }) as object,
    }),
  ]);
  expect(counts()).toMatchObject({ FetchDone: 1, EventQueued: 1 });
});

test('a product in many carts is fetched once per batch', async () => {
  const records = cartRecords([{ member: 'tealover-1' }, { member: 'tealover-2' }, { productId: '5' }]);
  await fetching.fetch(records, { answer: give(givenProduct()) });

  expect(fetching.askedFor()).toEqual(['781', '5']);
  expect(fetching.seen.queued).toHaveLength(3);
});

test('records of the same addition are merged', async () => {
  await fetching.fetch(cartRecords([{ key: 'same' }, { key: 'same' }]), { answer: give(givenProduct()) });

  expect(fetching.seen.queued).toHaveLength(1);
  expect(counts()).toMatchObject({ FetchDone: 1, FetchDuplicate: 1 });
});

describe('there is no event of', () => {
  test('a product that is gone, once the API cannot be late any more', async () => {
    const answer = give(answered(404));
    expect(await fetching.fetch(cartRecords([{ ageMs: LAG_MS - 2_000 }]), { answer })).toEqual(['cart-1']);
    expect(await fetching.fetch(cartRecords([{ ageMs: LAG_MS }]), { answer })).toEqual([]);

    expect(fetching.seen.queued).toEqual([]);
    expect(counts()).toMatchObject({ 'FetchKept:not-found': 1, 'FetchIgnored:no-product': 1 });
  });

  test('a variant that the product does not have', async () => {
    await fetching.fetch(cartRecords([{}]), { answer: give(givenProduct({ variants: [] })) });

    expect(fetching.seen.queued).toEqual([]);
    expect(counts()).toMatchObject({ 'FetchIgnored:no-product': 1 });
  });

  test('a customer who was erased', async () => {
    fetching = aFetch({
      tombstones: memoryTombstones(({ identity }) => identity?.external_id === 'tealover'),
    });
    await fetching.fetch(cartRecords([{}, { member: 'another' }]), { answer: give(givenProduct()) });

    expect(fetching.seen.queued.map(({ identity }) => identity)).toEqual([{ external_id: 'another' }]);
    expect(counts()).toMatchObject({ FetchErased: 1, FetchDone: 1 });
  });
});

test('a product that cannot be read is a dead letter, which can be redriven', async () => {
  await fetching.fetch(cartRecords([{}]), { answer: give(givenProduct({ price: null })) });

  expect(fetching.seen.buried).toMatchObject([{ attributes: { code: 'product-unreadable' } }]);
  expect(fetching.seen.parked).toEqual([]);
});

test('an addition is a dead letter if the platform has no API for products', async () => {
  const shop = () => ({ kind: 'found' as const, value: aShopConnection() });
  await fetching.fetch(cartRecords([{ source: 'shopify' }]), { shop });

  expect(fetching.seen.buried).toMatchObject([{ attributes: { code: 'source-unknown' } }]);
});

describe('orders of the same shop', () => {
  const orderId = '20261124-0000001';

  test('are fetched first', async () => {
    const records = [...cartRecords([{}]), ...fetchRecords([{ orderId }])];
    await fetching.fetch(records, {
      answer: ({ orderId: id }) => (id === orderId ? givenOrder(id) : givenProduct()),
    });

    expect(fetching.askedFor()).toEqual([orderId, '781']);
  });

  test('and carts of it do not wait for each other’s permission', async () => {
    const records = [...cartRecords([{}, {}]), ...fetchRecords([{ orderId }])];
    const left = await fetching.fetch(records, {
      answer: ({ orderId: id }) => (id === orderId ? givenOrder(id) : answered(403)),
    });

    expect(left).toEqual(['cart-1', 'cart-2']);
    expect(fetching.askedFor()).toEqual([orderId, '781']);
    expect(counts()).toMatchObject({ FetchDone: 1, 'FetchKept:misconfigured': 2 });
  });

  test('and its carts wait if the API is unavailable or its rate limit is used up', async () => {
    for (const answer of [answered(429), unanswered]) {
      fetching = aFetch();
      const records = [
        ...cartRecords([{}]),
        ...fetchRecords([{ orderId }, { orderId: '20261124-0000002' }, { orderId: '20261124-0000003' }]),
      ];
      expect(await fetching.fetch(records, { answer: give(answer) })).toHaveLength(4);
      expect(fetching.askedFor()).not.toContain('781');
    }
  });
});
