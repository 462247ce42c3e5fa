import { type Decimal, isNegative, isZero, subtract, sum, ZERO } from '../../model/money.ts';
import type { MoneyTerm } from '../../model/order.ts';
import type { Basis } from './basis.ts';
import type { Cafe24Order } from './order-schema.ts';
import { NAVER_PAY, paysWithoutAmount } from './payment-methods.ts';

/** What is due, and the terms that sum to it. */
export interface Due {
  readonly total: Decimal;
  readonly terms: readonly MoneyTerm[];
}

/**
 * Returns what was paid by all means: points, deposits and Naver Pay are payments, not discounts. It is the sum of the
 * parts instead if the order is not paid, lacks the amount of a payment, or was placed through Naver Pay and its parts
 * are more: there the order may lack what was paid with points.
 */
export function dueOf(order: Cafe24Order, basis: Basis, parts: readonly MoneyTerm[]): Due {
  const byParts = { total: sumOf(parts), terms: parts };
  if (order.paid !== 'T' || paysWithoutAmount(order.payment_method)) return byParts;
  const byPayments = paymentsOf(order, basis);
  if (isZero(byPayments.total)) return byParts;
  const isLess = isNegative(subtract(byPayments.total, byParts.total));
  return order.order_place_id === NAVER_PAY && isLess ? byParts : byPayments;
}

/** Returns the sum of all payments that the order has an amount of, less what was taken out before payment. */
export function paymentsOf(order: Cafe24Order, { from, amounts, takenOut }: Basis): Due {
  const terms = [
    { term: 'payment', amount: amounts.payment_amount, from: `${from}.payment_amount` },
    { term: 'points', amount: amounts.points_spent_amount, from: `${from}.points_spent_amount` },
    { term: 'deposit', amount: amounts.credits_spent_amount, from: `${from}.credits_spent_amount` },
    { term: 'Naver Pay', amount: order.naver_point, from: 'naver_point' },
    { term: 'lines taken out before payment', amount: subtract(ZERO, takenOut), from: 'items' },
  ];
  return { total: sumOf(terms), terms };
}

/** Returns the sum of terms. */
export function sumOf(terms: readonly MoneyTerm[]): Decimal {
  return sum(terms.map(({ amount }) => amount));
}
