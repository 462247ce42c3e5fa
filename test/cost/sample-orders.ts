import { testOrder } from '../support/test-order.ts';

/** About what Shopify sends of an order of two lines; the sample alone has a quarter of that. */
const WEBHOOK_BYTES = 10_000;

/** Returns an order of a customer of its own, as long as a shop's: most of it is nothing that the adapter reads. */
export function fullSizeOrder(index: number): string {
  const order = testOrder({
    id: String(7_000_000_000_000 + index),
    customerId: 6_000_000_000_000 + index,
    email: `buyer${index}@example.com`,
  });
  const attribute = { name: 'unread', value: 'what a shop has written down of an order' };
  const missing = WEBHOOK_BYTES - Buffer.byteLength(order);
  const count = Math.ceil(missing / Buffer.byteLength(JSON.stringify(attribute)));
  return JSON.stringify({ ...JSON.parse(order), note_attributes: Array(count).fill(attribute) });
}
