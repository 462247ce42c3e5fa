import { type Decimal, isNegative, subtract, sum, ZERO } from '../model/money.ts';
import type { Order } from '../model/order.ts';
import { figuresOf } from '../model/order-figures.ts';

export interface MoneyMismatch {
  /** The sum of the order's figures. */
  readonly expected: Decimal;
  /** The platform's total. */
  readonly found: Decimal;
}

/**
 * Checks that the figures of an order add up, in exact decimals: Σ(unit price × quantity)
 * − Σ line discounts − order discount + delivery + tax (unless included) + fees =
 * total. Returns `undefined` if they do. There is no tolerance but the order's own: a line with a rounded
 * unit price has its exact price too. A negative order discount is also a mismatch:
 * the platform's total discount is less than the discounts of lines and delivery.
 */
export function findMoneyMismatch(order: Order): MoneyMismatch | undefined {
  const expected = sum(Object.values(figuresOf(order)));
  const { tolerance = ZERO } = order;
  const isWithin = (amount: Decimal): boolean => !isNegative(sum([amount, tolerance]));
  const astray = [subtract(expected, order.total), subtract(order.total, expected), order.orderDiscount];
  if (astray.every(isWithin)) return undefined;
  return { expected, found: order.total };
}
