import type { MappingSettings } from '../../model/connection.ts';
import type { Stage } from '../../model/order.ts';
import type { OrderState } from './schema.ts';

type PurchaseOn = MappingSettings['purchaseOn'];

/** The topic of an order that the shop deleted. */
export const DELETED_TOPIC = 'orders/delete';

const PAID_BACK = new Set(['partially_refunded', 'refunded']);
/** Both spellings are in the documents. */
const CANCELLED = new Set(['canceled', 'cancelled']);

/** Whether an unpaid order counts. */
const countsUnpaid = {
  paid: () => false,
  authorized: (status) => status === 'authorized',
  created: () => true,
} as const satisfies Record<PurchaseOn, (status: string | undefined) => boolean>;

/** True if something of an order was paid back, by its status. */
export function isPaidBack({ financial_status: status = '' }: Pick<OrderState, 'financial_status'>): boolean {
  return PAID_BACK.has(status);
}

/**
 * Returns how far an order is. `paid`: in full, even if paid back since. `promised`: unpaid, but `purchaseOn` counts it.
 * `closed`: cancelled or deleted unpaid, where it may have counted before. `refunds-only`: paid in part; with `created` it
 * counts as any other unpaid order. `unpaid` is of no interest.
 * @see https://developer.shopline.com/docs/webhook/order/order-updated (`financial_status`; read 2026-11-29)
 */
export function stageOf(
  order: Pick<OrderState, 'financial_status' | 'status' | 'cancelled_at'>,
  { purchaseOn, topic = '' }: { readonly purchaseOn: PurchaseOn; readonly topic?: string | undefined },
): Stage | 'unpaid' {
  const { financial_status: status, cancelled_at: cancelledAt } = order;
  const isPaid = status === 'paid' || (status === undefined && topic === 'orders/paid');
  if (isPaid || isPaidBack(order)) return 'paid';
  if (status === 'partially_paid') return purchaseOn === 'created' ? 'promised' : 'refunds-only';
  const isOff = cancelledAt !== undefined || CANCELLED.has(order.status ?? '') || topic === DELETED_TOPIC;
  // What the status of an authorised order becomes when it is cancelled is not documented.
  if (isOff) return purchaseOn === 'paid' ? 'unpaid' : 'closed';
  return countsUnpaid[purchaseOn](status) ? 'promised' : 'unpaid';
}
