import { type Decimal, divide, fromMinorUnits, multiply } from '../../model/money.ts';
import { moneyDecimals } from './money-decimals.ts';
import type { ShopifyOrder } from './schema.ts';

/** Delivery, its discount, tax, fees and the total. */
const FIGURES_OF_ORDER = 5;

/**
 * Returns how far an order's figures may be from adding up: half of the currency's finest unit for each, as often as it
 * counts. Only of an order in another currency, because each figure was converted and rounded on its own. Pure.
 */
export function toleranceOf(order: ShopifyOrder): Decimal | undefined {
  const { presentment_currency: shown = order.currency, currency, line_items } = order;
  if (shown === currency) return undefined;
  const prices = line_items.read.reduce((units, { quantity }) => units + quantity, 0);
  const discounts = line_items.read.length;
  const unit = fromMinorUnits(1n, moneyDecimals(order));
  return divide(multiply(unit, prices + discounts + FIGURES_OF_ORDER), 2);
}
