import { type Decimal, sum, toDecimal } from '../../model/money.ts';
import type { ShopNews } from './three-lists.ts';
import type { ToldEvents, ToldOrder } from './told-order.ts';

/**
 * Returns what was told with the amount of each part, where an order or a refund was sent in several and is still worth
 * the same to the shop. The ledger has the sum only. Pure.
 */
export function withPartTotals(told: ToldOrder, news: ShopNews): ToldOrder {
  return { ...told, events: told.events.map((events) => withTotals(events, news)) };
}

function withTotals(told: ToldEvents, news: ShopNews): ToldEvents {
  if (told.parts === 1) return told;
  const partTotals = totalsOf(told, news);
  const isSame = partTotals.length === told.parts && sum(partTotals) === told.total;
  return isSame ? { ...told, partTotals } : told;
}

function totalsOf({ kind, subjectKey }: ToldEvents, { order, events, refunds }: ShopNews): Decimal[] {
  if (kind === 'purchase') {
    const own = subjectKey === order.id ? events : [];
    return own.map(({ event_properties: { df_total_purchase_amount: total } }) => toDecimal(String(total)));
  }
  const own = refunds.refunds.find(({ refundKey }) => refundKey === subjectKey)?.events ?? [];
  return own.map(({ event_properties: { df_total_refund_amount: total } }) => toDecimal(String(total)));
}
