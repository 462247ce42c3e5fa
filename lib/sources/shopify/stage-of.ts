import type { MappingSettings } from '../../model/connection.ts';
import type { Stage } from '../../model/order.ts';
import type { ShopifyOrderState } from './schema.ts';

type PurchaseOn = MappingSettings['purchaseOn'];

const PAID = new Set(['paid', 'partially_refunded', 'refunded']);

/** The payment that the provider had promised never came. */
const LAPSED = new Set(['voided', 'expired']);

/** Whether an order that is off may have counted before, by its present status. */
const mayHaveCounted = {
  paid: () => false,
  authorized: (status) => status === 'authorized' || LAPSED.has(status ?? ''),
  created: () => true,
} as const satisfies Record<PurchaseOn, (status: string | undefined) => boolean>;

/** Whether an order that is neither paid nor off counts. */
const countsUnpaid = {
  paid: () => false,
  authorized: (status) => status === 'authorized',
  created: () => true,
} as const satisfies Record<PurchaseOn, (status: string | undefined) => boolean>;

/**
 * Returns how far the order is. `paid`: in full, even if paid back since. `promised`: unpaid, but `purchaseOn` counts it.
 * `closed`: cancelled unpaid, voided or expired, where it may have counted before. `refunds-only`: partly paid, which
 * an order is too that was paid and then became dearer; with `created` it counts as any other unpaid order.
 * `unpaid` is of no interest.
 * @see https://shopify.dev/docs/api/admin-rest/latest/resources/order (financial_status; read 2026-11-23)
 */
export function stageOf(
  { financial_status: status, cancelled_at }: ShopifyOrderState,
  { purchaseOn, topic }: { readonly purchaseOn: PurchaseOn; readonly topic: string },
): Stage | 'unpaid' {
  // Trimmed payloads have no status, but the topic `orders/paid` implies it.
  if (status === undefined && topic === 'orders/paid') return 'paid';
  if (PAID.has(status ?? '')) return 'paid';
  if (status === 'partially_paid') return purchaseOn === 'created' ? 'promised' : 'refunds-only';

  const isOff = cancelled_at !== undefined || LAPSED.has(status ?? '');
  if (isOff) return mayHaveCounted[purchaseOn](status) ? 'closed' : 'unpaid';
  return countsUnpaid[purchaseOn](status) ? 'promised' : 'unpaid';
}
