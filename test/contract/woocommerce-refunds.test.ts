import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeFetchMessage } from '../../lib/queue/fetch-message.ts';
import { type AskShop, createAskShop } from '../../lib/shop-client/ask-shop.ts';
import type { ApiClient } from '../../lib/sources/shop-api.ts';
import { aFetch } from '../support/builders/a-fetch.ts';
import { aRefundFetch, aRefundShop } from '../support/builders/a-refund-fetch.ts';
import { aWooCommerceRefund } from '../support/builders/a-woocommerce-refund.ts';
import { aRecord } from '../support/builders/queue-records.ts';
import { startWooCommerceDouble, type WooCommerceDouble } from '../support/doubles/woocommerce-double.ts';
import { countedIn } from '../support/reading/counted-in.ts';

let double: WooCommerceDouble;
let ask: AskShop;
let fetching: ReturnType<typeof aFetch>;

beforeEach(async () => {
  double = await startWooCommerceDouble();
  double.putRefund('9001', aWooCommerceRefund());
  ask = createAskShop(new URL(double.url), 60_000);
  fetching = aFetch({ ask: (...question) => ask(...question) });
});

afterEach(() => double.stop());

/** Fetches a refund, by default the existing one. Returns the ids of the records that stay queued. */
function fetchRefund(client: ApiClient = double.client, refundId = '9002'): Promise<string[]> {
  const message = aRefundFetch({ reference: { orderId: '9001', refundId, taxesIncluded: true } });
  const record = aRecord({ messageId: 'record-1', ageMs: 1_000, body: encodeFetchMessage(message) });
  return fetching.fetch([record], {
    client: () => ({ kind: 'found', value: client }),
    shop: (id) => ({ kind: 'found', value: { ...aRefundShop({ shop: 'https://example.com' }), id } }),
  });
}

const itemIds = () =>
  fetching.seen.queued.flatMap((message) =>
    message.kind === 'refund' ? message.event.event_items.map(({ df_item_id }) => df_item_id) : [],
  );

test('with the shop’s own key the lines are fetched', async () => {
  expect(await fetchRefund()).toEqual([]);

  expect(double.paths).toEqual(['/wp-json/wc/v3/orders/9001/refunds/9002']);
  expect(itemIds()).toEqual(['31']);
});

test.each([
  ['another key', { clientId: 'ck_another-key', clientSecret: 'cs_secret-of-the-double' }],
  ['another secret', { clientId: 'ck_key-of-the-double', clientSecret: 'cs_another-secret' }],
])('with %s the refund goes without lines, and the shop was asked once', async (_, client) => {
  expect(await fetchRefund(client)).toEqual([]);

  expect(double.paths).toHaveLength(1);
  expect(itemIds()).toEqual(['refund']);
  expect(fetching.telemetry.counts).toMatchObject({ 'ShopRequest:token-refused': 1 });
  expect(countedIn(fetching.telemetry.lines)('RefundWithoutLines')).toBe(1);
});

test('a refund that was deleted goes without lines', async () => {
  expect(await fetchRefund(double.client, '9003')).toEqual([]);

  expect(itemIds()).toEqual(['refund']);
  expect(fetching.telemetry.counts).toMatchObject({ 'ShopRequest:not-found': 1 });
});

test.each([
  ['is throttled', { status: 429, headers: { 'retry-after': '120' } }, 'throttled', 132],
  ['meets an unavailable host', { status: 503, body: '<html>Maintenance</html>' }, 'unavailable', 30],
  ['meets a page in place of the API', { status: 200, body: '<html>Hello</html>' }, 'unavailable', 30],
  ['is sent on', { status: 301, headers: { location: 'https://www.example.com/' } }, 'unavailable', 30],
  ['is cut off', { fault: 'reset' } as const, 'unavailable', 30],
  ['is never answered', { fault: 'hang' } as const, 'unavailable', 30],
])(
  'a refund whose request %s waits, and is fetched with its lines later',
  async (_, step, outcome, seconds) => {
    const patient = ask;
    if ('fault' in step && step.fault === 'hang') ask = createAskShop(new URL(double.url), 300);
    double.play(step);

    expect(await fetchRefund()).toEqual(['record-1']);
    expect(fetching.telemetry.counts).toMatchObject({
      [`ShopRequest:${outcome}`]: 1,
      [`FetchKept:${outcome}`]: 1,
    });
    expect(fetching.seen.hidden).toMatchObject([{ seconds }]);
    ask = patient;
    expect(await fetchRefund()).toEqual([]);
    expect(itemIds()).toEqual(['31']);
  },
);
