import {
  currencyDecimals,
  type Decimal,
  fromMinorUnits,
  isNegative,
  isZero,
  multiply,
  subtract,
  sum,
  ZERO,
} from '../../model/money.ts';
import type { MoneyTerm, Order } from '../../model/order.ts';
import { type Basis, basisOf } from './basis.ts';
import { boughtLines, lineDiscountOf } from './lines.ts';
import type { BigCommerceOrder } from './schema.ts';

type Figures = Pick<
  Order,
  | 'total'
  | 'due'
  | 'deliveryCharge'
  | 'orderDiscount'
  | 'tax'
  | 'taxesIncluded'
  | 'fees'
  | 'paidWithCredit'
  | 'tolerance'
>;

/**
 * Returns the figures of an order.
 *
 * Three things are not documented: whether discounts of products are inside the order's own (`discount_amount`), whether
 * credit is taken off `total_inc_tax`, and whether discounts have tax in them where prices have none. So the readings are
 * tried one after the other, the likeliest first, and the first one whose parts come to the total counts. If none does, the
 * likeliest stays, and the order is counted as one that does not add up. Pure.
 */
export function toFigures(order: BigCommerceOrder, currency: string): Figures {
  const basis = basisOf(order);
  const taxesIncluded = basis === 'inc';
  const unit = fromMinorUnits(1n, currencyDecimals(currency));
  const credit = sum([order.store_credit_amount, order.gift_certificate_amount]);
  const { total, orderDiscount } = reconcile(order, { basis, credit, unit });
  const isBeyondTotal = total !== order.total_inc_tax;
  const due: MoneyTerm[] = [
    { term: 'total', amount: order.total_inc_tax, from: 'total_inc_tax' },
    { term: 'credit', amount: credit, from: 'store_credit_amount + gift_certificate_amount' },
  ];
  return {
    total,
    ...(isBeyondTotal && { due }),
    deliveryCharge: order[`shipping_cost_${basis}_tax`],
    orderDiscount,
    tax: order.total_tax,
    taxesIncluded,
    fees: feesOf(order, basis),
    paidWithCredit: isZero(credit) ? undefined : credit,
    // Parts without tax have four decimals, and the total has the currency's.
    ...(!taxesIncluded && { tolerance: unit }),
  };
}

/** Returns handling, wrapping and the order's fees. */
function feesOf(order: BigCommerceOrder, basis: Basis): Decimal {
  const fees = order.fees.map((fee) => fee[`cost_${basis}_tax`]);
  return sum([order[`handling_cost_${basis}_tax`], order[`wrapping_cost_${basis}_tax`], ...fees]);
}

interface Known {
  readonly basis: Basis;
  readonly credit: Decimal;
  /** The finest of the currency. */
  readonly unit: Decimal;
}

interface Reading {
  readonly total: Decimal;
  readonly orderDiscount: Decimal;
}

function reconcile(order: BigCommerceOrder, { basis, credit, unit }: Known): Reading {
  const beforeCredit = { total: order.total_inc_tax };
  const afterCredit = { total: sum([order.total_inc_tax, credit]) };
  const readings: readonly Reading[] = [beforeCredit, afterCredit].flatMap(({ total }) =>
    orderDiscounts(order).map((orderDiscount) => ({ total, orderDiscount })),
  );
  const addsUp =
    (as: Basis) =>
    ({ total, orderDiscount }: Reading): boolean =>
      isLess(subtract(partsOf(order, as), orderDiscount, total), unit);
  const found = readings.find(addsUp(basis));
  if (found !== undefined) return found;
  // Discounts with tax: without it, they are what is missing to the total.
  const withTax = basis === 'ex' ? readings.find(addsUp('inc')) : undefined;
  const missing = withTax && subtract(partsOf(order, basis), withTax.total);
  if (withTax !== undefined && missing !== undefined && !isNegative(missing)) {
    return { total: withTax.total, orderDiscount: missing };
  }
  return { total: order.total_inc_tax, orderDiscount: orderDiscounts(order)[0] ?? ZERO };
}

/** Returns what the whole order was reduced by beside its lines, in every reading that is not less than nothing. */
function orderDiscounts(order: BigCommerceOrder): Decimal[] {
  const stated = sum([order.discount_amount, order.coupon_discount]);
  const ofProducts = sum(order.products.map(lineDiscountOf));
  const ofOrder = order.products.flatMap(({ applied_discounts }) =>
    applied_discounts.filter(({ target }) => target === 'order').map(({ amount }) => amount),
  );
  return [subtract(stated, ofProducts), stated, sum(ofOrder)].filter((amount) => !isNegative(amount));
}

/** Returns what the order comes to before its own discounts, and after those of its lines. */
function partsOf(order: BigCommerceOrder, basis: Basis): Decimal {
  const lines = boughtLines(order);
  return subtract(
    sum([
      ...lines.map((line) => line[`total_${basis}_tax`]),
      order[`shipping_cost_${basis}_tax`],
      feesOf(order, basis),
      basis === 'ex' ? order.total_tax : ZERO,
    ]),
    ...lines.map(lineDiscountOf),
  );
}

/** True if an amount is less than a unit away from zero. */
function isLess(amount: Decimal, unit: Decimal): boolean {
  const size = isNegative(amount) ? multiply(amount, -1) : amount;
  return isNegative(subtract(size, unit));
}
