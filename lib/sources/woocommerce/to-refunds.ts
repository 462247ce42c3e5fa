import { REST } from '../../model/keys.ts';
import { type Decimal, isNegative, isZero, subtract, ZERO } from '../../model/money.ts';
import type { Order, Refund } from '../../model/order.ts';
import { giftCardsOf } from './credit-of.ts';
import type { WooCommerceOrder } from './schema.ts';

interface RefundedOrder extends Pick<Order, 'stage' | 'items' | 'deliveryCharge' | 'total'> {
  /** When the refunds were made, as far as it is known. */
  readonly refundedAt: string;
}

/**
 * Returns the refunds. WooCommerce gives only the amount of each, negative and with tax, but no time and no lines. So a
 * refund is dated by the last change of the order, which in its first delivery is the refund itself. Only a refund of the
 * whole order has lines: the order's. A refund of a positive figure is left out.
 *
 * What a paid order says to be paid back beyond its refunds is the refund `rest`, or that of the refund that came with
 * the amount 0, as WooCommerce 7 sent them. Pure.
 * @see https://github.com/woocommerce/woocommerce/issues/39215 (read 2026-11-29)
 */
export function toRefunds(order: WooCommerceOrder, known: RefundedOrder): Refund[] {
  const listed = order.refunds.entries.map(({ id, total }) => ({ id, amount: subtract(ZERO, total) }));
  const given = listed.filter(({ amount }) => !isNegative(amount));
  const rest = known.stage === 'paid' ? restOf(order, known.total, given) : ZERO;
  const zero = isZero(rest) ? undefined : given.find(({ amount }) => isZero(amount));
  const refunds = given.map((refund) => (refund === zero ? { ...refund, amount: rest } : refund));
  if (!isZero(rest) && zero === undefined) refunds.push({ id: REST, amount: rest });

  return refunds.map(({ id, amount }) => {
    const isWhole = amount === order.total || amount === known.total;
    return {
      id,
      refundedAt: known.refundedAt,
      amount,
      items: isWhole ? known.items : [],
      delivery: isWhole ? known.deliveryCharge : ZERO,
    };
  });
}

/** Number of refunds whose figure has the wrong sign. */
export function wrongRefunds({ refunds }: Pick<WooCommerceOrder, 'refunds'>): number {
  return refunds.entries.filter(({ total }) => total !== ZERO && !isNegative(total)).length;
}

/** Returns what was paid back beyond the listed refunds. */
function restOf(
  order: WooCommerceOrder,
  total: Decimal,
  given: readonly { readonly amount: Decimal }[],
): Decimal {
  const unlisted = subtract(total, ...given.map(({ amount }) => amount));
  const returned = returnedOf(order, total);
  const rest = isNegative(subtract(returned, unlisted)) ? returned : unlisted;
  return isNegative(rest) ? ZERO : rest;
}

/**
 * Returns how much of a paid order its state says to be back with the buyer. All of it if it is `refunded`: Gift Cards
 * loads the cards again then, without a refund. All of it, too, if the buyer cancelled it with the Korean payment plug-in
 * pgall, which cancels the card payment and marks the order. Plain WooCommerce pays nothing back when an order is
 * cancelled, and only Gift Cards loads the cards again.
 * @see https://github.com/mesguerrae/holy/blob/master/wp-content/plugins/woocommerce-gift-cards/includes/class-wc-gc-order.php (version 1.6.0, `woocommerce_gc_credit_order_statuses`; read 2026-11-29)
 * @see https://github.com/woocommerce/woocommerce-gateway-stripe/pull/901 (read 2026-11-29)
 */
function returnedOf(order: WooCommerceOrder, total: Decimal): Decimal {
  if (order.status === 'refunded') return total;
  if (order.status !== 'cancelled') return ZERO;
  return wasCancelledByBuyer(order) ? total : (giftCardsOf(order) ?? ZERO);
}

function wasCancelledByBuyer({ meta_data }: Pick<WooCommerceOrder, 'meta_data'>): boolean {
  return meta_data.entries.some(({ key, value }) => key === '_pafw_order_cancelled' && value === 'yes');
}
