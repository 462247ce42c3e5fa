import { type Decimal, isNegative, isZero, NO_CURRENCY, subtract, sum, ZERO } from '../../model/money.ts';
import type { Customer, LineItem, MoneyTerm, Order, Stage } from '../../model/order.ts';
import { asShown } from './as-shown.ts';
import { giftCardsOf, storeCreditOf } from './credit-of.ts';
import { feesOf } from './fees-of.ts';
import { linesOf } from './lines-of.ts';
import { oddFiguresOf } from './odd-figures-of.ts';
import type { WooCommerceOrder } from './schema.ts';
import { timesOf } from './times-of.ts';
import { toRefunds } from './to-refunds.ts';

/**
 * Turns a WooCommerce order into ours. `shop` is the connection's, never a header's. If prices include tax, the tax of
 * each line, of delivery and of each fee is added back, so that all amounts are those shown to the buyer. Pure.
 * @throws {PayloadError} the order does not say when it was made, or is a purchase and none of its lines can be read.
 */
export function toOrder(
  order: WooCommerceOrder,
  { shop, stage }: { readonly shop: string; readonly stage: Stage },
): Order {
  const taxesIncluded = order.prices_include_tax ?? false;
  const needsLines = stage === 'paid' || stage === 'promised';
  const lines = linesOf(order, { taxesIncluded, needsLines });
  const fees = feesOf(order, { taxesIncluded, areItems: lines.items.length === 0 });
  const items = [...lines.items, ...fees.items];
  const tax = order.total_tax.value ?? ZERO;
  const shipping = asShown(order.shipping_total.value ?? ZERO, {
    tax: order.shipping_tax.value,
    taxesIncluded,
  });
  const deliveryCharge = isNegative(shipping) ? ZERO : shipping;
  const orderDiscount = sum([lines.discount, fees.discount, subtract(deliveryCharge, shipping)]);

  const giftCards = giftCardsOf(order);
  const paid = sum([order.total, giftCards ?? ZERO]);
  const parts = sum([worth(items), deliveryCharge, taxesIncluded ? ZERO : tax, fees.charged]);
  const storeCredit = storeCreditOf(order, subtract(parts, orderDiscount, paid));
  const total = sum([paid, storeCredit]);
  const due: MoneyTerm[] = [
    { term: 'total', amount: order.total, from: 'total' },
    { term: 'gift cards', amount: giftCards ?? ZERO, from: 'gift_cards[].amount' },
    { term: 'store credit', amount: storeCredit, from: 'coupon_lines[].discount' },
  ].filter(({ term, amount }) => term === 'total' || !isZero(amount));

  const { placedAt, changedAt } = timesOf(order);
  const refundedAt = changedAt ?? placedAt;
  const refunds = toRefunds(order, { stage, items, deliveryCharge, total, refundedAt });
  const oddFigures = oddFiguresOf(order, lines);

  return {
    source: 'woocommerce',
    shop,
    id: order.id,
    name: order.number,
    stage,
    placedAt,
    ...(changedAt !== undefined && { changedAt }),
    currency: order.currency.value ?? NO_CURRENCY,
    customer: toCustomer(order),
    items,
    total,
    ...(due.length > 1 && { due }),
    deliveryCharge,
    orderDiscount,
    totalDiscount: sum([...items.map((item) => item.lineDiscount), orderDiscount]),
    tax,
    taxesIncluded,
    fees: fees.charged,
    paymentMethods: [
      ...(order.payment_method === undefined ? [] : [order.payment_method]),
      ...((order.gift_cards?.entries.length ?? 0) > 0 ? ['gift_card'] : []),
      ...(isZero(storeCredit) ? [] : ['store_credit']),
    ],
    couponCodes: order.coupon_lines.entries.flatMap(({ code }) => code ?? []),
    paidWithCredit: isZero(storeCredit) ? giftCards : sum([giftCards ?? ZERO, storeCredit]),
    sourceName: order.created_via,
    ...(refunds.length > 0 && { refunds }),
    ...(oddFigures.length > 0 && { oddFigures }),
    ...(lines.fractional > 0 && { fractionalQuantities: lines.fractional }),
  };
}

/** Returns what the items cost after their own discounts. Every item has its exact line price. */
function worth(items: readonly LineItem[]): Decimal {
  return subtract(
    sum(items.map(({ linePrice }) => linePrice ?? ZERO)),
    ...items.map(({ lineDiscount }) => lineDiscount),
  );
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
