import { type Decimal, isNegative, isZero, larger, smaller, subtract, sum, ZERO } from '../../model/money.ts';
import { originalFigures } from './figures.ts';
import { isPaidBack } from './is-paid-back.ts';
import { laterDiscountOf } from './later-discounts.ts';
import { movedNoMoney, type RefundFigures } from './refund-figures.ts';
import type { ShopifyOrder } from './schema.ts';

/**
 * Returns what edits took out that no refund lists, in the shop's currency, never below zero or above the total. Where
 * the order names it, removed delivery and later discounts, it is exactly that, whatever `current_total_price` holds.
 * Else it is what that lacks beyond all refunds. Pure.
 * @see https://shopify.dev/changelog/add-and-remove-shipping-lines-with-new-mutations-on-the-order-editing-api (read 2026-11-29)
 */
export function takenByEdits(order: ShopifyOrder, refunds: readonly RefundFigures[]): Decimal {
  if (!showsAllRefunds(order, refunds)) return ZERO;
  const named = sum([removedDelivery(order, refunds), laterDiscountOf(order)]);
  return isZero(named) ? lackingIn(order, refunds) : smaller(named, order.total_price);
}

/** A trimmed body may leave out the refunds that its status speaks of. */
function showsAllRefunds(order: ShopifyOrder, refunds: readonly RefundFigures[]): boolean {
  const { setAside } = order.refunds;
  return setAside === 0 && (!isPaidBack(order) || refunds.some((refund) => !movedNoMoney(refund)));
}

/** If refunds list all of the delivery, they list the removed one too. */
function removedDelivery(order: ShopifyOrder, refunds: readonly RefundFigures[]): Decimal {
  const { delivery: all, removedDelivery: removed } = originalFigures(order);
  const refunded = sum(refunds.map(({ delivery }) => delivery));
  return isNegative(subtract(refunded, all)) ? removed : ZERO;
}

/**
 * Returns what `current_total_price` lacks, unless adjustments, a tip or both explain it: it may follow the ones and
 * lack the other.
 */
function lackingIn(order: ShopifyOrder, refunds: readonly RefundFigures[]): Decimal {
  const { total_price: total, current_total_price: current, total_tip_received: tip } = order;
  const values = refunds.map(lackedBy);
  const known = values.filter((value) => value !== undefined);
  if (current == null || known.length < values.length) return ZERO;
  const lacking = larger(ZERO, subtract(total, current, ...known));
  const given = subtract(ZERO, ...refunds.map(({ adjusted }) => adjusted));
  const explained = [given, tip ?? ZERO, sum([given, tip ?? ZERO])];
  // No total is below zero: one of zero may lack less than what explains it.
  const isExplained = explained.some((amount) =>
    isZero(current) ? !isNegative(subtract(amount, lacking)) : amount === lacking,
  );
  return isExplained ? ZERO : lacking;
}

/** Of a refund on its way, at least what its money pays for: its lines may have been left out of the body. */
function lackedBy({ state, value, adjusted, triedMoney = ZERO }: RefundFigures): Decimal | undefined {
  if (value === undefined || state !== 'pending') return value;
  return larger(value, sum([triedMoney, adjusted]));
}
