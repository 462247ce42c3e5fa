import { PayloadError } from '../../model/errors.ts';
import { subtract, ZERO } from '../../model/money.ts';
import type { Order, Refund } from '../../model/order.ts';
import type { WooCommerceOrder } from './schema.ts';

/**
 * Returns the refunds. WooCommerce gives only the amount of each, negative and with tax,
 * but no time and no lines. So a refund is dated by the last change of the order, which
 * in its first delivery is the refund itself. Only a refund of the whole order has lines: the order's. Pure.
 * @throws {PayloadError} the order has refunds and lacks the time of its last change.
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

/** Returns the time of the order's last change. @throws {PayloadError} it is missing. */
export function changedAt({
  date_modified_gmt,
  date_modified,
}: Pick<WooCommerceOrder, 'date_modified_gmt' | 'date_modified'>): string {
  // Version 1 lacks this field and gives UTC in the other.
  const instant = date_modified_gmt === undefined ? date_modified : date_modified_gmt;
  if (instant == null) throw new PayloadError([{ path: 'date_modified_gmt', message: 'missing' }]);
  return instant;
}
