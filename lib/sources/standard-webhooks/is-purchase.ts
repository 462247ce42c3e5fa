import type { MappingSettings } from '../../connection.ts';
import type { OrderState } from './schema.ts';

type PaymentStatus = OrderState['payment_status'];

const PAID: readonly PaymentStatus[] = ['paid', 'partially_refunded', 'refunded'];

/** Payments that count beside those, unless the order was cancelled. */
const promised: Record<MappingSettings['purchaseOn'], readonly PaymentStatus[]> = {
  paid: [],
  authorized: ['authorized'],
  created: ['authorized', 'pending'],
};

/**
 * True where the order counts as a purchase in this state. `paid` takes what was paid, even if paid back since;
 * `authorized` also takes what the payment provider has promised; `created` also takes what is yet to be paid. What was
 * cancelled before it was paid never counts.
 */
export function isPurchase(
  { payment_status, cancelled_at }: OrderState,
  purchaseOn: MappingSettings['purchaseOn'],
): boolean {
  if (PAID.includes(payment_status)) return true;
  return cancelled_at == null && promised[purchaseOn].includes(payment_status);
}
