import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cafe24Stack, startCafe24Stack, TELLTALE } from '../support/harness/cafe24-stack.ts';
import { metricsIn } from '../support/reading/metrics-in-logs.ts';

const HOUR_MS = 3_600_000;
const SCOPES = ['mall.read_order', 'mall.read_product'];

let shops: Cafe24Stack<'cartmall'>;

beforeAll(async () => {
  shops = await startCafe24Stack(['cartmall'], { scopes: SCOPES, connection: { carts: 'send' } });
});

afterAll(() => shops.stop());

const count = (name: string, reason?: string): number =>
  metricsIn(shops.stack.functions.logs())(name, reason);

const webhook = (changes: object) =>
  JSON.stringify({
    event_no: 90084,
    resource: {
      mall_id: 'cartmall',
      event_shop_no: '1',
      member_id: 'mall-member-1',
      product_no: 781,
      variant_code: 'P000000A',
      quantity: 2,
      ...changes,
    },
  });

test('Additions to carts reach Dfinery once, with the name and the price of the product', async () => {
  const mall = shops.malls.cartmall;
  mall.putProduct({
    product_no: 781,
    product_name: '찻잔',
    price: '11000.00',
    variants: [{ variant_code: 'P000000A', additional_amount: '1500.00' }],
  });
  const began = Date.now();
  // Not authorized yet: additions wait meanwhile.
  expect(await shops.deliver(mall, webhook({}))).toMatchObject({ status: 200, answer: { status: 'queued' } });
  await expect.poll(() => count('FetchKept', 'misconfigured')).toBeGreaterThan(0);
  expect(await shops.authorize(mall)).toBe(0);
  mall.play({ on: 'product', status: 503 });
  for (const body of [webhook({}), webhook({}), webhook({ member_id: '' }), webhook({ product_no: 5 })]) {
    expect(await shops.deliver(mall, body)).toMatchObject({ status: 200 });
  }
  // A product that is not there waits for a while: the API may be late.
  await expect.poll(() => count('FetchKept', 'not-found')).toBeGreaterThan(0);
  // Copies meet in one batch of the fetches, or in the ledger.
  const settled = () => count('EventSent') + count('EventDuplicate') + count('FetchDuplicate');
  await expect.poll(settled).toBeGreaterThanOrEqual(3);

  const arrived = shops.stack.dfinery?.events() ?? [];
  // One an hour, and the hour may have changed meanwhile.
  const hours = Math.floor(Date.now() / HOUR_MS) - Math.floor(began / HOUR_MS) + 1;
  expect(arrived.length).toBeGreaterThan(0);
  expect(arrived.length).toBeLessThanOrEqual(hours);
  expect(arrived[0]).toMatchObject({
    serviceId: 'service-of-cartmall',
    identity: { external_id: 'mall-member-1' },
    event: {
      event_name: 'df_add_to_cart',
      event_items: [
        { df_item_id: '781', df_item_name: '찻잔', df_price: 12500, df_quantity: 2, df_discount: 0 },
      ],
    },
  });
  expect(count('DeliveryIgnored', 'no-identity')).toBe(1);
});

test('No log names a member, a product or a token', () => {
  const logs = shops.stack.functions.logs();

  expect(logs).toContain('"message":"Cart queued"');
  expect(logs.split('\n').filter((line) => TELLTALE.test(line))).toEqual([]);
});
