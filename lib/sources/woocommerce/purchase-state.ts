import type { MappingSettings } from '../../model/connection.ts';
import type { WooCommerceOrderState } from './schema.ts';

/** `new` is an older name for a draft. A block checkout delivers `checkout-draft` before the purchase. */
const DRAFTS = new Set(['draft', 'auto-draft', 'checkout-draft', 'new']);
const PAID = new Set(['processing', 'completed', 'refunded']);
const NEVER = new Set(['failed', 'trash']);

/**
 * Returns whether the order counts as a purchase in this state. `paid` takes orders in a paid state or with a payment
 * date, even if cancelled since. `authorized` also takes orders on hold with a payment provider's transaction: a bank
 * transfer or a cheque, on hold until the money arrives, has none. `created` takes every order. An order that was
 * cancelled unpaid is `called-off` if it may have counted before.
 * @see https://woocommerce.com/document/managing-orders/order-statuses/ (read 2026-11-24)
 * @see https://woocommerce.com/document/stripe/admin-experience/authorize-and-capture/ (on hold until captured; read 2026-11-24)
 */
export function purchaseState(
  { status, paidAt, transactionId }: WooCommerceOrderState,
  purchaseOn: MappingSettings['purchaseOn'],
): 'purchase' | 'called-off' | 'draft' | 'unpaid' {
  if (DRAFTS.has(status)) return 'draft';
  if (NEVER.has(status)) return 'unpaid';
  if (PAID.has(status) || paidAt !== undefined) return 'purchase';

  const isCancelled = status === 'cancelled';
  const isAuthorized = (isCancelled || status === 'on-hold') && transactionId !== undefined;
  const isTaken = purchaseOn === 'created' || (purchaseOn === 'authorized' && isAuthorized);
  if (!isTaken) return 'unpaid';
  return isCancelled ? 'called-off' : 'purchase';
}
