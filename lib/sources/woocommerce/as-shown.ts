import { type Decimal, sum, ZERO } from '../../model/money.ts';

/** Returns an amount as shown to the buyer. WooCommerce's amounts exclude tax; if prices include it, it is added back. */
export function asShown(
  amount: Decimal,
  { tax, taxesIncluded }: { readonly tax: Decimal | null | undefined; readonly taxesIncluded: boolean },
): Decimal {
  return taxesIncluded ? sum([amount, tax ?? ZERO]) : amount;
}
