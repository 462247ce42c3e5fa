import { PayloadError } from '../../model/errors.ts';
import { type Decimal, sum, ZERO } from '../../model/money.ts';
import type { LineItem, Refund } from '../../model/order.ts';
import type { Cafe24Order, Cafe24Refund } from './order-schema.ts';
import { boughtItems, toLineItem } from './to-line-item.ts';

/**
 * Returns the completed refunds (status `T`). Points and credits are payments,
 * so refunds of them count like money. The share of delivery is unknown. Pure.
 * @throws {PayloadError} a completed refund has no time or amount.
 */
export function toRefunds(order: Cafe24Order): Refund[] {
  return (order.refunds ?? []).flatMap((refund, index) =>
    refund.status === 'T' ? toRefund(order, { ...refund, index }) : [],
  );
}

type PlacedRefund = Cafe24Refund & { readonly index: number };

function toRefund(order: Cafe24Order, refund: PlacedRefund): Refund {
  return {
    id: refund.refund_code,
    refundedAt: refund.refund_date ?? missing(refund, 'refund_date'),
    amount: amountOf(refund),
    items: toItems(order, refund),
    delivery: ZERO,
  };
}

function amountOf(refund: PlacedRefund): Decimal {
  const money =
    refund.actual_refund_amount ?? refund.refund_amount ?? missing(refund, 'actual_refund_amount');
  return sum([
    money,
    refund.used_points ?? refund.refund_point ?? ZERO,
    refund.used_credits ?? refund.refund_credit ?? ZERO,
    refund.refund_naver_point ?? ZERO,
    refund.refund_naver_cash ?? ZERO,
  ]);
}

/** The refund's lines if it covers all their units, otherwise none: which units were refunded is unknown. */
function toItems(order: Cafe24Order, { order_item_code, quantity }: Cafe24Refund): LineItem[] {
  const codes = new Set(order_item_code ?? []);
  const items = boughtItems(order)
    .filter(({ order_item_code: code }) => code !== undefined && codes.has(code))
    .map(toLineItem);
  const units = items.reduce((all, item) => all + item.quantity, 0);
  return items.length === codes.size && units === quantity ? items : [];
}

function missing({ index }: PlacedRefund, field: string): never {
  throw new PayloadError([{ path: `refunds.${index}.${field}`, message: 'missing' }]);
}
