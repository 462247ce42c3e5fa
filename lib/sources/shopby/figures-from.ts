import type { FiguresFrom } from '../../model/order-figures.ts';

export const figuresFrom: FiguresFrom = {
  lines: 'orderOptions[].standardPrice × orderCnt',
  'line discounts': 'orderOptions[].standardPrice − buyPrice, × orderCnt, and firstProductCouponDiscountAmt',
  'order discount': 'firstBalance.cartCouponDiscountAmt and what of the other discounts no line has',
  delivery: 'firstBalance.deliveryAmt + remoteDeliveryAmt − deliveryCouponDiscountAmt',
  tax: 'none',
  fees: 'none',
  total: 'firstBalance.mainPayAmt + subPayAmt + externalPayAmt',
};
