import type { MappingSettings } from '../../connection.ts';
import type { ShopifyOrderState } from './schema.ts';

const PAID = new Set(['paid', 'partially_refunded', 'refunded']);
const SOMETHING_PAID = new Set([...PAID, 'partially_paid']);

/**
 * True where the order counts as a purchase in this state. `paid` takes what was paid in full, even if paid back
 * since; `authorized` also takes what the payment provider has promised; `created` takes every order that was not
 * called off before anything was paid.
 * @see https://shopify.dev/docs/api/admin-rest/latest/resources/order (financial_status; read 2026-11-23)
 */
export function isPurchase(
  state: ShopifyOrderState,
  { purchaseOn, topic }: { purchaseOn: MappingSettings['purchaseOn']; topic: string },
): boolean {
  const status = state.financial_status;
  // Trimmed payloads carry no status; the topic `orders/paid` says as much.
  if (status === undefined && topic === 'orders/paid') return true;
  if (status !== undefined && PAID.has(status)) return true;

  const isCalledOff = state.cancelled_at !== undefined && !SOMETHING_PAID.has(status ?? '');
  if (isCalledOff || status === 'voided') return false;
  if (purchaseOn === 'created') return true;
  return purchaseOn === 'authorized' && status === 'authorized';
}
