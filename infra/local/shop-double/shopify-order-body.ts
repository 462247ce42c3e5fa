import { TwoDecimals } from './two-decimals.ts';

/** A body of Shopify, as JSON. */
export type ShopifyBody = Readonly<Record<string, unknown>>;

/** What a stand-in's order is made of. Times in milliseconds since 1970. */
export interface ShopifyOrderFacts {
  readonly id: string;
  readonly number: number;
  readonly placedAt: number;
  readonly updatedAt: number;
  readonly total: string;
  readonly refunds: readonly ShopifyRefundFacts[];
}

export interface ShopifyRefundFacts {
  readonly id: string;
  readonly amount: string;
  readonly at: number;
}

/** Shopify writes times in the zone of the shop, to the second. */
const ZONE_HOURS = 9;

/** Returns an instant as a shop in Seoul has it: `2026-11-29T09:00:00+09:00`. */
export function shopifyTime(at: number): string {
  return `${new Date(at + ZONE_HOURS * 3_600_000).toISOString().slice(0, 19)}+09:00`;
}

const CURRENCY = 'USD';

const money = (amount: string) => ({
  shop_money: { amount, currency_code: CURRENCY },
  presentment_money: { amount, currency_code: CURRENCY },
});

/**
 * Returns an order as REST and webhooks have it.
 * @see https://shopify.dev/docs/api/admin-rest/2026-10/resources/order (read 2026-11-29)
 */
export function shopifyOrderBody(facts: ShopifyOrderFacts): ShopifyBody {
  const { id, number, placedAt, updatedAt, total, refunds } = facts;
  const paidBack = TwoDecimals.sum(refunds.map(({ amount }) => amount));
  const left = TwoDecimals.less(total, paidBack);
  const email = `buyer-${number}@example.com`;
  return {
    id: Number(id),
    admin_graphql_api_id: `gid://shopify/Order/${id}`,
    name: `#${number}`,
    order_number: number,
    test: false,
    created_at: shopifyTime(placedAt),
    processed_at: shopifyTime(placedAt),
    updated_at: shopifyTime(updatedAt),
    cancelled_at: null,
    closed_at: null,
    currency: CURRENCY,
    presentment_currency: CURRENCY,
    financial_status: statusOf(paidBack, left),
    fulfillment_status: null,
    source_name: 'web',
    taxes_included: true,
    subtotal_price: total,
    total_line_items_price: total,
    total_price: total,
    total_price_set: money(total),
    total_tax: '0.00',
    total_discounts: '0.00',
    total_shipping_price_set: money('0.00'),
    total_outstanding: '0.00',
    total_tip_received: '0.00',
    current_total_price: left,
    current_subtotal_price: left,
    current_total_discounts: '0.00',
    current_total_tax: '0.00',
    payment_gateway_names: ['shopify_payments'],
    discount_codes: [],
    shipping_lines: [],
    email,
    contact_email: email,
    phone: null,
    customer: { id: 7_000_000_000_000 + number, email, phone: null },
    billing_address: { country_code: 'KR', phone: null },
    line_items: [lineOf(facts)],
    refunds: refunds.map((refund) => refundBody(id, refund)),
  };
}

function statusOf(paidBack: string, left: string): string {
  if (TwoDecimals.isZero(paidBack)) return 'paid';
  return TwoDecimals.isZero(left) ? 'refunded' : 'partially_refunded';
}

function lineOf({ number, total }: ShopifyOrderFacts): ShopifyBody {
  return {
    id: 9_000_000_000_000 + number,
    product_id: 8_000_000_000_001,
    variant_id: 8_100_000_000_001,
    sku: 'TEA-1',
    title: 'Green tea',
    name: 'Green tea - 100 g',
    variant_title: '100 g',
    vendor: 'Tea house',
    quantity: 1,
    current_quantity: 1,
    price: total,
    price_set: money(total),
    total_discount: '0.00',
    discount_allocations: [],
    taxable: false,
    tax_lines: [],
  };
}

/**
 * An amount without lines is a discrepancy of the refund.
 * @see https://shopify.dev/docs/api/admin-rest/2026-10/resources/refund (read 2026-11-29)
 */
function refundBody(orderId: string, { id, amount, at }: ShopifyRefundFacts): ShopifyBody {
  const instant = shopifyTime(at);
  return {
    id: Number(id),
    order_id: Number(orderId),
    created_at: instant,
    processed_at: instant,
    note: null,
    refund_line_items: [],
    refund_shipping_lines: [],
    order_adjustments: [
      {
        id: Number(id) + 1,
        order_id: Number(orderId),
        refund_id: Number(id),
        amount: `-${amount}`,
        amount_set: money(`-${amount}`),
        tax_amount: '0.00',
        kind: 'refund_discrepancy',
        reason: 'Refund discrepancy',
      },
    ],
    transactions: [
      {
        id: Number(id) + 2,
        order_id: Number(orderId),
        kind: 'refund',
        status: 'success',
        gateway: 'shopify_payments',
        amount,
        currency: CURRENCY,
        created_at: instant,
        processed_at: instant,
      },
    ],
  };
}
