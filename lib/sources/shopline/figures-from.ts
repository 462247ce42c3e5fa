import type { FiguresFrom } from '../../model/order-figures.ts';

/** The fields behind an order's figures. */
export const figuresFrom: FiguresFrom = {
  lines: 'line_items[].price × quantity',
  'line discounts': 'line_items[].discount_allocations',
  'order discount': 'total_discounts − those of lines and delivery, negative adjust_price',
  delivery: 'total_shipping_price_set − shipping_lines[].discount_allocations',
  tax: 'total_tax',
  fees: 'total_tip_received, adjust_price, current_total_duties_set',
  total: 'current_total_price + what was paid back, if it fell with it',
};
