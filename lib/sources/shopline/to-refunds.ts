import { REST } from '../../model/keys.ts';
import { type Decimal, isNegative, isZero, subtract, ZERO } from '../../model/money.ts';
import type { LineItem, Refund, Stage } from '../../model/order.ts';
import { toPartOfLine } from './lines-of.ts';
import type { RefundFigures } from './refund-figures.ts';
import type { ShoplineOrder, ShoplineRefund } from './schema.ts';

interface Refunded {
  readonly stage: Stage;
  readonly total: Decimal;
  readonly currency: string;
  readonly figures: readonly RefundFigures[];
}

/** The refunds of an order, and what was set aside. */
export interface ListedRefunds {
  readonly refunds: readonly Refund[];
  readonly odd: readonly string[];
}

/**
 * Returns the refunds that have arrived. One that is on its way comes with a later webhook, in one piece. An order that is
 * `refunded` was paid back whole, by its documents: what its refunds do not come to, such as points, is the refund `rest`. One
 * without an id, a time or its transactions is set aside. Pure.
 */
export function toRefunds(
  order: ShoplineOrder,
  { stage, total, currency, figures }: Refunded,
): ListedRefunds {
  const done = figures.filter(({ state }) => state === 'done');
  const refunds = done.flatMap((entry) => toRefund(order, currency, entry) ?? []);
  const untold = figures.filter(({ state }) => state === 'untold').length;
  const setAside = order.refunds.setAside + untold + done.length - refunds.length;
  const estimated = done.filter(({ isEstimated }) => isEstimated);

  const changedAt = order.updated_at ?? order.cancelled_at ?? order.created_at;
  const isWhole = stage === 'paid' && order.financial_status === 'refunded';
  const isOnItsWay = figures.some(({ state }) => state === 'pending');
  const rest = subtract(total, ...refunds.map(({ amount }) => amount));
  const hasRest = isWhole && !isOnItsWay && changedAt != null && !isZero(rest) && !isNegative(rest);
  return {
    refunds: hasRest
      ? [...refunds, { id: REST, refundedAt: changedAt, amount: rest, items: [], delivery: ZERO }]
      : refunds,
    odd: [...Array.from({ length: setAside }, () => 'refund'), ...estimated.map(() => 'currency-of-refund')],
  };
}

function toRefund(
  order: ShoplineOrder,
  currency: string,
  { refund, money: amount, delivery }: RefundFigures,
): Refund | undefined {
  const refundedAt = refund.created_at ?? refund.processed_at ?? order.updated_at;
  if (refund.id == null || refundedAt == null) return undefined;
  return { id: refund.id, refundedAt, amount, items: itemsOf(order, currency, refund), delivery };
}

/** Empty if one of the lines is not known. The order's own line has the discounts, the one in the refund has none. */
function itemsOf(
  { line_items }: ShoplineOrder,
  currency: string,
  { refund_line_items }: ShoplineRefund,
): LineItem[] {
  const entries = refund_line_items.read.filter(({ quantity }) => quantity > 0);
  const items = entries.flatMap(({ line_item, line_item_id, quantity }) => {
    const id = line_item_id ?? line_item?.id;
    const line =
      line_items.read.find((candidate) => candidate.id != null && candidate.id === id) ?? line_item;
    return line == null ? [] : toPartOfLine(line, { quantity, currency });
  });
  return refund_line_items.setAside === 0 && items.length === entries.length ? items : [];
}
