import type { FiguresFrom } from '../../model/order-figures.ts';

/**
 * The fields behind an order's figures, less what was taken out without money. After an edit before payment they are
 * those named `current_…`.
 */
export const figuresFrom: FiguresFrom = {
  lines: 'line_items[].price × quantity',
  'line discounts': 'line_items[].discount_allocations',
  'order discount': 'total_discounts − those of lines and delivery',
  delivery: 'total_shipping_price_set − shipping_lines[].discount_allocations',
  tax: 'total_tax',
  fees: 'total_tip_received, original_total_duties_set, original_total_additional_fees_set',
  total: 'total_price',
};
