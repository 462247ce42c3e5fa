import { isNegative, subtract } from '../../model/money.ts';
import type { LineItem, Refund } from '../../model/order.ts';
import { moneyDecimals } from './money-decimals.ts';
import type { RefundFigures } from './refund-figures.ts';
import type { ShopifyRefund } from './refund-schema.ts';
import type { ShopifyOrder } from './schema.ts';
import { isTip, toPartOfLine } from './to-line-item.ts';

/** The refunds that an order lists, and what was set aside. */
export interface ListedRefunds {
  readonly refunds: readonly Refund[];
  readonly odd: readonly string[];
}

/**
 * Returns the completed refunds: those with a successful transaction and none pending. Edits have no transactions. A
 * pending refund comes with a later delivery, in one piece. A completed one without an id or a time, or of less than
 * nothing, is set aside. Pure.
 */
export function toRefunds(order: ShopifyOrder, figures: readonly RefundFigures[]): ListedRefunds {
  const done = figures.filter(({ state }) => state === 'done');
  const refunds = done.flatMap((entry) => toRefund(order, entry) ?? []);
  const setAside = order.refunds.setAside + done.length - refunds.length;
  return { refunds, odd: Array.from({ length: setAside }, () => 'refund') };
}

function toRefund(order: ShopifyOrder, figures: RefundFigures): Refund | undefined {
  const { refund, delivery, adjusted, value } = figures;
  const refundedAt = refund.processed_at ?? refund.created_at ?? order.updated_at ?? undefined;
  // Without exact money, the refund's own figures stand in.
  const amount = figures.money ?? (value && subtract(value, adjusted));
  if (refund.id === undefined || refundedAt === undefined) return undefined;
  if (amount === undefined || isNegative(amount)) return undefined;
  return { id: refund.id, refundedAt, amount, items: toItems(order, refund), delivery };
}

/** Empty if one of the lines is not included. */
function toItems(order: ShopifyOrder, { refund_line_items }: ShopifyRefund): LineItem[] {
  const decimals = moneyDecimals(order);
  const lines = refund_line_items.read.filter(({ quantity }) => quantity > 0);
  const items = lines.flatMap(({ line_item, quantity }) =>
    line_item == null || isTip(line_item) ? [] : toPartOfLine(line_item, { quantity, decimals }),
  );
  const isComplete = refund_line_items.setAside === 0 && lines.every(({ line_item }) => line_item != null);
  return isComplete ? items : [];
}
