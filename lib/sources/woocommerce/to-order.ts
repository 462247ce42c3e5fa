import { PayloadError } from '../../model/errors.ts';
import { type Decimal, isNegative, isZero, round, subtract, sum, ZERO } from '../../model/money.ts';
import type { Customer, Order } from '../../model/order.ts';
import { asShown } from './as-shown.ts';
import type { WooCommerceOrder } from './schema.ts';
import { isFractional, toLineItem } from './to-line-item.ts';
import { toRefunds } from './to-refunds.ts';

/** A gift card's amount as a JSON number may carry the noise of a binary float. */
const NOISE_FREE_DECIMALS = 6;

/**
 * Turns a WooCommerce order into ours. `shop` is the connection's, never a header's. If prices include tax, the tax of
 * each line, of delivery and of each fee is added back, so that all amounts are those shown to the buyer. Pure.
 * @throws {PayloadError} the order lacks the time it was placed, or has refunds and lacks the time of its last change.
 */
export function toOrder(order: WooCommerceOrder, shop: string): Order {
  const taxesIncluded = order.prices_include_tax ?? false;
  const lines = order.line_items.filter(({ quantity }) => !isZero(quantity));
  const items = lines.map((line) => toLineItem(line, taxesIncluded));
  const fees = feesOf(order, taxesIncluded);
  const orderDiscount = subtract(ZERO, ...fees.filter(isNegative));
  const paidWithCredit = giftCards(order);
  const deliveryCharge = asShown(order.shipping_total ?? ZERO, { tax: order.shipping_tax, taxesIncluded });
  const refunds = toRefunds(order, { items, deliveryCharge });
  const fractionalQuantities = lines.filter(isFractional).length;

  return {
    source: 'woocommerce',
    shop,
    id: order.id,
    name: order.number,
    stage: 'paid',
    placedAt: placedAt(order),
    currency: order.currency,
    customer: toCustomer(order),
    items,
    total: sum([order.total, paidWithCredit ?? ZERO]),
    deliveryCharge,
    orderDiscount,
    totalDiscount: sum([...items.map((item) => item.lineDiscount), orderDiscount]),
    tax: order.total_tax ?? ZERO,
    taxesIncluded,
    fees: sum(fees.filter((fee) => !isNegative(fee))),
    paymentMethods: paymentMethods(order),
    couponCodes: (order.coupon_lines ?? []).flatMap(({ code }) => code ?? []),
    paidWithCredit,
    sourceName: order.created_via,
    ...(refunds.length > 0 && { refunds }),
    ...(fractionalQuantities > 0 && { fractionalQuantities }),
  };
}

/** @throws {PayloadError} the order has no such time. */
function placedAt({ date_created_gmt, date_created }: WooCommerceOrder): string {
  // Version 1 lacks this field and gives UTC in the other.
  const instant = date_created_gmt === undefined ? date_created : date_created_gmt;
  if (instant == null) throw new PayloadError([{ path: 'date_created_gmt', message: 'missing' }]);
  return instant;
}

/** Each fee as shown to the buyer. A negative fee is a discount given by a plug-in. */
function feesOf({ fee_lines }: WooCommerceOrder, taxesIncluded: boolean): Decimal[] {
  return (fee_lines ?? []).map(({ total, total_tax }) => asShown(total, { tax: total_tax, taxesIncluded }));
}

/** The amount paid by gift cards, or `undefined` without the extension. */
function giftCards({ gift_cards }: WooCommerceOrder): Decimal | undefined {
  if (gift_cards == null) return undefined;
  return round(sum(gift_cards.map(({ amount }) => amount)), NOISE_FREE_DECIMALS);
}

function paymentMethods({ payment_method, gift_cards }: WooCommerceOrder): string[] {
  const hasGiftCard = gift_cards != null && gift_cards.length > 0;
  return [...(payment_method === undefined ? [] : [payment_method]), ...(hasGiftCard ? ['gift_card'] : [])];
}

/** The shipping phone is the recipient's, so it is not read. */
function toCustomer({ customer_id, billing }: WooCommerceOrder): Customer {
  const { email, phone, country } = billing ?? {};
  return {
    id: customer_id,
    emails: email === undefined ? [] : [email],
    phones: phone === undefined ? [] : [{ number: phone, country }],
  };
}
