import type { FiguresFrom } from '../../model/order-figures.ts';

/** The fields behind an order's figures. After an edit before payment they are those of `actual_order_amount`. */
export const figuresFrom: FiguresFrom = {
  lines: 'items[].product_price + option_price, × quantity',
  'line discounts': 'items[].additional_discount_price, coupon_discount_price and the like',
  'order discount': 'initial_order_amount.coupon_discount_price, membership_discount_amount and the like',
  delivery: 'initial_order_amount.shipping_fee − its discounts',
  tax: 'initial_order_amount.tax',
  fees: 'commission, additional_handling_fee, admin_additional_amount and the like',
  total: 'initial_order_amount.payment_amount and the other means of payment',
};
