import type { FiguresFrom } from '../../model/order-figures.ts';

/** The fields behind an order's figures. Where prices have no tax, `…_ex_tax` is read in place of `…_inc_tax`. */
export const figuresFrom: FiguresFrom = {
  lines: 'products[].total_inc_tax',
  'line discounts': 'products[].applied_discounts[].amount (target product)',
  'order discount': 'discount_amount + coupon_discount − line discounts',
  delivery: 'shipping_cost_inc_tax',
  tax: 'total_tax',
  fees: 'handling_cost_inc_tax + wrapping_cost_inc_tax + fees[].cost_inc_tax',
  total: 'total_inc_tax',
};
