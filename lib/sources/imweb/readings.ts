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
 * whether a discount of the order stands in its lines. What was paid tells. Pure.
 */
export function readingsOf(order: ImwebOrder): readonly [Reading, ...Reading[]] {
  const { coupons, charges } = deliveryOf(order);
  const readingOf = (delivery: Decimal, { isPerUnit, isBeyond }: Doubt): Reading => {
    const { goods, discounts } = goodsOf(order, isPerUnit);
    const beyond = larger(ZERO, subtract(order.totalDiscountPrice, discounts, coupons));
    const orderDiscount = isBeyond ? beyond : ZERO;
    const total = subtract(sum([goods, delivery]), discounts, orderDiscount);
    return { total, delivery, orderDiscount, isPerUnit };
  };
  const [likeliest, ...others] = DOUBTS;
  const [charge, ...otherCharges] = charges;
  return [
    readingOf(charge, likeliest),
    ...otherCharges.map((delivery) => readingOf(delivery, likeliest)),
    ...others.flatMap((doubt) => charges.map((delivery) => readingOf(delivery, doubt))),
  ];
}

interface Doubt {
  readonly isPerUnit: boolean;
  /** Whether `totalDiscountPrice` has more than stands in lines and delivery. */
  readonly isBeyond: boolean;
}

const DOUBTS: readonly [Doubt, ...Doubt[]] = [
  { isPerUnit: false, isBeyond: false },
  { isPerUnit: true, isBeyond: false },
  { isPerUnit: false, isBeyond: true },
  { isPerUnit: true, isBeyond: true },
];

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
