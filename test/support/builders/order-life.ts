import { testOrder } from './test-order.ts';

/** One webhook of Shopify: its topic, and the order at that time. */
export interface OrderWebhook {
  readonly topic: string;
  readonly body: string;
}

/** What the buyer paid and, in the end, got back in full. */
export const PAID_BACK = 72_000;

/** The amount that an edit removed from the order, before anything was paid back. */
export const EDITED_OUT = 15_000;

const AT = {
  edit: '2026-11-24T02:00:00Z',
  first: '2026-11-24T03:00:00Z',
  second: '2026-11-24T04:00:00Z',
  rest: '2026-11-24T05:00:00Z',
};

type Json = Record<string, unknown>;

/**
 * Returns the webhooks of an order that was paid, edited, partly refunded twice and then cancelled, by time: 72,000 are
 * paid; the cup is removed and its 15,000 paid back; one of two jars of tea is sent back for 27,000, which are pending at
 * first; the rest is paid back in two payments. One of the topics names no customer.
 */
export function orderLife(of: { id: string; customerId: number; placedAt: Date }): OrderWebhook[] {
  const paid = JSON.parse(testOrder({ ...of, email: `${of.customerId}@example.com` })) as Json & {
    line_items: [Json, Json];
  };
  const [tea, cup] = paid.line_items;
  const soldOut = {
    id: 1,
    created_at: AT.edit,
    refund_line_items: [{ quantity: 1, line_item: cup }],
    transactions: [],
  };
  const first = { id: 2, created_at: AT.first, ...paidBack(15_000), ...discrepancy(-15_000) };
  const second = { id: 3, created_at: AT.second, refund_line_items: [{ quantity: 1, line_item: tea }] };
  const rest = {
    id: 4,
    created_at: AT.rest,
    refund_line_items: [{ quantity: 1, line_item: tea }],
    refund_shipping_lines: [{ subtotal_amount_set: money(3_000) }],
    ...paidBack(20_000, 10_000),
  };

  const edited = {
    ...paid,
    current_total_price: '57000',
    line_items: [tea, { ...cup, current_quantity: 0 }],
  };
  const refunded = { ...edited, financial_status: 'partially_refunded' };
  const pending = { ...second, ...paidBack(27_000, 'pending'), ...discrepancy(27_000) };
  const settled = { ...second, ...paidBack(27_000) };
  const cancelled = { ...edited, financial_status: 'refunded', cancelled_at: AT.rest };
  const states: [topic: string, order: Json][] = [
    ['orders/paid', paid],
    ['orders/updated', { ...edited, refunds: [soldOut] }],
    ['orders/updated', { ...refunded, refunds: [first, soldOut, pending] }],
    ['orders/updated', { ...refunded, refunds: [settled, soldOut, first] }],
    ['refunds/create', { ...settled, order_id: paid['id'] }],
    ['orders/cancelled', { ...cancelled, refunds: [rest, soldOut, settled, first] }],
  ];
  return states.map(([topic, body]) => ({ topic, body: JSON.stringify(body) }));
}

function money(amount: number) {
  return { shop_money: { amount: String(amount) } };
}

/** The last argument may say that the money has not arrived yet. */
function paidBack(...parts: (number | 'pending')[]) {
  const status = parts.includes('pending') ? 'pending' : 'success';
  const amounts = parts.filter((part) => part !== 'pending');
  return {
    transactions: amounts.map((amount) => ({
      kind: 'refund',
      status,
      amount: String(amount),
      currency: 'KRW',
    })),
  };
}

function discrepancy(amount: number) {
  return { order_adjustments: [{ kind: 'refund_discrepancy', amount_set: money(amount) }] };
}
