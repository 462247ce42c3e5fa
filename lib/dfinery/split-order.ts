import type { MappingSettings } from '../model/connection.ts';
import {
  currencyDecimals,
  type Decimal,
  isNegative,
  isZero,
  multiply,
  subtract,
  sum,
  toDecimal,
  ZERO,
} from '../model/money.ts';
import type { LineItem, Order } from '../model/order.ts';
import { shareAmount } from '../model/share-amount.ts';
import { MAX_ITEMS_PER_REQUEST } from './event.ts';
import { mergeEqualItems } from './to-items.ts';

/** The content of one `df_purchase`: a slice of the order's lines and its share of the amounts. */
export interface OrderPart {
  readonly items: readonly LineItem[];
  readonly total: Decimal;
  readonly deliveryCharge: Decimal;
}

/**
 * Returns the order whole if Dfinery takes it as one event. In an order of more than 100 lines, equal lines are merged
 * first. If more than 100 are left, it is cut into parts of at most 100 in line order. The total is shared in
 * proportion to the price of each part's lines, and the shares add up to it exactly. Delivery goes to the first part.
 */
export function splitOrder(
  order: Pick<Order, 'items' | 'total' | 'deliveryCharge' | 'currency'>,
  settings: Pick<MappingSettings, 'itemId' | 'itemProperties'>,
): OrderPart[] {
  const { total, deliveryCharge } = order;
  if (order.items.length <= MAX_ITEMS_PER_REQUEST) return [{ items: order.items, total, deliveryCharge }];

  const slices = slice(mergeEqualItems(order.items, settings));
  const totals = shareAmount(total, weights(slices), currencyDecimals(order.currency));
  return slices.map((items, index) => ({
    items,
    total: totals[index] ?? ZERO,
    deliveryCharge: index === 0 ? deliveryCharge : ZERO,
  }));
}

function slice(items: readonly LineItem[]): LineItem[][] {
  const count = Math.ceil(items.length / MAX_ITEMS_PER_REQUEST);
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * MAX_ITEMS_PER_REQUEST, (index + 1) * MAX_ITEMS_PER_REQUEST),
  );
}

/** The price of the lines of each slice, or their number if all were free. */
function weights(slices: readonly LineItem[][]): Decimal[] {
  const costs = slices.map(cost);
  const isFree = costs.every((amount) => isZero(amount) || isNegative(amount));
  return isFree ? slices.map((items) => toDecimal(String(items.length))) : costs;
}

function cost(items: readonly LineItem[]): Decimal {
  return sum(items.map((item) => multiply(subtract(item.unitPrice, item.unitDiscount), item.quantity)));
}
