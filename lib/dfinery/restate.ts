import type { Decimal } from '../model/money.ts';
import type { EventItem, PurchaseEvent, RefundEvent } from './event.ts';

/** Returns a refund with another amount. Its lines stand, for they are what it was about; a stand-in costs the amount. */
export function cutRefund(event: RefundEvent, amount: Decimal): RefundEvent {
  const event_items = event.event_items.map((item, _, { length }) =>
    length === 1 && isStandIn(item) ? { ...item, df_price: Number(amount) } : item,
  );
  return { ...withAmount(event, { df_total_refund_amount: Number(amount) }), event_items };
}

const STAND_INS: readonly string[] = ['shipping', 'refund'];

function isStandIn({ df_item_id: id, df_item_name: name, df_quantity: quantity }: EventItem): boolean {
  return STAND_INS.includes(id) && name === id && quantity === 1;
}

/** Returns a refund of our own for an amount. Its lines stand if they are worth exactly that. */
export function restateRefund(event: RefundEvent, amount: Decimal): RefundEvent {
  if (event.event_properties.df_total_refund_amount === Number(amount)) return event;
  return { ...cutRefund(event, amount), event_items: [toStandIn('refund', amount)] };
}

/** Returns a further purchase for an amount. Its lines and its delivery stand if they are worth exactly that. */
export function restatePurchase(event: PurchaseEvent, amount: Decimal): PurchaseEvent {
  if (event.event_properties.df_total_purchase_amount === Number(amount)) return event;
  const figures = { df_total_purchase_amount: Number(amount), df_delivery_charge: 0 };
  return { ...withAmount(event, figures), event_items: [toStandIn('purchase', amount)] };
}

/** Returns the item that stands in for lines that are not known, because Dfinery requires one. */
export function toStandIn(name: 'shipping' | 'refund' | 'purchase', amount: Decimal): EventItem {
  return { df_item_id: name, df_item_name: name, df_price: Number(amount), df_quantity: 1, df_discount: 0 };
}

function withAmount<Event extends RefundEvent | PurchaseEvent>(
  event: Event,
  figures: Readonly<Record<string, number>>,
): Event {
  return { ...event, event_properties: { ...event.event_properties, ...figures } };
}
