import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventLogId } from '../../lib/dfinery/event-log-id.ts';
import { shopify } from '../../lib/sources/shopify/source.ts';
import { aConnection } from '../support/builders/a-connection.ts';
import { type OrderWebhook, orderLife, PAID_BACK } from '../support/builders/order-life.ts';
import { type PackagedStack, startPackagedStack } from '../support/harness/packaged-stack.ts';
import { postUntilTaken } from '../support/harness/post-until-taken.ts';

const connection = aConnection();
const ORDER_ID = '7301648205117';

let stack: PackagedStack;

beforeAll(async () => {
  stack = await startPackagedStack({ connections: () => Promise.resolve({ shop: connection }) });
});

afterAll(() => stack.stop());

/** Signs a webhook and posts it. */
async function post({ topic, body }: OrderWebhook, deliveryId: string): Promise<{ readonly status: string }> {
  const headers = shopify.sign({
    rawBody: Buffer.from(body),
    secret: connection.secrets[0] ?? '',
    topic,
    shop: connection.shop ?? '',
    deliveryId,
    now: new Date(),
  });
  const response = await postUntilTaken(`${stack.url}/webhooks/shopify/shop`, { headers, body });
  return (await response.json()) as { readonly status: string };
}

test('An order paid, edited, refunded twice and cancelled, newest webhook first and each three times, is one purchase and all its refunds', async () => {
  const webhooks = orderLife({ id: ORDER_ID, customerId: 7, placedAt: new Date() }).reverse();
  for (const [index, webhook] of webhooks.entries()) {
    const answers = await Promise.all([1, 2, 3].map((time) => post(webhook, `delivery-${index}-${time}`)));
    const expected = webhook.topic === 'refunds/create' ? ['ignored'] : ['queued', 'known'];
    for (const { status } of answers) expect(expected).toContain(status);
  }
  await expect.poll(() => stack.waiting()).toBe(0);

  const events = (stack.dfinery?.events() ?? []).map(({ event }) => event);
  const named = (name: string) => events.filter(({ event_name }) => event_name === name);
  const refunds = named('df_refund');
  expect(named('df_purchase').map(({ event_properties }) => event_properties)).toMatchObject([
    { df_order_id: ORDER_ID, df_total_purchase_amount: PAID_BACK },
  ]);
  const shop = { source: 'shopify', shop: 'example.myshopify.com', part: 1 };
  expect(refunds.map(({ event_log_id }) => event_log_id).sort()).toEqual(
    ['2', '3', '4']
      .map((id) => eventLogId({ ...shop, kind: 'refund', subjectKey: `${ORDER_ID}/${id}` }))
      .sort(),
  );
  const amounts = refunds.map(({ event_properties }) => Number(event_properties?.['df_total_refund_amount']));
  expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(PAID_BACK);
  expect(refunds.every(({ event_properties }) => Object.keys(event_properties ?? {}).length === 1)).toBe(
    true,
  );
});
