import { type Decimal, isNegative, isZero, subtract, sum, ZERO } from '../../model/money.ts';
import type { MoneyTerm, Order } from '../../model/order.ts';
import { type Basis, basisOf } from './basis.ts';
import { dueOf, paymentsOf, sumOf } from './due.ts';
import { discountBeyond, discountsOf, type OrderLines } from './lines.ts';
import type { Cafe24Amounts, Cafe24Order } from './order-schema.ts';
import { NAVER_PAY, paysWithoutAmount } from './payment-methods.ts';

type Figures = Pick<
  Order,
  | 'total'
  | 'due'
  | 'deliveryCharge'
  | 'orderDiscount'
  | 'totalDiscount'
  | 'tax'
  | 'taxesIncluded'
  | 'fees'
  | 'paidWithCredit'
>;

/** Returns the figures of an order as it was bought. The total is negative if the discounts are more than the price. */
export function toFigures(order: Cafe24Order, lines: OrderLines): Figures {
  const basis = basisOf(order, lines);
  const { amounts } = basis;
  const beyond = sum(lines.bought.map(discountBeyond));
  const lineDiscount = subtract(discountsOf(lines.bought), beyond);
  const delivery = deliveryOf(amounts);
  const discount = sum([orderDiscountOf(order, amounts), delivery.discountLeft, beyond]);
  const known = partsOf(order, basis, { lineDiscount, discount, delivery: delivery.charge });
  const additional = additionalDelivery(order, basis, known);
  const parts = [
    ...known,
    { term: 'delivery, additional', amount: additional, from: 'additional_shipping_fee' },
  ];

  const { total, terms } = dueOf(order, basis, parts);
  const due = terms.filter(({ amount }) => !isZero(amount));
  const orderDiscount = subtract(discount, countedTwice(subtract(total, sumOf(parts)), { amounts, lines }));
  const deliveryDiscount = subtract(amounts.shipping_fee, delivery.charge);
  return {
    total,
    ...(due.length > 1 && { due }),
    deliveryCharge: sum([delivery.charge, additional]),
    orderDiscount,
    totalDiscount: sum([lineDiscount, orderDiscount, deliveryDiscount]),
    tax: amounts.tax,
    taxesIncluded: isTaxIncluded(order),
    fees: feesOf(order),
    paidWithCredit: paidWithCredit(order, amounts),
  };
}

interface Parts {
  readonly lineDiscount: Decimal;
  readonly discount: Decimal;
  readonly delivery: Decimal;
}

function partsOf(
  order: Cafe24Order,
  { from, amounts, takenOutGross }: Basis,
  { lineDiscount, discount, delivery }: Parts,
): MoneyTerm[] {
  const less = (amount: Decimal): Decimal => subtract(ZERO, amount);
  return [
    { term: 'goods', amount: amounts.order_price_amount, from: `${from}.order_price_amount` },
    { term: 'lines taken out before payment', amount: less(takenOutGross), from: 'items' },
    { term: 'discounts of lines', amount: less(lineDiscount), from: 'items' },
    { term: 'discounts of the order', amount: less(discount), from },
    { term: 'delivery', amount: delivery, from: `${from}.shipping_fee` },
    { term: 'tax', amount: isTaxIncluded(order) ? ZERO : amounts.tax, from: `${from}.tax` },
    { term: 'fees', amount: feesOf(order), from: 'commission' },
  ];
}

function isTaxIncluded({ include_tax }: Cafe24Order): boolean {
  return include_tax !== 'F';
}

function deliveryOf(amounts: Cafe24Amounts): { charge: Decimal; discountLeft: Decimal } {
  const { shipping_fee, shipping_fee_discount_amount, coupon_shipping_fee_amount } = amounts;
  const net = subtract(shipping_fee, shipping_fee_discount_amount, coupon_shipping_fee_amount);
  return isNegative(net)
    ? { charge: ZERO, discountLeft: subtract(ZERO, net) }
    : { charge: net, discountLeft: ZERO };
}

/**
 * Returns the additional delivery fee if the price of delivery lacks it. The documents do not say whether it does; if
 * exactly that fee is missing from the parts, it does.
 */
function additionalDelivery(order: Cafe24Order, basis: Basis, parts: readonly MoneyTerm[]): Decimal {
  const missing = subtract(paymentsOf(order, basis).total, sumOf(parts));
  return missing === order.additional_shipping_fee ? missing : ZERO;
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

/**
 * The documents do not say whether the order's coupons include those of its lines and delivery. If exactly those are
 * missing from the amount paid, they are included, and are counted once.
 */
function countedTwice(
  missing: Decimal,
  { amounts, lines }: { readonly amounts: Cafe24Amounts; readonly lines: OrderLines },
): Decimal {
  const ofLines = sum(lines.bought.map((item) => item.coupon_discount_price));
  const ofDelivery = amounts.coupon_shipping_fee_amount;
  return [ofLines, ofDelivery, sum([ofLines, ofDelivery])].includes(missing) ? missing : ZERO;
}

/** On an order placed through Naver Pay, `naver_point` is the money paid there. */
function paidWithCredit(order: Cafe24Order, amounts: Cafe24Amounts): Decimal | undefined {
  if (paysWithoutAmount(order.payment_method)) return undefined;
  const naverPoints = order.order_place_id === NAVER_PAY ? ZERO : order.naver_point;
  return sum([amounts.points_spent_amount, amounts.credits_spent_amount, naverPoints]);
}
