import { currencyDecimals, decimalsOf } from '../../model/money.ts';
import type { ShopifyOrder } from './schema.ts';

/** No currency has more. */
const MOST = 3;

/**
 * Returns the decimals that the shop counts its money in: the larger of the currency's and those of the order's own
 * sums. Unicode's data give HUF, COP, IDR and others none, Shopify two.
 */
export function moneyDecimals(order: ShopifyOrder): number {
  const sums = [
    order.total_price,
    order.total_discounts,
    order.total_tax,
    order.current_total_price,
    order.current_total_discounts,
    order.current_total_tax,
  ];
  const seen = sums.map((amount) => (amount == null ? 0 : decimalsOf(amount)));
  return Math.max(currencyDecimals(order.currency), Math.min(MOST, Math.max(...seen)));
}
