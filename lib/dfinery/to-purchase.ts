import type { EventField, MappingSettings } from '../model/connection.ts';
import { type Decimal, isZero } from '../model/money.ts';
import type { Order } from '../model/order.ts';
import type { Identity, PropertyValue, PurchaseEvent, Unusable } from './event.ts';
import { eventLogId } from './event-log-id.ts';
import { findMoneyMismatch, type MoneyMismatch } from './money-mismatch.ts';
import { type OrderPart, splitOrder } from './split-order.ts';
import { toIdentity } from './to-identity.ts';
import { toItem } from './to-items.ts';

export type PurchaseReading =
  | {
      readonly kind: 'purchase';
      readonly identity: Identity;
      /** One for almost every order; one per part if it has more than 100 lines. */
      readonly events: readonly [PurchaseEvent, ...PurchaseEvent[]];
      readonly moneyMismatch: MoneyMismatch | undefined;
      readonly unusable: Unusable;
    }
  | { readonly kind: 'ignored'; readonly reason: 'no-items' | 'no-identity' };

/**
 * Turns an order into its `df_purchase` events and the identity to send them under. An order without lines or without a
 * known buyer is ignored. Figures that do not add up are reported and sent unchanged: they are the platform's. Pure.
 */
export function toPurchase(order: Order, settings: MappingSettings): PurchaseReading {
  if (order.items.length === 0) return { kind: 'ignored', reason: 'no-items' };
  const { identity, unusable } = toIdentity(order.customer, settings);
  if (identity === undefined) return { kind: 'ignored', reason: 'no-identity' };

  const [first, ...others] = splitOrder(order, settings).map((part, index) =>
    toEvent(order, settings, { ...part, number: index + 1 }),
  );
  if (first === undefined) return { kind: 'ignored', reason: 'no-items' };
  return {
    kind: 'purchase',
    identity,
    events: [first, ...others],
    moneyMismatch: findMoneyMismatch(order),
    unusable,
  };
}

function toEvent(
  order: Order,
  settings: MappingSettings,
  part: OrderPart & { readonly number: number },
): PurchaseEvent {
  const { source, shop, id: subjectKey } = order;
  return {
    event_log_id: eventLogId({ source, shop, kind: 'purchase', subjectKey, part: part.number }),
    event_name: 'df_purchase',
    event_datetime: order.placedAt,
    event_items: part.items.map((item) => toItem(item, settings)),
    event_properties: {
      df_order_id: subjectKey,
      df_total_purchase_amount: Number(part.total),
      df_delivery_charge: Number(part.deliveryCharge),
      df_payment_method: paymentMethod(order),
      ...extraProperties(order, settings),
    },
  };
}

/** The first gateway that is not a gift card, because a gift card pays only part of most orders. */
function paymentMethod({ paymentMethods, total }: Order): string {
  const named = paymentMethods.filter((name) => name.trim() !== '');
  const first = named.find((name) => name !== 'gift_card') ?? named[0];
  return first ?? (isZero(total) ? 'free' : 'unknown');
}

const eventFields = {
  currency: (order: Order) => order.currency,
  orderName: (order: Order) => order.name,
  orderDiscount: (order: Order) => toNumber(order.orderDiscount),
  totalDiscount: (order: Order) => toNumber(order.totalDiscount),
  tax: (order: Order) => toNumber(order.tax),
  fees: (order: Order) => toNumber(order.fees),
  couponCodes: (order: Order) => [...order.couponCodes],
  paidWithCredit: (order: Order) => toNumber(order.paidWithCredit),
  sourceName: (order: Order) => order.sourceName,
} satisfies Record<EventField, (order: Order) => PropertyValue | undefined>;

/** Properties that the connection asks for. Values that the platform does not give are left out. */
function extraProperties(order: Order, settings: MappingSettings): Record<string, PropertyValue> {
  const entries = Object.entries(settings.eventProperties).flatMap(([name, field]) => {
    const value = eventFields[field](order);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

function toNumber(amount: Decimal | undefined): number | undefined {
  return amount === undefined ? undefined : Number(amount);
}
