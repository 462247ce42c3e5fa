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

/** What one `df_purchase` says of an order: a slice of its lines and its share of the amounts. */
export interface OrderPart {
  readonly items: readonly LineItem[];
  readonly total: Decimal;
  readonly deliveryCharge: Decimal;
}

/**
 * Returns the order whole where Dfinery takes it as one event. An order of more than 100 lines first has equal lines
 * merged; if there are still more, it is cut into parts of at most 100 in line order. The total is shared by what the
 * lines of each part cost, so that the parts add up to it exactly; delivery stands on the first part.
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

/** What the lines of each slice cost; how many they are where all were free. */
function weights(slices: readonly LineItem[][]): Decimal[] {
  const costs = slices.map(cost);
  const isFree = costs.every((amount) => isZero(amount) || isNegative(amount));
  return isFree ? slices.map((items) => toDecimal(String(items.length))) : costs;
}

function cost(items: readonly LineItem[]): Decimal {
  return sum(items.map((item) => multiply(subtract(item.unitPrice, item.unitDiscount), item.quantity)));
}
