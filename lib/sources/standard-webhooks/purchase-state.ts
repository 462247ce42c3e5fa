import type { MappingSettings } from '../../model/connection.ts';
import type { OrderState } from './schema.ts';

type PaymentStatus = OrderState['payment_status'];

const PAID: readonly PaymentStatus[] = ['paid', 'partially_refunded', 'refunded'];

/** Payment states that also count, unless the order was cancelled. */
const promised: Record<MappingSettings['purchaseOn'], readonly PaymentStatus[]> = {
  paid: [],
  authorized: ['authorized'],
  created: ['authorized', 'pending'],
};

/**
 * Returns whether the order counts as a purchase in this state. `paid` takes paid orders, even if refunded since;
 * `authorized` also takes payments that the provider has promised; `created` also takes unpaid orders. An order that was
 * cancelled before payment is `called-off` if it may have counted before; a promised payment may be void by then.
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
