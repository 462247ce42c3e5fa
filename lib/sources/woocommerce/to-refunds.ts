import { PayloadError } from '../../model/errors.ts';
import { subtract, ZERO } from '../../model/money.ts';
import type { Order, Refund } from '../../model/order.ts';
import type { WooCommerceOrder } from './schema.ts';

/**
 * Returns what was paid back. WooCommerce tells the amount of each refund, negative and with tax, and neither when nor what for.
 * So a refund is dated by the last change of the order, which in its first delivery it was itself; and only one that is of the whole
 * order has lines: the order's. Pure.
 * @throws {PayloadError} there are refunds, and the order does not say when it was changed.
 */
export function toRefunds(
  { refunds, total, ...order }: WooCommerceOrder,
  { items, deliveryCharge }: Pick<Order, 'items' | 'deliveryCharge'>,
): Refund[] {
  return (refunds ?? []).map(({ id, total: paidBack }) => {
    const amount = subtract(ZERO, paidBack);
    const isWhole = amount === total;
    return {
      id,
      refundedAt: changedAt(order),
      amount,
      items: isWhole ? items : [],
      delivery: isWhole ? deliveryCharge : ZERO,
    };
  });
}

/** Returns when the order was changed last. @throws {PayloadError} it does not say. */
export function changedAt({
  date_modified_gmt,
  date_modified,
}: Pick<WooCommerceOrder, 'date_modified_gmt' | 'date_modified'>): string {
  // Version 1 has no such field, and gives UTC in the other.
  const instant = date_modified_gmt === undefined ? date_modified : date_modified_gmt;
  if (instant == null) throw new PayloadError([{ path: 'date_modified_gmt', message: 'missing' }]);
  return instant;
}
