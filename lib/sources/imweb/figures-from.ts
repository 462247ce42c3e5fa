import type { FiguresFrom } from '../../model/order-figures.ts';

/** The fields behind an order's figures. */
export const figuresFrom: FiguresFrom = {
  lines: 'sectionItems[].productInfo.itemPrice × qty',
  'line discounts': 'sectionItems[].gradeDiscount, itemCouponDiscount, itemPromotionDiscount',
  'order discount': 'totalDiscountPrice beyond the lines’',
  delivery: 'totalDeliveryPrice − sections[].deliveryCouponDiscount',
  tax: 'none',
  fees: 'none',
  total: 'totalPaymentPrice + totalPoint',
};
