import { PayloadError } from '../../model/errors.ts';
import { type Decimal, isNegative, isZero, multiply, subtract, sum, ZERO } from '../../model/money.ts';
import type { LineItem, Order } from '../../model/order.ts';
import type { Cafe24Amounts, Cafe24Order } from './order-schema.ts';
import { paysWithoutAmount } from './payment-methods.ts';
import { boughtItems } from './to-line-item.ts';

type Figures = Pick<
  Order,
  | 'total'
  | 'deliveryCharge'
  | 'orderDiscount'
  | 'totalDiscount'
  | 'tax'
  | 'taxesIncluded'
  | 'fees'
  | 'paidWithCredit'
>;

/**
 * Works out the figures of an order as it was placed. The total is what was paid by all means: points, deposits and
 * Naver Pay pay, they do not discount. Where the order does not say what a means paid, it is worked out of the parts.
 * @throws {PayloadError} the discounts are more than the price.
 */
export function toFigures(order: Cafe24Order, items: readonly LineItem[]): Figures {
  const amounts = amountsOf(order, items);
  const lineDiscount = sum(items.map((item) => item.lineDiscount));
  const delivery = deliveryOf(amounts);
  const taxesIncluded = order.include_tax !== 'F';
  const fees = feesOf(order);
  const discount = sum([orderDiscountOf(order, amounts), delivery.discountLeft]);
  const parts = sum([
    subtract(amounts.order_price_amount, lineDiscount, discount),
    delivery.charge,
    taxesIncluded ? ZERO : amounts.tax,
    fees,
  ]);

  const total = paidByAllMeans(order, amounts) ?? parts;
  if (isNegative(total)) {
    throw new PayloadError([
      { path: 'initial_order_amount', message: 'the discounts are more than the price' },
    ]);
  }
  const orderDiscount = subtract(discount, countedTwice(subtract(total, parts), { order, amounts }));
  return {
    total,
    deliveryCharge: delivery.charge,
    orderDiscount,
    totalDiscount: sum([lineDiscount, orderDiscount, subtract(amounts.shipping_fee, delivery.charge)]),
    tax: amounts.tax,
    taxesIncluded,
    fees,
    paidWithCredit: paidWithCredit(order, amounts),
  };
}

/** An order that was edited before it was paid is what it is now; any other is what it was when it was placed. */
function amountsOf(order: Cafe24Order, items: readonly LineItem[]): Cafe24Amounts {
  const gross = sum(items.map((item) => multiply(item.unitPrice, item.quantity)));
  const { initial_order_amount: initial, actual_order_amount: actual } = order;
  const fitsNowOnly = initial.order_price_amount !== gross && actual?.order_price_amount === gross;
  return fitsNowOnly ? actual : initial;
}

function deliveryOf(amounts: Cafe24Amounts): { charge: Decimal; discountLeft: Decimal } {
  const { shipping_fee, shipping_fee_discount_amount, coupon_shipping_fee_amount } = amounts;
  const net = subtract(shipping_fee, shipping_fee_discount_amount, coupon_shipping_fee_amount);
  return isNegative(net)
    ? { charge: ZERO, discountLeft: subtract(ZERO, net) }
    : { charge: net, discountLeft: ZERO };
}

function orderDiscountOf(order: Cafe24Order, amounts: Cafe24Amounts): Decimal {
  const typed = order.admin_additional_amount;
  return sum([
    amounts.coupon_discount_price,
    amounts.membership_discount_amount,
    amounts.set_product_discount_amount,
    amounts.app_discount_amount,
    amounts.market_other_discount_amount,
    isNegative(typed) ? subtract(ZERO, typed) : ZERO,
  ]);
}

function feesOf(order: Cafe24Order): Decimal {
  const typed = order.admin_additional_amount;
  return sum([
    order.commission,
    order.international_shipping_insurance,
    order.additional_handling_fee,
    order.eu_customs_fee,
    isNegative(typed) ? ZERO : typed,
  ]);
}

/** Returns what was paid by the means whose amounts the order holds; `undefined` where that is not all. */
function paidByAllMeans(order: Cafe24Order, amounts: Cafe24Amounts): Decimal | undefined {
  if (order.paid !== 'T' || paysWithoutAmount(order.payment_method)) return undefined;
  const { payment_amount, points_spent_amount, credits_spent_amount } = amounts;
  const paid = sum([payment_amount, points_spent_amount, credits_spent_amount, order.naver_point]);
  return isZero(paid) ? undefined : paid;
}

/**
 * It is not documented whether the coupons of the order hold those of its lines and of its delivery. Where exactly
 * those are missing from what was paid, they do, and are counted once.
 */
function countedTwice(
  missing: Decimal,
  { order, amounts }: { order: Cafe24Order; amounts: Cafe24Amounts },
): Decimal {
  const ofLines = sum(boughtItems(order).map((item) => item.coupon_discount_price));
  const ofDelivery = amounts.coupon_shipping_fee_amount;
  return [ofLines, ofDelivery, sum([ofLines, ofDelivery])].includes(missing) ? missing : ZERO;
}

/** On an order placed through Naver Pay, `naver_point` is money that was paid there. */
function paidWithCredit(order: Cafe24Order, amounts: Cafe24Amounts): Decimal | undefined {
  if (paysWithoutAmount(order.payment_method)) return undefined;
  const naverPoints = order.order_place_id === 'NCHECKOUT' ? ZERO : order.naver_point;
  return sum([amounts.points_spent_amount, amounts.credits_spent_amount, naverPoints]);
}
