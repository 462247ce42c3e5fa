import type { MappingSettings } from '../../model/connection.ts';
import { isZero } from '../../model/money.ts';
import type { Stage } from '../../model/order.ts';
import { hasNothingToPay } from './figures.ts';
import type { ImwebOrder, ImwebSection } from './order-schema.ts';
import { settledPayments } from './payments.ts';

/**
 * Returns how far an order is, or `unpaid` if it does not count. A payment that came in makes it paid, even if it was paid
 * back since; so does money that went back, and having nothing to pay. With `created` every order counts: one that is not
 * paid is `promised`, and one whose sections are all cancelled is `closed`. Imweb has no authorised payments.
 */
export function stageOf(order: ImwebOrder, purchaseOn: MappingSettings['purchaseOn']): Stage | 'unpaid' {
  const { payments, totalPaymentPrice, totalRefundedPrice } = order;
  // What was paid is 0 until it is paid.
  const isSaidPaid = payments.length === 0 && !isZero(totalPaymentPrice);
  const wasPaid = settledPayments(order).length > 0 || !isZero(totalRefundedPrice) || isSaidPaid;
  if (wasPaid || hasNothingToPay(order)) return 'paid';
  if (purchaseOn !== 'created') return 'unpaid';
  return order.sections.every(isCancelled) ? 'closed' : 'promised';
}

/** Both endings are in use: events say COMPLETE, and programs look for DONE. */
function isCancelled({ orderSectionStatus }: ImwebSection): boolean {
  return orderSectionStatus === 'CANCEL_COMPLETE' || orderSectionStatus === 'CANCEL_DONE';
}
