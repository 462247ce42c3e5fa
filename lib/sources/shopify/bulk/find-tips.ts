import { isZero, multiply, sum } from '../../../model/money.ts';
import type { BulkLineItem, BulkOrder } from './schema.ts';

/** With more lines than this without a product, trying all combinations is not worth it. */
const MAX_CANDIDATES = 10;

/**
 * Returns the lines that are tips, or `undefined` if they cannot be determined. REST marks a tip with a key; GraphQL does
 * not. Known are the sum of all tips of the order, and that a tip has no product, variant or SKU, like a line typed by
 * hand. So the tips are found if exactly one combination of such lines makes up the sum.
 * @see https://shopify.dev/docs/api/admin-graphql/2026-07/objects/LineItem (read 2026-11-24)
 */
export function findTips(
  order: Pick<BulkOrder, 'lineItems' | 'totalTipReceivedSet'>,
): ReadonlySet<BulkLineItem> | undefined {
  const candidates = order.lineItems.filter(mayBeTip);
  if (isZero(order.totalTipReceivedSet) || candidates.length === 0) return new Set();
  if (candidates.length > MAX_CANDIDATES) return undefined;
  const [ways, another] = combinationsOf(candidates).filter(
    (lines) => sum(lines.map(totalOf)) === order.totalTipReceivedSet,
  );
  return ways === undefined || another !== undefined ? undefined : new Set(ways);
}

function mayBeTip(line: BulkLineItem): boolean {
  const hasProduct = line.product != null || line.variant != null || (line.sku ?? '') !== '';
  return !hasProduct && line.isGiftCard !== true && !isZero(totalOf(line));
}

function totalOf({ originalUnitPriceSet, quantity }: BulkLineItem) {
  return multiply(originalUnitPriceSet, quantity);
}

function combinationsOf(lines: readonly BulkLineItem[]): BulkLineItem[][] {
  return lines.reduce<BulkLineItem[][]>(
    (combinations, line) => [...combinations, ...combinations.map((chosen) => [...chosen, line])],
    [[]],
  );
}
