import { type Decimal, isNegative, isZero, larger, smaller, subtract, sum, ZERO } from '../../model/money.ts';
import type { MoneyTerm, Stage } from '../../model/order.ts';
import { isPaidBack } from './is-paid-back.ts';
import { movedNoMoney, type RefundFigures } from './refund-figures.ts';
import type { ShopifyOrder } from './schema.ts';
import { takenByEdits } from './taken-by-edits.ts';

/** What the buyer paid or owes, before any of it was paid back. */
export interface Due {
  readonly total: Decimal;
  /** The part of `total_price` that is not due: taken out without money. Never negative. */
  readonly takenOut: Decimal;
  /** The terms that sum to `total`, if `total_price` is not it. */
  readonly terms: readonly MoneyTerm[] | undefined;
  readonly odd: readonly string[];
}

/**
 * Returns what is due, in the shop's currency, never above `total_price`: `total_price` keeps what edits and returns
 * took out, so it less what was taken out without money, plus what the shop owes. `current_total_price` only helps,
 * because whether it follows refunds of money alone is not documented. An order that is off has the figures it was
 * placed with. Pure.
 * @see https://shopify.dev/docs/api/admin-rest/latest/resources/order (total_price, current_total_price; read 2026-11-23)
 */
export function dueOf(order: ShopifyOrder, refunds: readonly RefundFigures[], stage: Stage): Due {
  const { total_price: total, total_received: received } = order;
  if (stage === 'closed' || stage === 'refunds-only') return plain(total);
  if (stage === 'paid' && received != null) return dueOfReceived(order, received);

  const due = dueByFigures(order, refunds, stage);
  const paidBack = stage === 'paid' ? allPaidBack(order, refunds) : undefined;
  // More may go back than was paid, such as store credit with a bonus.
  const isLess = paidBack !== undefined && isNegative(subtract(paidBack, due.total));
  return isLess ? dueOfPaidBack(order, paidBack) : due;
}

function dueByFigures(order: ShopifyOrder, refunds: readonly RefundFigures[], stage: Stage): Due {
  const { total_price: total } = order;
  const { taken, odd } = takenOut(order, refunds);
  const { amount, odd: oddDebt } = stage === 'paid' ? owedByShop(order, refunds, taken) : NO_DEBT;
  const owed = smaller(amount, taken);
  return {
    ...sumUp(total, [
      {
        term: 'taken out without money',
        amount: subtract(ZERO, taken),
        from: 'refunds, current_total_price',
      },
      { term: isNegative(owed) ? 'never paid' : 'owed by the shop', amount: owed, from: 'total_outstanding' },
    ]),
    odd: [...odd, ...oddDebt],
  };
}

/**
 * Returns the money that went back of an order of which all that was paid went back: whatever else it was to cost was
 * never paid. `undefined` if it is not such an order, or the money is not known in the shop's currency.
 */
function allPaidBack(order: ShopifyOrder, refunds: readonly RefundFigures[]): Decimal | undefined {
  const { financial_status: status, total_outstanding: outstanding } = order;
  if (status !== 'refunded' || outstanding == null || !isZero(outstanding)) return undefined;
  if (order.refunds.setAside > 0 || refunds.some(({ state }) => state === 'pending')) return undefined;
  const money = refunds.map((entry) => (entry.state === 'done' ? entry.money : ZERO));
  const known = money.filter((amount) => amount !== undefined);
  return known.length < money.length || isZero(sum(known)) ? undefined : sum(known);
}

function dueOfPaidBack({ total_price: total }: ShopifyOrder, paidBack: Decimal): Due {
  const amount = subtract(ZERO, larger(ZERO, subtract(total, paidBack)));
  return { ...sumUp(total, [{ term: 'never paid', amount, from: 'refunds[].transactions' }]), odd: [] };
}

interface Amount {
  readonly amount: Decimal;
  readonly odd: readonly string[];
}

const NO_DEBT: Amount = { amount: ZERO, odd: [] };

function plain(total: Decimal): Due {
  return { total, takenOut: ZERO, terms: undefined, odd: [] };
}

function sumUp(total: Decimal, terms: readonly MoneyTerm[]): Omit<Due, 'odd'> {
  const counted = terms.filter(({ amount }) => !isZero(amount));
  const due = sum([total, ...counted.map(({ amount }) => amount)]);
  if (due === total) return plain(total);
  const all = [{ term: 'total', amount: total, from: 'total_price' }, ...counted];
  return { total: due, takenOut: subtract(total, due), terms: all };
}

/**
 * Returns the value that was taken out although no money went back: refunds without a transaction are edits, or returns
 * that are still unpaid; a failed one is such a return; of an exchange the part that went into the new lines. Edits
 * without an entry, such as removed shipping, come on top. A pending refund takes nothing out.
 */
function takenOut(order: ShopifyOrder, refunds: readonly RefundFigures[]): { taken: Decimal; odd: string[] } {
  const exchanged = showsExchange(order);
  const parts = refunds.map((entry) => takenByRefund(entry, exchanged));
  const unknown = exchanged
    ? refunds.filter(({ state, money }) => state === 'done' && money === undefined)
    : [];
  // Money above a refund's value, paid or on its way, pays for an earlier return or edit.
  const taken = larger(ZERO, sum([...parts, takenByEdits(order, refunds)]));
  return { taken: smaller(taken, order.total_price), odd: unknown.map(() => 'currency-of-refund') };
}

function takenByRefund(refund: RefundFigures, exchanged: boolean): Decimal {
  const { state, value, adjusted, money, pendingMoney } = refund;
  if (value === undefined) return ZERO;
  // A positive adjustment is kept by the shop, or still due to the buyer.
  if (movedNoMoney(refund)) return larger(ZERO, subtract(value, larger(ZERO, adjusted)));
  const isOnItsWay = state === 'pending';
  const paid = isOnItsWay ? sum([money ?? ZERO, pendingMoney]) : money;
  if (paid === undefined) return ZERO;
  const isPaidBeyond = isNegative(subtract(value, adjusted, paid));
  return (exchanged && !isOnItsWay) || isPaidBeyond ? subtract(value, adjusted, paid) : ZERO;
}

/** Returns whether lines went out in exchange. An order that lists its returns says it; old versions have only a hint. */
export function showsExchange({ returns, refunds }: ShopifyOrder): boolean {
  if (returns == null || returns.length === 0) return refunds.read.some((refund) => refund.return != null);
  return returns.some(({ exchange_line_items: lines }) => lines == null || lines.length > 0);
}

/**
 * Returns what the shop owes the buyer; negative: what the buyer never paid. Pending money is on its way. A
 * positive `total_outstanding` counts only after a refund and only below the total: orders that other apps import as
 * paid have all of it outstanding. Without the field nothing is owed, except that an order with everything taken out was
 * returned: one with nothing to pay would not be paid.
 * @see https://shopify.dev/docs/api/admin-graphql/latest/objects/Order (totalOutstandingSet: negative if the shop owes; read 2026-11-28)
 * @see https://shopify.dev/docs/api/admin-graphql/latest/enums/OrderCreateFinancialStatus (a status that does not match the transactions persists; read 2026-11-28)
 */
function owedByShop(order: ShopifyOrder, refunds: readonly RefundFigures[], taken: Decimal): Amount {
  const { total_outstanding: outstanding, total_price: total } = order;
  if (outstanding == null) {
    const amount = taken === total ? taken : ZERO;
    return { amount, odd: isZero(taken) ? [] : ['outstanding'] };
  }
  const pending = sum(refunds.map(({ pendingMoney, state }) => (state === 'pending' ? pendingMoney : ZERO)));
  if (!isNegative(outstanding)) {
    const counts = isPaidBack(order) && isNegative(subtract(sum([outstanding, pending]), total));
    return { amount: counts ? larger(subtract(ZERO, outstanding), subtract(taken, total)) : ZERO, odd: [] };
  }
  return { amount: larger(ZERO, subtract(ZERO, outstanding, pending)), odd: [] };
}

/**
 * A bulk export says what was received before anything was paid back. What is still outstanding of a paid order was
 * paid elsewhere, as above. Of an order in another currency the sum is at several days' rates, so it is not used.
 */
function dueOfReceived(order: ShopifyOrder, received: Decimal): Due {
  const { total_price: total, total_outstanding: outstanding } = order;
  const open = larger(ZERO, outstanding ?? ZERO);
  const isUnpaid = isPaidBack(order) && isNegative(subtract(open, total));
  const paid = isUnpaid ? received : sum([received, open]);
  const untold = isZero(paid) && outstanding == null;
  const short = untold ? ZERO : larger(ZERO, subtract(total, paid));
  const from = 'totalReceivedSet, totalOutstandingSet';
  return { ...sumUp(total, [{ term: 'never received', amount: subtract(ZERO, short), from }]), odd: [] };
}
