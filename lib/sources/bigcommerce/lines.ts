import { type Decimal, divide, isZero, multiply, round, sum, ZERO } from '../../model/money.ts';
import type { LineItem } from '../../model/order.ts';
import type { Basis } from './basis.ts';
import type { BigCommerceLine, BigCommerceOrder } from './schema.ts';

/** Returns the lines that were bought. What lies in a bundle for nothing is part of it. */
export function boughtLines({ products }: Pick<BigCommerceOrder, 'products'>): BigCommerceLine[] {
  return products.filter(
    ({ quantity, is_bundled_product, total_inc_tax }) =>
      quantity > 0 && !(is_bundled_product && isZero(total_inc_tax)),
  );
}

/** Returns what was taken off a line itself. Discounts of the order that fall to it are not among it. */
export function lineDiscountOf({ applied_discounts }: BigCommerceLine): Decimal {
  return sum(applied_discounts.filter(({ target }) => target === 'product').map(({ amount }) => amount));
}

/** Returns so many units of a line, with their share of its price and of its discount. `units` is above 0. */
export function toLineItem(
  line: BigCommerceLine,
  { basis, units = line.quantity }: { readonly basis: Basis; readonly units?: number },
): LineItem {
  const shareOf = (amount: Decimal): Decimal =>
    units === line.quantity ? amount : divide(multiply(amount, units), line.quantity);
  const linePrice = shareOf(line[`total_${basis}_tax`]);
  const lineDiscount = shareOf(lineDiscountOf(line));
  const options = line.product_options.flatMap(({ display_value }) => display_value ?? []);
  return {
    productId: line.product_id ?? undefined,
    variantId: line.variant_id ?? undefined,
    sku: line.sku,
    title: line.name ?? line.sku ?? 'product',
    variantTitle: options.length > 0 ? options.join(', ') : undefined,
    vendor: line.brand,
    quantity: units,
    unitPrice: round(divide(linePrice, units), 6),
    linePrice,
    lineDiscount,
    unitDiscount: isZero(lineDiscount) ? ZERO : divide(lineDiscount, units),
    categories: [],
  };
}
