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
 * Computes the figures of an order as it was placed. The total is the sum of all payments: points, deposits and Naver
 * Pay are payments, not discounts. If the order lacks the amount of a payment, the total is the sum of its parts.
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

/** Returns the current figures of an order that was edited before payment, otherwise those it was placed with. */
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

/** Returns the sum of all payments, or `undefined` if the order lacks the amount of one. */
function paidByAllMeans(order: Cafe24Order, amounts: Cafe24Amounts): Decimal | undefined {
  if (order.paid !== 'T' || paysWithoutAmount(order.payment_method)) return undefined;
  const { payment_amount, points_spent_amount, credits_spent_amount } = amounts;
  const paid = sum([payment_amount, points_spent_amount, credits_spent_amount, order.naver_point]);
  return isZero(paid) ? undefined : paid;
}

/**
 * The documents do not say whether the order's coupons include those of its lines and delivery. If exactly those are
 * missing from the amount paid, they are included, and are counted once.
 */
function countedTwice(
  missing: Decimal,
  { order, amounts }: { order: Cafe24Order; amounts: Cafe24Amounts },
): Decimal {
  const ofLines = sum(boughtItems(order).map((item) => item.coupon_discount_price));
  const ofDelivery = amounts.coupon_shipping_fee_amount;
  return [ofLines, ofDelivery, sum([ofLines, ofDelivery])].includes(missing) ? missing : ZERO;
}

/** On an order placed through Naver Pay, `naver_point` is the money paid there. */
function paidWithCredit(order: Cafe24Order, amounts: Cafe24Amounts): Decimal | undefined {
  if (paysWithoutAmount(order.payment_method)) return undefined;
  const naverPoints = order.order_place_id === 'NCHECKOUT' ? ZERO : order.naver_point;
  return sum([amounts.points_spent_amount, amounts.credits_spent_amount, naverPoints]);
}
