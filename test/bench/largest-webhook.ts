import { MAX_WEBHOOK_BYTES } from '../../lib/receive/receive-delivery.ts';
import { recentOrder } from './recent-order.ts';

/** How many of them are delivered, one after another: garbage collection has to keep up. */
export const DELIVERIES = 6;

/** Returns an order of 100 lines with a note that makes it as large as a body may be: about 4 MiB. */
export function largestWebhook(index: number): string {
  const order = recentOrder(100, index);
  const room = MAX_WEBHOOK_BYTES - Buffer.byteLength(order) - 100;
  return order.replace('"note":null', `"note":"${'n'.repeat(room)}"`);
}
