import { siteTime, utcTime } from './site-time.ts';

/** An order as the REST API writes it. */
export type ShopOrder = Readonly<Record<string, unknown>> & { readonly id: number };

/** Returns the two fields of a time. Milliseconds since 1970. */
export function timeFields(name: string, at: number, zone: string): Readonly<Record<string, string>> {
  return { [name]: siteTime(at, zone), [`${name}_gmt`]: utcTime(at) };
}

/**
 * Returns a paid order of one line, with the fields that say what was bought and paid.
 * @see https://woocommerce.github.io/woocommerce-rest-api-docs/#order-properties (read 2026-11-24)
 */
export function paidOrder({
  id,
  at,
  total,
  zone,
}: {
  readonly id: number;
  readonly at: number;
  readonly total: string;
  readonly zone: string;
}): ShopOrder {
  return {
    id,
    parent_id: 0,
    number: String(id),
    status: 'processing',
    currency: 'KRW',
    ...timeFields('date_created', at, zone),
    ...timeFields('date_modified', at, zone),
    ...timeFields('date_paid', at, zone),
    prices_include_tax: true,
    total,
    total_tax: '0',
    shipping_total: '0',
    shipping_tax: '0',
    customer_id: id + 1_000_000,
    customer_note: 'Please leave it at the door.',
    billing: { email: `buyer-${id}@example.com`, phone: '', country: 'KR' },
    shipping: { first_name: 'Haneul', last_name: 'Kim', country: 'KR' },
    payment_method: 'nicepay_card',
    transaction_id: `tid-${id}`,
    created_via: 'checkout',
    line_items: [
      {
        id: id + 2_000_000,
        name: 'Green tea',
        product_id: 31,
        variation_id: 0,
        quantity: 1,
        subtotal: total,
        subtotal_tax: '0',
        total,
        total_tax: '0',
        sku: 'TEA-1',
      },
    ],
    shipping_lines: [],
    fee_lines: [],
    coupon_lines: [],
    refunds: [],
    meta_data: [],
  };
}

/** Returns an order of which a part was paid back. */
export function withRefund(
  order: ShopOrder,
  refund: { readonly id: number; readonly amount: string },
): ShopOrder {
  const refunds = Array.isArray(order['refunds']) ? (order['refunds'] as readonly unknown[]) : [];
  const { id, amount } = refund;
  return { ...order, refunds: [{ id, reason: '', total: `-${amount}` }, ...refunds] };
}
