import type { MappingSettings } from '../../model/connection.ts';
import type { Stage } from '../../model/order.ts';

type PurchaseOn = MappingSettings['purchaseOn'];

/** What is known of an order's payment. */
export interface OrderState {
  readonly status_id: number;
  /** Empty for payments that were made outside of BigCommerce. */
  readonly payment_status?: string | undefined;
  /** Thrown into the archive. */
  readonly is_deleted: boolean;
  /** Whether a refund was made: only what was paid can be paid back. */
  readonly hasRefunds: boolean;
}

/** The checkout was not completed, or its payment failed. */
const INCOMPLETE = 0;
/** The checkout was begun and not completed. Orders that another program makes begin here, too. */
const PENDING = 1;
/** Cancelled, declined. */
const OVER = new Set([5, 6]);
/** Shipped, partially shipped. */
const SENT = new Set([2, 3]);
/** Sent, awaiting pickup, awaiting shipment, awaiting fulfillment. */
const GOING = new Set([...SENT, 8, 9, 11]);
/** Refunded, completed, disputed, partially refunded. */
const SETTLED = new Set([4, 10, 13, 14]);

const RECEIVED = new Set(['captured', 'paid', 'partially refunded', 'refunded']);
const HELD = new Set(['authorized', 'capture pending', 'held for review']);
const LET_GO = new Set(['void', 'void pending']);
const DECLINED = 'declined';

/**
 * Returns how far an order is, or `unpaid` if it does not count.
 *
 * What the payment says comes first: received money is `paid`, whatever became of the order since, because cancelling pays
 * nothing back; money that was let go is `closed`. Payments outside of BigCommerce say nothing. There the status decides: an
 * order that goes its way is `promised`, so that it can still be called off, and a completed one is `paid`. Shops archive what
 * is done with, so the archive calls off only what was not sent.
 *
 * Of the orders that wait, `authorized` takes those whose payment is held, and `created` all but an unfinished checkout.
 * @see https://github.com/bigcommerce/docs/blob/main/reference/orders.v2.oas2.yml (`orderStatusCollection_Resp`, `payment_status`; commit 24f580ca, read 2026-11-29)
 */
export function stageOf(state: OrderState, purchaseOn: PurchaseOn): Stage | 'unpaid' {
  const { status_id: status, payment_status: payment = '', is_deleted, hasRefunds } = state;
  if (RECEIVED.has(payment) || hasRefunds) return 'paid';
  if (status === INCOMPLETE) return 'unpaid';
  if (OVER.has(status) || LET_GO.has(payment)) return 'closed';
  if (SETTLED.has(status)) return 'paid';
  if (is_deleted && !SENT.has(status)) return 'closed';
  if (GOING.has(status)) return 'promised';
  if (payment === DECLINED) return 'closed';
  if (purchaseOn === 'paid') return 'unpaid';
  if (HELD.has(payment)) return 'promised';
  return purchaseOn === 'created' && status !== PENDING ? 'promised' : 'unpaid';
}

/** Returns whether an order in a status is a purchase whatever the connection says. */
export function isPurchase(status: number): boolean {
  return GOING.has(status) || SETTLED.has(status);
}

/** Returns whether nothing can have been paid for an order yet, so that it has no refunds either. */
export function isUnfinished(order: Readonly<Record<string, unknown>>): boolean {
  return order['status_id'] === INCOMPLETE && !RECEIVED.has(String(order['payment_status']));
}
