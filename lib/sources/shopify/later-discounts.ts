import { type Decimal, subtract, sum, ZERO } from '../../model/money.ts';
import type { ShopifyOrder } from './schema.ts';
import { allocated } from './to-line-item.ts';

/**
 * Returns the order without the discounts that an edit added after it was bought: money paid back for one is a refund,
 * so the lines stand at their price before it. Discounts are taken to be numbered in the order they came: the last ones
 * are left out if what is left is exactly `total_discounts`. Otherwise the order is returned as it is. Pure.
 * @see https://shopify.dev/changelog/order-editing-api-supports-discounts-on-fulfilled-line-items (read 2026-11-28)
 */
export function withoutLaterDiscounts(order: ShopifyOrder): ShopifyOrder {
  const { total_discounts: bought, current_total_discounts: current } = order;
  const all = discountsOf(order);
  if (bought == null || current == null || all === bought) return order;
  const indexes = allocationsOf(order).map(({ discount_application_index: index }) => index ?? 0);
  for (const first of [...new Set(indexes)].sort((a, b) => b - a)) {
    const earlier = withoutDiscountsFrom(order, first);
    if (discountsOf(earlier) === bought) return earlier;
  }
  return order;
}

/** Returns the discounts that an edit added after the order was bought. Zero if they cannot be told. */
export function laterDiscountOf(order: ShopifyOrder): Decimal {
  return subtract(discountsOf(order), discountsOf(withoutLaterDiscounts(order)));
}

function allocationsOf({ line_items, shipping_lines }: ShopifyOrder) {
  return [...line_items.read, ...(shipping_lines ?? [])].flatMap(
    ({ discount_allocations }) => discount_allocations ?? [],
  );
}

function discountsOf(order: ShopifyOrder) {
  return sum(allocationsOf(order).map(({ amount }) => amount));
}

function withoutDiscountsFrom(order: ShopifyOrder, first: number): ShopifyOrder {
  const read = order.line_items.read.map((line) => {
    const discount_allocations = line.discount_allocations?.filter(
      ({ discount_application_index: index }) => (index ?? 0) < first,
    );
    // An empty list would let `total_discount` count, which may hold the later discount too.
    const removed = subtract(allocated(line), allocated({ discount_allocations }));
    return removed === ZERO ? line : { ...line, discount_allocations, total_discount: ZERO };
  });
  return { ...order, line_items: { ...order.line_items, read } };
}
