import { type Decimal, sum, ZERO } from '../../model/money.ts';

/** The orders of a list, and their sums by currency. */
export interface ListSums {
  readonly orders: number;
  readonly purchases: ReadonlyMap<string, Decimal>;
  readonly refunds: ReadonlyMap<string, Decimal>;
}

export const NO_ORDERS: ListSums = { orders: 0, purchases: new Map(), refunds: new Map() };

/** What one order adds to a list. */
export interface Share {
  readonly currency: string;
  readonly purchases: Decimal;
  readonly refunds: Decimal;
}

/** Returns the sums with one more order. Pure. */
export function addShare(sums: ListSums, { currency, purchases, refunds }: Share): ListSums {
  return {
    orders: sums.orders + 1,
    purchases: addAmount(sums.purchases, currency, purchases),
    refunds: addAmount(sums.refunds, currency, refunds),
  };
}

function addAmount(
  amounts: ReadonlyMap<string, Decimal>,
  currency: string,
  amount: Decimal,
): ReadonlyMap<string, Decimal> {
  return new Map([...amounts, [currency, sum([amounts.get(currency) ?? ZERO, amount])]]);
}
