import { ORDER_TIME, shopOrder } from './shop-order.ts';

/** Returns the order as if it were placed now: orders older than a year are ignored. */
export function recentOrder(lines: number, index: number): string {
  return shopOrder(lines, index).replaceAll(ORDER_TIME, new Date().toISOString());
}
