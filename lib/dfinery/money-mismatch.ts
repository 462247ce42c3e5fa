import { type Decimal, isNegative, multiply, subtract, sum, ZERO } from '../model/money.ts';
import type { LineItem, Order } from '../model/order.ts';

export interface MoneyMismatch {
  /** What the order's parts add up to. */
  readonly expected: Decimal;
  /** What the platform gives as the total. */
  readonly found: Decimal;
}

/**
 * Checks that the figures of an order add up, in exact decimals:
 * Σ(unit price × quantity) − Σ line discounts − order discount + delivery + tax (unless included) + fees = total.
 * A line whose unit price was rounded brings its exact price along, so nothing is tolerated. Returns `undefined` where
 * they do. A negative order discount is a mismatch too: the platform's own total of all discounts is less than what it
 * allots to lines and delivery.
 */
export function findMoneyMismatch(order: Order): MoneyMismatch | undefined {
  const gross = sum(order.items.map(linePrice));
  const lineDiscounts = sum(order.items.map((item) => item.lineDiscount));
  const net = subtract(gross, lineDiscounts, order.orderDiscount);
  const tax = order.taxesIncluded ? ZERO : order.tax;
  const expected = sum([net, order.deliveryCharge, tax, order.fees]);
  if (expected === order.total && !isNegative(order.orderDiscount)) return undefined;
  return { expected, found: order.total };
}

function linePrice(item: LineItem): Decimal {
  return item.linePrice ?? multiply(item.unitPrice, item.quantity);
}
