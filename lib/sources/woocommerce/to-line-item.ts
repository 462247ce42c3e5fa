import { type Decimal, divide, isNegative, subtract, ZERO } from '../../model/money.ts';
import type { LineItem } from '../../model/order.ts';
import { asShown } from './as-shown.ts';
import type { WooCommerceLineItem } from './schema.ts';

/**
 * Turns a line into ours, with the tax added back where prices include it. A fractional quantity becomes one unit at
 * the line's price. Lines of bundles and composites, parents and children, are lines like any other.
 */
export function toLineItem(line: WooCommerceLineItem, taxesIncluded: boolean): LineItem {
  const quantity = isFractional(line) ? 1 : Number(line.quantity);
  const { linePrice, lineDiscount } = amountsOf(line, taxesIncluded);
  return {
    productId: line.product_id,
    variantId: line.variation_id,
    sku: line.sku,
    title: line.name,
    // The name holds the attributes of a variation already.
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

/** True where a plug-in sells parts of a unit. */
export function isFractional({ quantity }: Pick<WooCommerceLineItem, 'quantity'>): boolean {
  return quantity.includes('.');
}

/** A line that costs more than it did before discount had another price, as WooCommerce itself takes it. */
function amountsOf(
  line: WooCommerceLineItem,
  taxesIncluded: boolean,
): { linePrice: Decimal; lineDiscount: Decimal } {
  const before = asShown(line.subtotal, { tax: line.subtotal_tax, taxesIncluded });
  const after = asShown(line.total, { tax: line.total_tax, taxesIncluded });
  const discount = subtract(before, after);
  return isNegative(discount)
    ? { linePrice: after, lineDiscount: ZERO }
    : { linePrice: before, lineDiscount: discount };
}
