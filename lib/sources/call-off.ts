import type { Order } from '../model/order.ts';

/** Returns an order cancelled unpaid as its purchase and a full refund. Pure. */
export function callOff(order: Order, calledOffAt: string): Order {
  const { total: amount, items, deliveryCharge: delivery } = order;
  return { ...order, refunds: [{ id: 'cancellation', refundedAt: calledOffAt, amount, items, delivery }] };
}
