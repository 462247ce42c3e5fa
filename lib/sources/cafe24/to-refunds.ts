import * as v from 'valibot';
import { sum, ZERO } from '../../model/money.ts';
import type { LineItem, Refund } from '../../model/order.ts';
import { type OrderLines, toLineItem } from './lines.ts';
import type { Cafe24Order } from './order-schema.ts';
import { type Cafe24Refund, RefundSchema, RefundStateSchema } from './refund-schema.ts';

/** The refunds of an order that could be read, and an odd figure for each that could not. */
export interface RefundsReading {
  readonly refunds: readonly Refund[];
  readonly oddFigures: readonly string[];
}

/**
 * Returns the completed refunds (status `T`) that an order lists. Points and credits are payments, so refunds of them
 * count like money. The share of delivery is unknown. An odd one is set aside: one without a code too, because it could
 * not be told from the same refund with its code, which may come later. Pure.
 */
export function toRefunds(order: Pick<Cafe24Order, 'refunds'>, lines: OrderLines): RefundsReading {
  const refunds = new Map<string, Refund>();
  const oddFigures: string[] = [];
  for (const entry of (order.refunds ?? []).filter((listed) => v.is(RefundStateSchema, listed))) {
    const { success, output } = v.safeParse(RefundSchema, entry);
    const refund = success ? toRefund(output, lines) : undefined;
    const known = refund && refunds.get(refund.id);
    if (refund === undefined || (known !== undefined && known.amount !== refund.amount))
      oddFigures.push('refund');
    // An export of a shop repeats a refund for each of its lines, at its whole amount.
    else if (known === undefined) refunds.set(refund.id, refund);
  }
  return { refunds: [...refunds.values()], oddFigures };
}

function toRefund(refund: Cafe24Refund, lines: OrderLines): Refund | undefined {
  const { money, refundedAt } = refund;
  if (money == null || refundedAt == null) return undefined;
  const { refund_naver_point, refund_naver_cash } = refund;
  const amount = sum([
    money,
    refund.used_points ?? refund.refund_point ?? ZERO,
    refund.used_credits ?? refund.refund_credit ?? ZERO,
    refund_naver_point ?? ZERO,
    refund_naver_cash ?? ZERO,
  ]);
  return { id: refund.refund_code, refundedAt, amount, items: toItems(refund, lines), delivery: ZERO };
}

/** The refund's lines if it covers all their units, otherwise none: which units were refunded is unknown. */
function toItems({ order_item_code, quantity }: Cafe24Refund, { bought }: OrderLines): LineItem[] {
  const codes = new Set(order_item_code);
  const items = bought
    .filter(({ order_item_code: code }) => code !== undefined && codes.has(code))
    .map(toLineItem);
  const units = items.reduce((all, item) => all + item.quantity, 0);
  return items.length === codes.size && units === quantity ? items : [];
}
