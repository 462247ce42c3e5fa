/** An order as version 2 of the API gives it, and its lines. */
export interface StoreOrder {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

const SHIPPING = 5;

/** Returns a paid order of two lines, placed at a time, of a member with the order's number. */
export function storeOrder(
  id: number,
  { at = Date.parse('2026-11-20T01:00:00.000Z'), total = 100 }: { at?: number; total?: number } = {},
): StoreOrder {
  const shipping = Math.min(SHIPPING, total);
  const goods = total - shipping;
  const mug = Math.floor(goods / 2);
  return {
    id,
    modifiedAt: at,
    fields: {
      customer_id: id,
      date_created: new Date(at).toUTCString().replace('GMT', '+0000'),
      status_id: 11,
      status: 'Awaiting Fulfillment',
      payment_status: 'captured',
      payment_method: 'Credit Card',
      is_tax_inclusive_pricing: true,
      total_inc_tax: money(total),
      total_ex_tax: money(total),
      total_tax: '0.0000',
      shipping_cost_inc_tax: money(shipping),
      shipping_cost_ex_tax: money(shipping),
      discount_amount: '0.0000',
      coupon_discount: '0.0000',
      store_credit_amount: '0.0000',
      gift_certificate_amount: '0.0000',
      refunded_amount: '0.0000',
      items_total: 2,
      currency_code: 'USD',
      default_currency_code: 'USD',
      order_source: 'www',
      is_deleted: false,
      billing_address: { email: `member-${id}@example.com`, phone: '', country_iso2: 'US' },
    },
    lines: [line(id, 1, mug), line(id, 2, goods - mug)],
  };
}

/** Returns a line of one unit. */
export function line(orderId: number, place: number, price: number): Readonly<Record<string, unknown>> {
  return {
    id: orderId * 1_000 + place,
    order_id: orderId,
    product_id: 80 + place,
    variant_id: 60 + place,
    name: `Mug ${place}`,
    sku: `MUG-${place}`,
    type: 'physical',
    quantity: 1,
    price_inc_tax: money(price),
    price_ex_tax: money(price),
    total_inc_tax: money(price),
    total_ex_tax: money(price),
    discounted_total_inc_tax: money(price),
    quantity_refunded: 0,
    refund_amount: '0.0000',
    applied_discounts: [],
    product_options: [],
  };
}

/** Text with four decimals. */
export function money(amount: number): string {
  return amount.toFixed(4);
}
