import type { MappingSettings } from '../../model/connection.ts';
import type { Stage } from '../../model/order.ts';
import type { WooCommerceOrderState } from './schema.ts';

/** `new` is an older name for a draft. A block checkout delivers `checkout-draft` before the purchase. */
const DRAFTS = new Set(['draft', 'auto-draft', 'checkout-draft', 'new']);
/** What ends an order that nothing was paid for. */
const OVER = new Set(['cancelled', 'failed', 'refunded', 'trash']);
/** A paid order comes here if its payment was lost later, such as by a dispute, or if it was thrown away. */
const LOST = new Set(['failed', 'trash']);

/** WooCommerce's own payment on delivery, which gets a payment date only when the order is completed. */
const ON_DELIVERY = 'cod';

/** Which orders count although unpaid, beside those in progress. */
const counts = {
  paid: () => false,
  authorized: ({ status, transactionId }) => status === 'on-hold' && transactionId !== undefined,
  created: () => true,
} satisfies Record<MappingSettings['purchaseOn'], (state: WooCommerceOrderState) => boolean>;

/**
 * Returns how far an order is, or why it does not count.
 *
 * An order is paid if it has a payment date, or is completed. WooCommerce sets the date in `payment_complete` and in
 * `maybe_set_date_paid`, when an order reaches the status that its payment leads to. For cash on delivery that status
 * is `completed`, so one that is `processing` without a date is promised. Gateways of other plug-ins for payment on
 * account do the same.
 *
 * A full refund without a payment date is no money: an authorisation was released, or an order was given up. Only of cash
 * on delivery it may be, because the shop may have been paid at the door; so the order and its refunds stand.
 *
 * Of the unpaid orders, `authorized` takes those on hold with a payment provider's transaction: a bank transfer or a
 * cheque, on hold until the money arrives, has none. An order that does not count, but lists refunds, may have counted.
 * @see https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/class-wc-order.php (`payment_complete`, `maybe_set_date_paid`; read 2026-11-29)
 * @see https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/gateways/cod/class-wc-gateway-cod.php (`change_payment_complete_order_status`; read 2026-11-29)
 * @see https://github.com/woocommerce/woocommerce-gateway-stripe/blob/develop/includes/class-wc-stripe-webhook-handler.php (`process_webhook_dispute_closed`: a lost dispute is `failed`; read 2026-11-29)
 * @see https://woocommerce.com/document/stripe/admin-experience/authorize-and-capture/ (on hold until captured; read 2026-11-24)
 */
export function stageOf(
  state: WooCommerceOrderState,
  purchaseOn: MappingSettings['purchaseOn'],
): Stage | 'draft' | 'unpaid' {
  const { status, paidAt, paymentMethod, hasRefunds } = state;
  if (DRAFTS.has(status)) return 'draft';
  if (paidAt !== undefined || status === 'completed') return LOST.has(status) ? 'refunds-only' : 'paid';
  if (status === 'refunded' && paymentMethod === ON_DELIVERY) return 'paid';
  if (OVER.has(status)) return 'closed';
  if (status === 'processing' || counts[purchaseOn](state)) return 'promised';
  return hasRefunds ? 'refunds-only' : 'unpaid';
}
