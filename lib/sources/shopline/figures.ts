import { type Decimal, isZero, sum, ZERO } from '../../model/money.ts';
import type { MoneyTerm } from '../../model/order.ts';
import { type Reading, readingsOf } from './readings.ts';
import type { RefundFigures } from './refund-figures.ts';
import type { ShoplineLine, ShoplineOrder } from './schema.ts';

/** What an order came to, before anything was paid back. */
export interface Figures extends Reading {
  /** The terms that sum to the total, if `current_total_price` is not it. */
  readonly due: readonly MoneyTerm[];
}

/**
 * Returns the figures of an order. What is due is `current_total_price`, with the points that pay a part of it and with what
 * was paid back, if they were taken off it: whether they are is not documented, so the first sum that its lines come to
 * counts. If there is none, it is `current_total_price` as it is. Pure.
 */
export function figuresOf(
  order: ShoplineOrder,
  { lines, refunds }: { readonly lines: readonly ShoplineLine[]; readonly refunds: readonly RefundFigures[] },
): Figures {
  const readings = readingsOf(order, lines);
  const dues = duesOf(order, refunds);
  const found = readings.flatMap((reading) => {
    const due = dues.find((terms) => sum(terms.map(({ amount }) => amount)) === reading.total);
    return due === undefined ? [] : [{ ...reading, due }];
  })[0];
  return found ?? { ...readings[0], total: order.current_total_price, due: [] };
}

function duesOf(order: ShoplineOrder, refunds: readonly RefundFigures[]): MoneyTerm[][] {
  const total = { term: 'total', amount: order.current_total_price, from: 'current_total_price' };
  const points = {
    term: 'points',
    amount: order.deduct_member_point_amount ?? ZERO,
    from: 'deduct_member_point_amount',
  };
  const moneyOf = (...states: readonly RefundFigures['state'][]): Decimal =>
    sum(refunds.map(({ state, money }) => (states.includes(state) ? money : ZERO)));
  const backs = [ZERO, moneyOf('done'), moneyOf('done', 'pending')].map((amount) => ({
    term: 'paid back',
    amount,
    from: 'refunds[].transactions',
  }));
  return backs.flatMap((back) =>
    [[total], [total, points]].map((terms) => [...terms, back].filter(isCounted)),
  );
}

function isCounted({ term, amount }: MoneyTerm): boolean {
  return term === 'total' || !isZero(amount);
}
