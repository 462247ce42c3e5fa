import type { Customer, Order } from '../../model/order.ts';
import { toFigures } from './figures.ts';
import type { Cafe24Order } from './order-schema.ts';
import { toPaymentMethods } from './payment-methods.ts';
import { boughtItems, toLineItem } from './to-line-item.ts';
import { toRefunds } from './to-refunds.ts';

/**
 * Turns an order of the Admin API into ours. `shop` is the connection's. Pure.
 * @throws {PayloadError} the discounts are more than the price, or a refund lacks its time or amount.
 */
export function toOrder(order: Cafe24Order, shop: string): Order {
  const items = boughtItems(order).map(toLineItem);
  const refunds = toRefunds(order);
  return {
    source: 'cafe24',
    shop,
    id: order.order_id,
    name: order.order_id,
    stage: 'paid',
    placedAt: order.order_date,
    currency: order.currency,
    customer: toCustomer(order),
    items,
    ...toFigures(order, items),
    paymentMethods: toPaymentMethods(order.payment_method),
    couponCodes: [...new Set((order.coupons ?? []).flatMap(({ coupon_code }) => coupon_code ?? []))],
    sourceName: order.order_place_id,
    ...(refunds.length > 0 && { refunds }),
  };
}

/** Only the buyer is read, never the receiver. An order in won is from a Korean shop, with Korean phone numbers. */
function toCustomer({ member_id, member_email, buyer, currency }: Cafe24Order): Customer {
  const country = currency === 'KRW' ? 'KR' : undefined;
  const numbers = [buyer?.cellphone, buyer?.phone].filter((number) => number !== undefined);
  return {
    id: member_id,
    emails: [buyer?.email, member_email].filter((email) => email !== undefined),
    phones: numbers.map((number) => ({ number, country })),
  };
}
