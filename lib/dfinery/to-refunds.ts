import type { MappingSettings, RefundField } from '../model/connection.ts';
import { CANCELLATION, refundKey, SETTLEMENT } from '../model/keys.ts';
import { type Decimal, isNegative, isZero, ZERO } from '../model/money.ts';
import type { Order, Refund } from '../model/order.ts';
import type { RefundEvent } from './event.ts';
import { eventLogId } from './event-log-id.ts';
import { toStandIn } from './restate.ts';
import { splitOrder } from './split-order.ts';
import { toItem } from './to-items.ts';

/** The refunds of an order to be sent. */
export interface RefundsReading {
  /** In order of time. */
  readonly refunds: readonly MappedRefund[];
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
 * Turns the refunds that a delivery lists into `df_refund` events, sorted by time, then by id. Whether all of them are
 * sent is decided later, by what Dfinery was told of the order. Pure.
 */
export function toRefunds(order: Order, settings: MappingSettings): RefundsReading {
  const known = (order.refunds ?? []).filter(({ amount }) => !isZero(amount) && !isNegative(amount));
  const refunds = [...known].sort(byTime).map((refund) => mapRefund(order, settings, refund));
  return { refunds, withoutLines: refunds.filter(({ standIn }) => standIn === 'refund').length };
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
        part.items.length === 0
          ? [toStandIn(standInFor(refund) ?? 'refund', refund.amount)]
          : part.items.map((item) => toItem(item, settings)),
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

interface RefundOfOrder {
  readonly order: RefundedOrder;
  readonly refund: Refund;
}

const OURS: readonly string[] = [CANCELLATION, SETTLEMENT];

const refundFields = {
  orderId: ({ order }: RefundOfOrder) => order.id,
  orderName: ({ order }: RefundOfOrder) => order.name,
  refundId: ({ refund }: RefundOfOrder) => refund.id,
  refundKind: ({ refund }: RefundOfOrder) => (OURS.includes(refund.id) ? refund.id : 'refund'),
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
