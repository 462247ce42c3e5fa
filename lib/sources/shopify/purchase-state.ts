import type { MappingSettings } from '../../model/connection.ts';
import type { ShopifyOrderState } from './schema.ts';

const PAID = new Set(['paid', 'partially_refunded', 'refunded']);
const SOMETHING_PAID = new Set([...PAID, 'partially_paid']);

/** Whether an order that was cancelled unpaid may have counted before, by its current status. */
const mayHaveCounted = {
  paid: () => false,
  authorized: (status) => status === 'authorized' || status === 'voided',
  created: () => true,
} as const satisfies Record<MappingSettings['purchaseOn'], (status: string | undefined) => boolean>;

/**
 * Returns whether the order counts as a purchase in this state. `paid` takes orders paid in full, even if refunded since;
 * `authorized` also takes payments that the provider has promised; `created` takes every order. An order that was
 * cancelled unpaid is `called-off` if it may have counted before.
 * @see https://shopify.dev/docs/api/admin-rest/latest/resources/order (financial_status; read 2026-11-23)
 */
export function purchaseState(
  state: ShopifyOrderState,
  { purchaseOn, topic }: { purchaseOn: MappingSettings['purchaseOn']; topic: string },
): 'purchase' | 'called-off' | 'unpaid' {
  const status = state.financial_status;
  // Trimmed payloads have no status, but the topic `orders/paid` implies it.
  if (status === undefined && topic === 'orders/paid') return 'purchase';
  if (status !== undefined && PAID.has(status)) return 'purchase';

  const isCancelled = state.cancelled_at !== undefined && !SOMETHING_PAID.has(status ?? '');
  if (isCancelled) return mayHaveCounted[purchaseOn](status) ? 'called-off' : 'unpaid';
  if (status === 'voided') return 'unpaid';
  const isTaken = purchaseOn === 'created' || (purchaseOn === 'authorized' && status === 'authorized');
  return isTaken ? 'purchase' : 'unpaid';
}
