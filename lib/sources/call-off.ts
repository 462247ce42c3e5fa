import type { Order } from '../model/order.ts';

/** Returns an order that was called off before anything was paid, as its purchase and a refund of all of it. Pure. */
export function callOff(order: Order, calledOffAt: string): Order {
  const { total: amount, items, deliveryCharge: delivery } = order;
  return { ...order, refunds: [{ id: 'cancellation', refundedAt: calledOffAt, amount, items, delivery }] };
}
