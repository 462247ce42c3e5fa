import type { FiguresFrom } from '../../model/order-figures.ts';

/** The fields behind an order's figures. */
export const figuresFrom: FiguresFrom = {
  lines: 'line_items.data[].amount_subtotal',
  'line discounts': 'line_items.data[].amount_discount',
  'order discount': 'total_details.amount_discount beyond the lines’',
  delivery: 'total_details.amount_shipping',
  tax: 'total_details.amount_tax, as far as the total has it on top',
  fees: 'none',
  total: 'amount_total',
};
