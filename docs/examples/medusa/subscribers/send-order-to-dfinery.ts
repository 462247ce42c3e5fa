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
  const { data: payments } = await query.graph({
    entity: 'payment',
    fields: ['payment_collection_id'],
    filters: { id },
  });
  const { data: collections } = await query.graph({
    entity: 'payment_collection',
    fields: ['order.id'],
    filters: { id: payments[0]?.payment_collection_id },
  });
  return collections[0]?.order?.id;
}
