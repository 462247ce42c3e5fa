import type { FiguresFrom } from '../../model/order-figures.ts';

/** The fields behind an order's figures. If prices include tax, the tax of each is added. */
export const figuresFrom: FiguresFrom = {
  lines: 'line_items[].subtotal',
  'line discounts': 'line_items[].subtotal − total',
  'order discount': 'negative line_items, fee_lines and shipping_total',
  delivery: 'shipping_total',
  tax: 'total_tax',
  fees: 'fee_lines[].total',
  total: 'total',
};
