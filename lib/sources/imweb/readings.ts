import { type Decimal, larger, multiply, subtract, sum, ZERO } from '../../model/money.ts';
import type { ImwebItem, ImwebOrder } from './order-schema.ts';

/** One way to read the figures of an order, and what they come to. */
export interface Reading {
  readonly total: Decimal;
  /** After its own discounts. */
  readonly delivery: Decimal;
  readonly orderDiscount: Decimal;
  /** Whether discounts of a line are those of one unit. */
  readonly isPerUnit: boolean;
}

/**
 * Returns the ways in which the figures of an order can be read, the likeliest first. The documents do not say whether a
 * discount of a line is that of one unit, whether the price of delivery has its own discounts and surcharges in it, and
 * whether a discount of the order stands in its lines. The sum of all discounts tells, and what was paid does. Pure.
 */
export function readingsOf(order: ImwebOrder): readonly [Reading, ...Reading[]] {
  const { coupons, charges } = deliveryOf(order);
  const known = (isPerUnit: boolean) => {
    const { goods, discounts } = goodsOf(order, isPerUnit);
    const beyond = larger(ZERO, subtract(order.totalDiscountPrice, discounts, coupons));
    return [ZERO, beyond].map((orderDiscount) => ({ isPerUnit, goods, discounts, orderDiscount }));
  };
  const all = [...known(false), ...known(true)];
  const isWhole = ({ discounts, orderDiscount }: (typeof all)[number]) =>
    sum([discounts, orderDiscount, coupons]) === order.totalDiscountPrice;
  // Plain readings before those with a discount that stands in no line.
  const inTurn = [0, 2, 1, 3].flatMap((index) => all[index] ?? []);
  const likely = [...inTurn.filter(isWhole), ...inTurn.filter((one) => !isWhole(one))];
  const [first, ...others] = likely.flatMap(({ goods, discounts, ...rest }) =>
    charges.map((delivery) => ({
      ...rest,
      delivery,
      total: subtract(sum([goods, delivery]), discounts, rest.orderDiscount),
    })),
  );
  if (first === undefined) throw new Error('An order has at least one reading');
  return [first, ...others];
}

function goodsOf({ sections }: ImwebOrder, isPerUnit: boolean) {
  const items = sections.flatMap(({ sectionItems }) => sectionItems);
  return {
    goods: sum(items.map(({ productInfo, qty }) => multiply(productInfo.itemPrice, qty))),
    discounts: sum(items.map((item) => discountOf(item, isPerUnit))),
  };
}

/** Returns the discount of a whole line. */
export function discountOf(
  { gradeDiscount, itemCouponDiscount, itemPromotionDiscount, qty }: ImwebItem,
  isPerUnit: boolean,
): Decimal {
  const discount = sum([gradeDiscount, itemCouponDiscount, itemPromotionDiscount]);
  return isPerUnit ? multiply(discount, qty) : discount;
}

function deliveryOf({ sections, totalDeliveryPrice }: ImwebOrder) {
  const of = (amount: (section: ImwebOrder['sections'][number]) => Decimal) => sum(sections.map(amount));
  const coupons = of(({ deliveryCouponDiscount }) => deliveryCouponDiscount);
  const plain = of(({ deliveryPrice }) => deliveryPrice);
  const surcharges = of(({ deliveryIslandPrice, deliveryExtraPrice }) =>
    sum([deliveryIslandPrice, deliveryExtraPrice]),
  );
  const known = totalDeliveryPrice ?? plain;
  const less = (amount: Decimal) => larger(ZERO, subtract(amount, coupons));
  const charges = [less(known), known, less(sum([plain, surcharges])), less(plain)] as const;
  return { coupons, charges };
}
