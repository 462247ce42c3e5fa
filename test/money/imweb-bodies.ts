import { toText } from './amount-text.ts';
import { netOf, paidBack, sumOf, unitsLeft } from './shop-account.ts';
import type { OrderLine, ShopOrder } from './shop-order.ts';
import { instantOf } from './shop-time.ts';

type Json = Readonly<Record<string, unknown>>;

export function imwebOrderNo({ number }: Pick<ShopOrder, 'number'>): number {
  return 20_261_120_000_000 + number;
}

/** A webhook names the order; the rest of it is a hint. */
export function imwebWebhook(order: ShopOrder): Json {
  const eventType = order.backs.length > 0 ? 'ORDER_REFUND' : 'ORDER_DEPOSIT_COMPLETE';
  return { eventType, eventTime: Date.parse(instantOf(order.now)), data: { orderNo: imwebOrderNo(order) } };
}

/**
 * Returns an order as Imweb's API gives it. Refunds are sums of the whole order: whether the
 * totals fall with them is not documented (`totalsFall`), and so is whether
 * what came back leaves the lines (`linesLeave`). A payment keeps what it was.
 * @see https://developers-docs.imweb.me/reference (Order; version 1.0, copy of 2026-07, read 2026-11-29)
 */
export function imwebBody(order: ShopOrder): Json {
  const { ways, paidAt, charged, credit, cancelledAt, delivery, lines, tip } = order;
  const amount = (units: number) => Number(toText(units, ways.currency));
  const arrived = order.backs.filter(({ state }) => state === 'success');
  const pending = order.backs.filter(({ state }) => state === 'pending');
  const paid = paidAt === undefined ? 0 : charged - credit;
  // No more money goes back than came in; the rest were points.
  const back = sumOf(arrived, ({ money }) => money);
  const backMoney = Math.min(paid, back - sumOf(arrived, ({ points }) => points));
  const backPoints = back - backMoney;
  const wasCalledOff = cancelledAt !== undefined;
  const isPointsOnly = paidAt !== undefined && paid === 0;
  return {
    orderNo: imwebOrderNo(order),
    saleChannel: 'IMWEB',
    orderType: 'SHOPPING',
    isMember: 'Y',
    memberUid: `buyer-${order.number}@example.com`,
    ordererEmail: `buyer-${order.number}@example.com`,
    ordererCall: '',
    currency: ways.currency,
    wtime: instantOf(0),
    mtime: instantOf(order.changedAt),
    totalDeliveryPrice: amount(delivery),
    totalDiscountPrice: amount(sumOf(lines, ({ discount }) => discount) + Math.max(0, -tip)),
    totalPoint: amount(credit - (ways.totalsFall && !ways.linesLeave ? backPoints : 0)),
    totalPaymentPrice: amount(paid - (ways.totalsFall ? backMoney : 0)),
    totalRefundedPrice: amount(backMoney),
    totalRefundedPoint: amount(backPoints + (wasCalledOff && paidAt === undefined ? credit : 0)),
    totalRefundPendingPrice: amount(sumOf(pending, ({ money, points }) => money - points)),
    totalRefundPendingPoint: amount(sumOf(pending, ({ points }) => points)),
    payments: isPointsOnly ? [] : [payment(order, amount(paid))],
    sections: [
      {
        orderSectionCode: 'os20261120dddddd',
        orderSectionStatus: wasCalledOff ? 'CANCEL_COMPLETE' : 'PRODUCT_PREPARATION',
        deliveryPrice: amount(delivery),
        deliveryCouponDiscount: 0,
        sectionItems: lines.map((line) => item(order, line, amount)),
      },
    ],
  };
}

function payment(order: ShopOrder, paidPrice: number): Json {
  const { paidAt, charged, payment: by } = order;
  const isBack = paidAt !== undefined && paidBack(order) >= charged;
  const settled = isBack ? 'REFUND_COMPLETE' : 'PAYMENT_COMPLETE';
  return {
    method: by.by === 'card' ? 'CARD' : 'BANK_TRANSFER',
    paidPrice,
    paymentStatus: paidAt === undefined ? 'PAYMENT_PREPARATION' : settled,
    paymentCompleteTime: paidAt === undefined ? null : instantOf(paidAt),
    isCancel: isBack ? 'Y' : 'N',
  };
}

function item({ ways }: ShopOrder, line: OrderLine, amount: (units: number) => number): Json {
  const { id, price, quantity } = line;
  const qty = ways.linesLeave ? unitsLeft(line) : quantity;
  return {
    qty,
    gradeDiscount: 0,
    itemCouponDiscount: amount(price * qty - netOf(line, qty)),
    itemPromotionDiscount: 0,
    productInfo: { prodNo: 100 + id, prodName: `Item ${id}`, itemPrice: amount(price) },
  };
}
