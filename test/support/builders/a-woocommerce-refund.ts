/** A refund in the form of WooCommerce's REST API, version 3: negative figures, `subtotal` equal to `total`. */
export type WooCommerceRefund = ReturnType<typeof aWooCommerceRefund>;

/** Returns a refund of two cups at 11.90 with tax, their delivery included, with changes. */
export function aWooCommerceRefund(changes: Readonly<Record<string, unknown>> = {}) {
  return {
    id: 9002,
    date_created: '2026-11-24T10:30:00',
    date_created_gmt: '2026-11-24T09:30:00',
    amount: '29.75',
    reason: 'Two came broken',
    refunded_by: 1,
    refunded_payment: false,
    meta_data: [],
    line_items: [aRefundLine()],
    shipping_lines: [aShippingLine()],
    tax_lines: [],
    fee_lines: [],
    ...changes,
  };
}

/** Returns a line of two returned cups at 10.00 with 1.90 of tax each, with changes. */
export function aRefundLine(changes: Readonly<Record<string, unknown>> = {}) {
  return {
    id: 51,
    name: 'Cup &amp; saucer',
    product_id: 31,
    variation_id: 32,
    quantity: -2,
    tax_class: '',
    subtotal: '-20.00',
    subtotal_tax: '-3.80',
    total: '-20.00',
    total_tax: '-3.80',
    taxes: [],
    meta_data: [{ id: 7, key: '_refunded_item_id', value: '41' }],
    sku: 'CUP',
    price: 10,
    ...changes,
  };
}

/** Returns a repaid delivery of 5.00 with 0.95 of tax, with changes. */
export function aShippingLine(changes: Readonly<Record<string, unknown>> = {}) {
  return { id: 52, method_id: 'flat_rate', total: '-5.00', total_tax: '-0.95', taxes: [], ...changes };
}
