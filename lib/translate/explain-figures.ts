import { type Decimal, sum } from '../model/money.ts';
import type { MoneyTerm, Order } from '../model/order.ts';
import { type FiguresFrom, figuresOf } from '../model/order-figures.ts';

/** The figures of an order beside what is due, each with the platform's field that it comes from. */
export interface ExplainedFigures {
  readonly figures: readonly MoneyTerm[];
  /** The sum of the figures. */
  readonly sum: Decimal;
  /** What is due. The figures sum to it unless the platform's disagree. */
  readonly total: Decimal;
  /** The terms that sum to the total: the platform's total alone, if that is what is due. */
  readonly due: readonly MoneyTerm[];
}

/** Returns the figures of an order with the fields of its platform that they come from, in the shop's currency. Pure. */
export function explainFigures(order: Order, from: FiguresFrom): ExplainedFigures {
  const { total } = order;
  const figures = termsOf(order, from);
  const due = order.due ?? [{ term: 'total', amount: total, from: from.total }];
  return { figures, sum: sum(figures.map(({ amount }) => amount)), total, due };
}

function termsOf(order: Order, from: FiguresFrom): MoneyTerm[] {
  const figures = figuresOf(order);
  return (Object.keys(figures) as (keyof typeof figures)[]).map((term) => ({
    term,
    amount: figures[term],
    from: term === 'tax' && order.taxesIncluded ? 'prices include it' : from[term],
  }));
}
