import {
  currencyDecimals,
  type Decimal,
  divide,
  isZero,
  multiply,
  round,
  sum,
  ZERO,
} from '../../model/money.ts';
import type { LineItem } from '../../model/order.ts';
import type { ShoplineLine, ShoplineOrder } from './schema.ts';

/**
 * Returns the lines that were sold. A bundle and what is in it are both lines, and which of them has the price is not
 * documented: those count that come to the sum of the goods, the bundles if neither do. Pure.
 */
export function linesOf(order: Pick<ShoplineOrder, 'line_items' | 'total_line_items_price'>): ShoplineLine[] {
  const all = order.line_items.read.filter(({ quantity }) => quantity > 0);
  const bundles = all.filter(({ is_bundle_component: isPart }) => isPart !== true);
  const parts = all.filter(({ is_bundle: isBundle }) => isBundle !== true);
  const candidates = [bundles, parts, all];
  return candidates.find((lines) => worthOf(lines) === order.total_line_items_price) ?? bundles;
}

/** Returns what lines cost before discount. */
export function worthOf(lines: readonly ShoplineLine[]): Decimal {
  return sum(lines.map(({ price, quantity }) => multiply(price, quantity)));
}

/** Returns the sum of the discounts of a line or of delivery. */
export function allocated({ discount_allocations }: Pick<ShoplineLine, 'discount_allocations'>): Decimal {
  return sum((discount_allocations ?? []).map(({ amount }) => amount));
}

/** Turns a line into ours. */
export function toLineItem(line: ShoplineLine): LineItem {
  const discount = allocated(line);
  return {
    productId: line.product_id ?? undefined,
    variantId: line.variant_id ?? undefined,
    sku: line.sku,
    title: line.title ?? line.name ?? line.sku ?? 'item',
    variantTitle: line.variant_title,
    vendor: line.vendor,
    quantity: line.quantity,
    unitPrice: round(line.price, 6),
    lineDiscount: discount,
    unitDiscount: line.quantity === 0 ? ZERO : divide(discount, line.quantity),
    categories: [],
  };
}

/** Turns the refunded part of a line into ours, with its share of the line's discount, rounded to the currency's decimals. */
export function toPartOfLine(
  line: ShoplineLine,
  { quantity, currency }: { readonly quantity: number; readonly currency: string },
): LineItem {
  const item = toLineItem(line);
  if (quantity === line.quantity || isZero(item.lineDiscount)) return { ...item, quantity };
  const lineDiscount = round(multiply(item.unitDiscount, quantity), currencyDecimals(currency));
  return { ...item, quantity, lineDiscount };
}
