import type { MappingSettings } from '../../model/connection.ts';
import type { Stage } from '../../model/order.ts';
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
 * Returns how far the order is, or `unpaid` if it does not count. Paid orders are `paid`, even if refunded or cancelled
 * since. `authorized` also takes payments that the provider has promised, `created` also unpaid orders: these are
 * `promised`. There an order that was cancelled before payment, or whose payment is void, is `closed`: it may have counted.
 */
export function stageOf(
  { payment_status, cancelled_at }: OrderState,
  purchaseOn: MappingSettings['purchaseOn'],
): Stage | 'unpaid' {
  if (PAID.includes(payment_status)) return 'paid';
  if (purchaseOn === 'paid') return 'unpaid';
  if (cancelled_at != null || payment_status === 'voided') return 'closed';
  return promised[purchaseOn].includes(payment_status) ? 'promised' : 'unpaid';
}
