import type { MappingSettings, RefundField } from '../model/connection.ts';
import { refundKey } from '../model/keys.ts';
import { type Decimal, isNegative, isZero, subtract, ZERO } from '../model/money.ts';
import type { Order, Refund } from '../model/order.ts';
import type { EventItem, RefundEvent } from './event.ts';
import { eventLogId } from './event-log-id.ts';
import { splitOrder } from './split-order.ts';
import { toItem } from './to-items.ts';

/** The refunds of an order to be sent. */
export interface RefundsReading {
  /** In order of time. */
  readonly refunds: readonly MappedRefund[];
  /** Refunds that were cut or left out as their sum would exceed the order's total. */
  readonly capped: number;
  /** Refunds sent with a stand-in item because their lines are unknown. */
  readonly withoutLines: number;
}

export interface MappedRefund {
  readonly refundKey: string;
  /** The sum of the events. */
  readonly total: Decimal;
  /** One for almost every refund; one per part if it has more than 100 lines. */
  readonly events: readonly RefundEvent[];
  /** The refund behind the events, with the amount that is sent. */
  readonly refund: Refund;
  /** The stand-in item of a refund without lines: `refund` if its lines are unknown. */
  readonly standIn: 'shipping' | 'refund' | undefined;
}

/** The part of an order that its refunds need. */
export type RefundedOrder = Pick<Order, 'source' | 'shop' | 'id' | 'name' | 'currency'>;

/**
 * Turns the refunds of an order into `df_refund` events. Sorted by time, then by id, they never sum to more than the
 * order's total: the refund that would exceed it is cut, and later ones are left out. Pure.
 */
export function toRefunds(order: Order, settings: MappingSettings): RefundsReading {
  const known = (order.refunds ?? []).filter(({ amount }) => !isZero(amount) && !isNegative(amount));
  const granted = capAmounts(order.total, [...known].sort(byTime));
  const sent = granted.filter(({ amount }) => !isZero(amount));
  const refunds = sent.map(({ isCapped: _, ...refund }) => mapRefund(order, settings, refund));
  return {
    refunds,
    capped: granted.filter(({ isCapped }) => isCapped).length,
    withoutLines: refunds.filter(({ standIn }) => standIn === 'refund').length,
  };
}

type GrantedRefund = Refund & { readonly isCapped: boolean };

function capAmounts(total: Decimal, refunds: readonly Refund[]): GrantedRefund[] {
  let left = total;
  return refunds.map((refund) => {
    const isCapped = isNegative(subtract(left, refund.amount));
    const amount = isCapped ? left : refund.amount;
    left = subtract(left, amount);
    return { ...refund, amount, isCapped };
  });
}

function byTime(a: Refund, b: Refund): number {
  return compare(a.refundedAt, b.refundedAt) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Turns a refund into its events, for the amount it has. Pure. */
export function mapRefund(order: RefundedOrder, settings: MappingSettings, refund: Refund): MappedRefund {
  const { source, shop, currency } = order;
  const subjectKey = refundKey(order.id, refund.id);
  const parts = splitOrder(
    { currency, items: refund.items, total: refund.amount, deliveryCharge: ZERO },
    settings,
  );
  const events = parts.map(
    (part, index): RefundEvent => ({
      event_log_id: eventLogId({ source, shop, kind: 'refund', subjectKey, part: index + 1 }),
      event_name: 'df_refund',
      event_datetime: refund.refundedAt,
      event_items:
        part.items.length === 0 ? [toStandIn(refund)] : part.items.map((item) => toItem(item, settings)),
      event_properties: {
        df_total_refund_amount: Number(part.total),
        ...extraProperties({ order, refund }, settings),
      },
    }),
  );
  return { refundKey: subjectKey, total: refund.amount, events, refund, standIn: standInFor(refund) };
}

/** Returns which item stands in if a refund has no lines, because Dfinery requires one in every refund. */
function standInFor({ items, delivery }: Refund): MappedRefund['standIn'] {
  if (items.length > 0) return undefined;
  return isZero(delivery) ? 'refund' : 'shipping';
}

function toStandIn(refund: Refund): EventItem {
  const name = standInFor(refund) ?? 'refund';
  const price = Number(refund.amount);
  return { df_item_id: name, df_item_name: name, df_price: price, df_quantity: 1, df_discount: 0 };
}

interface RefundOfOrder {
  readonly order: RefundedOrder;
  readonly refund: Refund;
}

const refundFields = {
  orderId: ({ order }: RefundOfOrder) => order.id,
  orderName: ({ order }: RefundOfOrder) => order.name,
  refundId: ({ refund }: RefundOfOrder) => refund.id,
  currency: ({ order }: RefundOfOrder) => order.currency,
} satisfies Record<RefundField, (refunded: RefundOfOrder) => string | undefined>;

function extraProperties(
  refunded: RefundOfOrder,
  { refundProperties = {} }: MappingSettings,
): Record<string, string> {
  const entries = Object.entries(refundProperties).flatMap(([name, field]) => {
    const value = refundFields[field](refunded);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}
