import { type Decimal, isZero, sum } from '../../model/money.ts';
import type { ImwebOrder, ImwebPayment } from './order-schema.ts';

const COMPLETE = 'PAYMENT_COMPLETE';
/** What a payment becomes once all of it was paid back; seen in a shop's own records. */
const PAID_BACK = 'REFUND_COMPLETE';

type Payments = Pick<ImwebOrder, 'payments'>;

/** Returns the payments by which money is with the shop. */
function standingPayments({ payments }: Payments): readonly ImwebPayment[] {
  return payments.filter(({ paymentStatus, isCancel }) => paymentStatus === COMPLETE && isCancel !== 'Y');
}

/** True if a payment stands. Its section's state does not tell: that is the same before a bank transfer arrives. */
export function isPaid(order: Payments): boolean {
  return standingPayments(order).length > 0;
}

/** Returns the payments that came in once, even if they were cancelled since. */
export function settledPayments({ payments }: Payments): readonly ImwebPayment[] {
  return payments.filter(
    ({ paymentStatus, paymentCompleteTime, isCancel }) =>
      paymentStatus === COMPLETE ||
      paymentStatus === PAID_BACK ||
      (isCancel === 'Y' && paymentCompleteTime != null),
  );
}

/**
 * Returns all that was paid back of an order until now, points included. A payment that was cancelled without a sum of
 * refunds was paid back whole, if no other stands. `money` is what the buyer paid. Pure.
 */
export function paidBackOf(order: ImwebOrder, money: Decimal): Decimal {
  const { totalRefundedPrice, totalRefundedPoint, totalRefundPendingPrice } = order;
  const isCancelled = settledPayments(order).some(({ isCancel }) => isCancel === 'Y') && !isPaid(order);
  const isUnsaid = isZero(totalRefundedPrice) && isZero(totalRefundPendingPrice);
  return sum([isUnsaid && isCancelled ? money : totalRefundedPrice, totalRefundedPoint]);
}
