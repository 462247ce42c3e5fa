/** An order as the API gives it. */
export interface ImwebDoubleOrder {
  readonly orderNo: number;
  readonly wtime: string;
  readonly [field: string]: unknown;
}

const DELIVERY = 3_000;

/** Returns a paid order of one line, placed at a time (milliseconds since 1970), of a member with the order's number. */
export function imwebOrder(
  orderNo: number,
  { at = Date.parse('2026-11-20T01:00:00.000Z'), total = 10_000 }: { at?: number; total?: number } = {},
): ImwebDoubleOrder {
  const time = new Date(at).toISOString();
  const delivery = Math.min(DELIVERY, total);
  return {
    orderNo,
    saleChannel: 'IMWEB',
    orderType: 'SHOPPING',
    orderStatus: 'OPEN',
    isMember: 'Y',
    memberUid: `member-${orderNo}@example.com`,
    ordererEmail: `member-${orderNo}@example.com`,
    ordererCall: '010-2424-2424',
    currency: 'KRW',
    totalPrice: total,
    totalDeliveryPrice: delivery,
    totalDiscountPrice: 0,
    totalPoint: 0,
    totalPaymentPrice: total,
    totalRefundedPrice: 0,
    totalRefundedPoint: 0,
    totalRefundPendingPrice: 0,
    totalRefundPendingPoint: 0,
    wtime: time,
    mtime: time,
    payments: [
      {
        paymentNo: 1,
        method: 'CARD',
        paidPrice: total,
        paymentStatus: 'PAYMENT_COMPLETE',
        paymentCompleteTime: time,
        isCancel: 'N',
      },
    ],
    sections: [
      {
        orderSectionCode: `os${orderNo}`,
        orderSectionStatus: 'PRODUCT_PREPARATION',
        deliveryPrice: delivery,
        deliveryCouponDiscount: 0,
        sectionItems: [
          {
            orderSectionItemNo: `${orderNo}-1`,
            qty: 1,
            gradeDiscount: 0,
            itemCouponDiscount: 0,
            itemPromotionDiscount: 0,
            productInfo: { prodNo: 10, prodName: '머그컵', itemPrice: total - delivery },
          },
        ],
      },
    ],
  };
}

/** Returns the order with more of it paid back. */
export function paidBackMore(order: ImwebDoubleOrder, amount: number, at: number): ImwebDoubleOrder {
  const before = Number(order['totalRefundedPrice'] ?? 0);
  return { ...order, totalRefundedPrice: before + amount, mtime: new Date(at).toISOString() };
}

/** Returns the body of a webhook about an order. */
export function imwebWebhook(
  siteCode: string,
  eventType: string,
  orderNo: number,
  eventTime: number,
): string {
  return JSON.stringify({ eventType, eventTime, data: { siteCode, unitCode: 'u20240101main', orderNo } });
}
