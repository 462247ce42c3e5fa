import type { Session } from './session-schema.ts';

/** What a session came to, before anything was paid back. In the smallest units of its currency. */
export interface Figures {
  readonly total: number;
  readonly delivery: number;
  /** Beyond the discounts of the lines, and what was never captured. */
  readonly orderDiscount: number;
  readonly tax: number;
  readonly taxesIncluded: boolean;
}

/**
 * Returns the figures of a session. Whether prices have the tax in them is set for each price and not said of the whole, so
 * what the total has beyond lines and delivery tells. If only some do, the tax is the part on top. Pure.
 */
export function figuresOf(session: Session): Figures {
  const { amount_discount, amount_shipping: delivery, amount_tax } = session.total_details ?? NONE;
  const lines = session.line_items.data;
  const goods = sumOf(lines, ({ amount_subtotal: subtotal }) => subtotal);
  const lineDiscounts = sumOf(lines, ({ amount_discount: discount }) => discount);
  const orderDiscount = Math.max(0, amount_discount - lineDiscounts);
  const onTop = session.amount_total - (goods - lineDiscounts - orderDiscount + delivery);
  const isOnTop = onTop > 0 && onTop <= amount_tax;
  const released = releasedOf(session);
  return {
    total: session.amount_total - released,
    delivery,
    orderDiscount: orderDiscount + released,
    tax: isOnTop ? onTop : amount_tax,
    taxesIncluded: !isOnTop,
  };
}

const NONE = { amount_discount: 0, amount_shipping: 0, amount_tax: 0 };

/**
 * Returns what was authorised and let go at the capture. Shops have seen Stripe list it as a refund of exactly that amount,
 * which takes it back already; the documents do not say that it always does.
 * @see https://github.com/woocommerce/woocommerce-gateway-stripe/issues/1073 (read 2026-11-29)
 */
function releasedOf({ amount_total: total, currency, payment_intent: payment }: Session): number {
  if (payment?.status !== 'succeeded' || payment.currency !== currency) return 0;
  const missing = Math.max(0, total - payment.amount_received);
  const refunds = payment.latest_charge?.refunds?.data ?? [];
  const isListed = refunds.some(({ amount, status }) => status === 'succeeded' && amount === missing);
  return isListed ? 0 : missing;
}

function sumOf<Row>(rows: readonly Row[], of: (row: Row) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0);
}
