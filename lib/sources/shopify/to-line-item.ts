import { type Decimal, divide, multiply, round, sum, ZERO } from '../../model/money.ts';
import type { LineItem } from '../../model/order.ts';
import type { ShopifyLineItem } from './schema.ts';

/** True for the line of the tip, which is already part of the order's fees. */
export function isTip(line: ShopifyLineItem): boolean {
  return line.tip_payment_gateway !== undefined;
}

/** Turns a line into ours, in its original quantity. */
export function toLineItem(line: ShopifyLineItem): LineItem {
  const discount = lineDiscount(line);
  return {
    productId: line.product_id,
    variantId: line.variant_id,
    sku: line.sku,
    title: line.title,
    variantTitle: line.variant_title,
    vendor: line.vendor,
    quantity: line.quantity,
    unitPrice: round(line.price, 6),
    lineDiscount: discount,
    unitDiscount: line.quantity === 0 ? ZERO : divide(discount, line.quantity),
    categories: [],
  };
}

/**
 * Turns a part of a line into ours: the part left after an edit, or the refunded part. Allocations are those of the
 * original quantity, so the part keeps its share of them, rounded to `decimals`.
 */
export function toPartOfLine(
  line: ShopifyLineItem,
  { quantity, decimals }: { readonly quantity: number; readonly decimals: number },
): LineItem {
  const item = toLineItem(line);
  if (quantity === line.quantity) return item;
  const share = round(multiply(item.unitDiscount, quantity), decimals);
  return { ...item, quantity, lineDiscount: share };
}

/** Returns the discount of a line in its original quantity. */
export function lineDiscount(line: ShopifyLineItem): Decimal {
  const hasAllocations = line.discount_allocations != null && line.discount_allocations.length > 0;
  return hasAllocations ? allocated(line) : (line.total_discount ?? ZERO);
}

/** Returns the sum of the discounts of a line or of shipping. */
export function allocated({ discount_allocations }: Pick<ShopifyLineItem, 'discount_allocations'>): Decimal {
  return sum((discount_allocations ?? []).map(({ amount }) => amount));
}
