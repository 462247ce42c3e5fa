import { type Decimal, multiply, subtract, sum, ZERO } from './money.ts';
import type { LineItem, Order } from './order.ts';

/** The figures of an order that sum to its total. */
export type FigureName = 'lines' | 'line discounts' | 'order discount' | 'delivery' | 'tax' | 'fees';

/** The platform's field behind each figure, and behind the total. */
export type FiguresFrom = Readonly<Record<FigureName | 'total', string>>;

/**
 * Returns the figures of an order, discounts negative, in the shop's currency: Σ(unit price × quantity), − Σ line
 * discounts, − order discount, delivery, tax (zero if prices include it) and fees. They sum to the total unless the
 * platform's figures disagree. A line with a rounded unit price counts with its exact price. Pure.
 */
export function figuresOf(order: Order): Readonly<Record<FigureName, Decimal>> {
  return {
    lines: sum(order.items.map(linePriceOf)),
    'line discounts': subtract(ZERO, ...order.items.map((item) => item.lineDiscount)),
    'order discount': subtract(ZERO, order.orderDiscount),
    delivery: order.deliveryCharge,
    tax: order.taxesIncluded ? ZERO : order.tax,
    fees: order.fees,
  };
}

function linePriceOf({ linePrice, unitPrice, quantity }: LineItem): Decimal {
  return linePrice ?? multiply(unitPrice, quantity);
}
