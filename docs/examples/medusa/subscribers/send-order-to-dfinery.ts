import type { SubscriberArgs, SubscriberConfig } from '@medusajs/framework';
import type { MedusaContainer } from '@medusajs/framework/types';
import { sendOrders } from '../lib/send-orders';

/** @see https://docs.medusajs.com/resources/references/events */
export const config: SubscriberConfig = {
  event: ['order.placed', 'order.canceled', 'payment.captured', 'payment.refunded'],
};

/** Sends the order of an event. If that fails, the job sends it later: Medusa tells a subscriber of an event once. */
export default async function sendOrderToDfinery({ event, container }: SubscriberArgs<{ id: string }>) {
  const { id } = event.data;
  const orderId = event.name.startsWith('payment.') ? await orderOfPayment(id, container) : id;
  if (orderId !== undefined) await sendOrders(container, { id: orderId });
}

/** Returns nothing for a payment without an order: one that is captured during the checkout comes before its order. */
async function orderOfPayment(id: string, container: MedusaContainer): Promise<string | undefined> {
  const query = container.resolve('query');
  const {
    data: [payment],
  } = await query.graph({
    entity: 'payment',
    fields: ['payment_collection_id'],
    filters: { id },
  });
  // Without an id, the filter would find the collections of all orders.
  if (payment?.payment_collection_id === undefined) return undefined;
  const {
    data: [collection],
  } = await query.graph({
    entity: 'payment_collection',
    fields: ['order.id'],
    filters: { id: payment.payment_collection_id },
  });
  return collection?.order?.id;
}
