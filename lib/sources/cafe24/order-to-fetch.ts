import type { OrderToFetch } from '../listing.ts';

/** Names an order as its webhooks do. `what`: which of several changes of the order it is. */
export function orderToFetch(orderId: string, shopNumber: string, what?: string): OrderToFetch {
  const id = [shopNumber, orderId, ...(what === undefined ? [] : [what])].join('/');
  return { kind: 'order-to-fetch', id, reference: { orderId, parameters: { shop_no: shopNumber } } };
}
