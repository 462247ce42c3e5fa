import { type Decimal, divide, isNegative, subtract, ZERO } from '../../model/money.ts';
import type { LineItem } from '../../model/order.ts';
import { asShown } from './as-shown.ts';
import type { WooCommerceLineItem } from './schema.ts';

/**
 * Turns a line into ours. If prices include tax, it is added back. A fractional quantity becomes one unit at the line's
 * price. Lines of bundles and composites, both parents and children, are treated like any other.
 */
export function toLineItem(line: WooCommerceLineItem, taxesIncluded: boolean): LineItem {
  const quantity = isFractional(line) ? 1 : Number(line.quantity);
  const { linePrice, lineDiscount } = amountsOf(line, taxesIncluded);
  return {
    productId: line.product_id,
    variantId: line.variation_id,
    sku: line.sku,
    title: titleOf(line),
    // The name already contains the attributes of a variation.
    variantTitle: undefined,
    vendor: undefined,
    quantity,
    unitPrice: divide(linePrice, quantity),
    linePrice,
    lineDiscount,
    unitDiscount: divide(lineDiscount, quantity),
    categories: [],
  };
}

/** WordPress allows products without a title. Dfinery needs a name. */
function titleOf({ name, sku, product_id }: WooCommerceLineItem): string {
  if (name !== undefined && name.trim() !== '') return name;
  return sku ?? (product_id === undefined ? 'item' : `product ${product_id}`);
}

/** True if a plug-in sells parts of a unit. */
export function isFractional({ quantity }: Pick<WooCommerceLineItem, 'quantity'>): boolean {
  return quantity.includes('.');
}

/**
 * A line that costs more than before discount had another price. WooCommerce reads it the same way. Without a readable
 * price before discount there is none.
 */
function amountsOf(
  line: WooCommerceLineItem,
  taxesIncluded: boolean,
): { linePrice: Decimal; lineDiscount: Decimal } {
  const after = asShown(line.total, { tax: line.total_tax, taxesIncluded });
  if (line.subtotal == null) return { linePrice: after, lineDiscount: ZERO };
  const before = asShown(line.subtotal, { tax: line.subtotal_tax, taxesIncluded });
  const discount = subtract(before, after);
  return isNegative(discount)
    ? { linePrice: after, lineDiscount: ZERO }
    : { linePrice: before, lineDiscount: discount };
}
