type Json = Readonly<Record<string, unknown>>;

/** Amounts in the shop's currency, and in the buyer's if that is another. */
const money = (amount: string) => ({ shop_money: { amount }, presentment_money: { amount } });

/** What a test sets of a line. */
export interface BodyLine {
  readonly id: number;
  readonly price: string;
  readonly quantity?: number;
  /** What is left of it; all if not set. */
  readonly left?: number;
  readonly more?: Json;
}

/** Returns a line of a Shopify order. */
export function bodyLine({ id, price, quantity = 1, left = quantity, more = {} }: BodyLine): Json {
  const product = {
    product_id: 7_500_000_000_000 + id,
    variant_id: null,
    sku: `SKU-${id}`,
    title: `Item ${id}`,
  };
  return { id, ...product, quantity, current_quantity: left, price, discount_allocations: [], ...more };
}

/** What a test sets of a refund. */
export interface BodyRefund {
  readonly id?: number;
  /** Refunded lines, whole. */
  readonly lines?: readonly BodyLine[];
  /** Σ of the transaction; none if not set. */
  readonly paid?: string;
  readonly status?: 'success' | 'pending' | 'failure';
  readonly currency?: string;
  /** A discrepancy: negative if more was paid back than the lines, positive if less. */
  readonly adjusted?: string;
  readonly more?: Json;
}

/** Returns a refund of a Shopify order. Without `paid` it is an edit or a return without money. */
export function bodyRefund({
  id = 1,
  lines = [],
  paid,
  status = 'success',
  currency = 'USD',
  adjusted,
  more = {},
}: BodyRefund): Json {
  return {
    id,
    created_at: '2026-11-21T10:00:00+09:00',
    refund_line_items: lines.map((line) => ({
      quantity: line.quantity ?? 1,
      line_item_id: line.id,
      subtotal_set: money(String(Number(line.price) * (line.quantity ?? 1))),
      total_tax_set: money('0.00'),
      line_item: bodyLine({ ...line, left: 0 }),
    })),
    transactions: paid === undefined ? [] : [{ kind: 'refund', status, amount: paid, currency }],
    order_adjustments:
      adjusted === undefined
        ? []
        : [{ kind: 'refund_discrepancy', amount_set: money(adjusted), tax_amount_set: money('0.00') }],
    refund_shipping_lines: [],
    ...more,
  };
}

/** Returns the body of a Shopify order in USD that is paid, with what a test sets. */
export function shopifyBody(changes: Json): Json {
  return {
    id: 5_500_000_009_000,
    name: '#9000',
    created_at: '2026-11-20T14:05:11+09:00',
    processed_at: '2026-11-20T14:05:10+09:00',
    updated_at: '2026-11-20T15:05:12+09:00',
    cancelled_at: null,
    currency: 'USD',
    presentment_currency: 'USD',
    taxes_included: false,
    test: false,
    financial_status: 'paid',
    email: 'buyer@example.com',
    customer: { id: 6_600_000_009_000, email: 'buyer@example.com', phone: null },
    total_tax: '0.00',
    total_discounts: '0.00',
    total_tip_received: '0.00',
    total_outstanding: '0.00',
    current_total_tax: '0.00',
    current_total_discounts: '0.00',
    total_shipping_price_set: money('0.00'),
    payment_gateway_names: ['shopify_payments'],
    discount_codes: [],
    shipping_lines: [],
    refunds: [],
    source_name: 'web',
    ...changes,
  };
}
