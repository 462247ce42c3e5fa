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
 * Returns what was authorised and let go at the capture. A shop whose version of the API is older than 2025-03-31.basil has it
 * as a refund, the first of the payment, which takes it back already. Newer ones have no refund of it.
 * @see https://docs.stripe.com/changelog/basil/2025-03-31/remove-refund-from-partial-capture-and-payment-cancellation-flow (read 2026-11-29)
 */
function releasedOf({ amount_total: total, currency, payment_intent: payment }: Session): number {
  if (payment?.status !== 'succeeded' || payment.currency !== currency) return 0;
  const missing = Math.max(0, total - payment.amount_received);
  const refunds = payment.latest_charge?.refunds?.data ?? [];
  const made = refunds.filter(({ status }) => status === 'succeeded');
  const [first] = made.toSorted((one, other) => one.created.localeCompare(other.created));
  return first?.amount === missing ? 0 : missing;
}

function sumOf<Row>(rows: readonly Row[], of: (row: Row) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0);
}
