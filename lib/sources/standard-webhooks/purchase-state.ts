import type { MappingSettings } from '../../model/connection.ts';
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
 * Tells whether the order counts as a purchase in this state. `paid` takes what was paid, even if paid back since;
 * `authorized` also takes what the payment provider has promised; `created` also takes what is yet to be paid. What was
 * cancelled before it was paid is `called-off` where it may have counted until then; a promise may have been voided since.
 */
export function purchaseState(
  { payment_status, cancelled_at }: OrderState,
  purchaseOn: MappingSettings['purchaseOn'],
): 'purchase' | 'called-off' | 'unpaid' {
  if (PAID.includes(payment_status)) return 'purchase';
  const isPromised = promised[purchaseOn].includes(payment_status);
  if (cancelled_at == null) return isPromised ? 'purchase' : 'unpaid';
  const wasPromised = isPromised || (payment_status === 'voided' && purchaseOn !== 'paid');
  return wasPromised ? 'called-off' : 'unpaid';
}
