import type { MappingSettings } from '../model/connection.ts';
import { CANCELLATION, riseKey, SETTLEMENT } from '../model/keys.ts';
import { multiply, subtract, sum, ZERO } from '../model/money.ts';
import type { LineItem, Order } from '../model/order.ts';
import type { PurchaseEvent, RefundEvent } from './event.ts';
import { MAX_ITEMS_PER_REQUEST } from './event.ts';
import { eventLogId } from './event-log-id.ts';
import { toStandIn } from './restate.ts';
import { mapRefund } from './to-refunds.ts';

/**
 * Returns the refund that takes back an order that was called off, with the whole amount. How much of it is left is
 * decided when it is sent. Pure.
 */
export function toCancellation(order: Order & Changed, settings: MappingSettings): RefundEvent | undefined {
  const { total: amount, items, deliveryCharge: delivery, changedAt } = order;
  return ofOneEvent(order, settings, { id: CANCELLATION, refundedAt: changedAt, amount, items, delivery });
}

/**
 * Returns the refund that takes back what was promised and not paid, with the amount of the lines that were taken out.
 * How much it is, is decided when it is sent. Pure.
 */
export function toSettlement(order: Order & Changed, settings: MappingSettings): RefundEvent | undefined {
  const { takenOut: items = [], changedAt } = order;
  const amount = sum(items.map(worthOf));
  return ofOneEvent(order, settings, {
    id: SETTLEMENT,
    refundedAt: changedAt,
    amount,
    items,
    delivery: ZERO,
  });
}

/**
 * Returns the further purchase of an order of which less was told, with all that is due. How much it is, is decided when
 * it is sent. `purchase` are the order's events. Pure.
 */
export function toRise(
  { source, shop, id, total, changedAt }: Order & Changed,
  [first, ...others]: readonly PurchaseEvent[],
): PurchaseEvent | undefined {
  if (first === undefined) return undefined;
  const subjectKey = riseKey(id, total);
  const event_items = others.length === 0 ? first.event_items : [toStandIn('purchase', total)];
  return {
    ...first,
    event_log_id: eventLogId({ source, shop, kind: 'purchase', subjectKey, part: 1 }),
    event_datetime: changedAt,
    event_items,
    event_properties: { ...first.event_properties, df_total_purchase_amount: Number(total) },
  };
}

/** When the order came to its present state: UTC, milliseconds, `…Z`. */
interface Changed {
  readonly changedAt: string;
}

/** An order of more than 100 lines is taken back with one item. */
function ofOneEvent(
  order: Order,
  settings: MappingSettings,
  { items, ...refund }: Parameters<typeof mapRefund>[2],
): RefundEvent | undefined {
  const known = items.length > MAX_ITEMS_PER_REQUEST ? [] : items;
  const [event] = mapRefund(order, settings, { ...refund, items: known }).events;
  return event;
}

function worthOf({ unitPrice, linePrice, quantity, lineDiscount }: LineItem) {
  return subtract(linePrice ?? multiply(unitPrice, quantity), lineDiscount);
}
