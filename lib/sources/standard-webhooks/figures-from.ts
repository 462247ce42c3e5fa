import type { FiguresFrom } from '../../model/order-figures.ts';

/** The fields behind an order's figures. */
export const figuresFrom: FiguresFrom = {
  lines: 'items[].unit_price × quantity',
  'line discounts': 'items[].discount',
  'order discount': 'order_discount',
  delivery: 'delivery_charge',
  tax: 'tax',
  fees: 'fees',
  total: 'total',
};
