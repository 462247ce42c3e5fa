import { type Decimal, isNegative, subtract, ZERO } from '../../model/money.ts';
import type { Order, Refund } from '../../model/order.ts';
import { type OrderLines, statusOf, toLineItem } from './lines.ts';
import type { Cafe24Order } from './order-schema.ts';
import { NAVER_PAY } from './payment-methods.ts';
import type { RefundsReading } from './to-refunds.ts';

/** The id of the refund of a whole order that the order does not list. Refunds that it lists begin with a letter and a date. */
const WHOLE_ORDER = 'whole-order';

const UNLISTED = { refunds: [], oddFigures: ['unlisted-refund'] } as const;

/** What has to be known of an order to find a refund that it does not list. */
export interface UnlistedIn extends OrderLines, Pick<Order, 'total' | 'deliveryCharge'> {}

/**
 * Returns the refund of a paid order that lists none at all, not even one that is still due. It never counts beside a
 * listed one: it is read only
 *
 * - where refunds are never listed, which is so for orders placed through Naver Pay: a shop found it of 7 of its 7 cancelled
 *   ones from June to September 2026;
 * - or where it takes all that was paid, so that whatever is listed later finds nothing left.
 *
 * A whole cancellation before delivery tells itself; a return needs the webhook of the completed claim, which has its
 * amount. Its id is the claim's code, in case the refund is listed later under the same. Anything else is set aside. Pure.
 */
export function unlistedRefunds(order: Cafe24Order, known: UnlistedIn): RefundsReading {
  const isListed = (order.refunds ?? []).length > 0;
  if (isListed || order.paid === 'F') return { refunds: [], oddFigures: [] };
  const claim = order.completed_claim;
  if (claim === undefined) return wholeCancellation(order, known);

  const { claim_code: id, refund_amount: amount } = claim;
  const claimed = known.bought.filter(({ claim_code }) => claim_code === id);
  const refundedAt = claimed.map(claimDate).find((date) => date != null) ?? claimDate(order);
  const isSafe = order.order_place_id === NAVER_PAY || (order.paid === 'T' && isAll(amount, known.total));
  if (!isSafe || refundedAt == null) return UNLISTED;
  const isWhole = claimed.every(({ claim_quantity, quantity }) => claim_quantity === quantity);
  const items = isWhole ? claimed.map(toLineItem) : [];
  return { refunds: [{ id, refundedAt, amount, items, delivery: ZERO }], oddFigures: [] };
}

function isAll(amount: Decimal, total: Decimal): boolean {
  return !isNegative(subtract(amount, total));
}

interface Claimed {
  readonly return_confirmed_date?: string | null | undefined;
  readonly cancel_date?: string | null | undefined;
}

function claimDate({ return_confirmed_date, cancel_date }: Claimed): string | undefined {
  return return_confirmed_date ?? cancel_date ?? undefined;
}

function wholeCancellation(
  order: Cafe24Order,
  { bought, total, deliveryCharge }: UnlistedIn,
): RefundsReading {
  if (order.paid !== 'T' || order.canceled !== 'T') return { refunds: [], oddFigures: [] };
  const isCancelled = bought.every((item) => statusOf(item, order) === 'C2');
  const refundedAt = order.cancel_date;
  if (order.order_place_id !== NAVER_PAY || !isCancelled || refundedAt == null) return UNLISTED;
  const refund: Refund = {
    id: WHOLE_ORDER,
    refundedAt,
    amount: total,
    items: bought.map(toLineItem),
    delivery: deliveryCharge,
  };
  return { refunds: [refund], oddFigures: [] };
}
