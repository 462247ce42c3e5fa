import type { EventReading, Identity, PurchaseEvent, Unusable } from '../dfinery/event.ts';
import type { MoneyMismatch } from '../dfinery/money-mismatch.ts';
import type { MappedCustomer } from '../dfinery/to-profile.ts';
import type { RefundsReading } from '../dfinery/to-refunds.ts';
import type { CartAddition } from '../model/happening.ts';
import type { Order } from '../model/order.ts';
import type { OrderReference } from '../sources/shop-api.ts';
import type { PrivacyRequest, UnusableTopic } from '../sources/source.ts';

/** Why a verified delivery is ignored. Also the metric's dimension. */
export type IgnoredReason =
  | 'ping'
  | 'topic'
  /** A refund or a cart that does not name its customer, or a delivery of a kind that holds no order. */
  | UnusableTopic
  | 'test-order'
  | 'draft'
  /** A part of another order, or a return that a plug-in books as an order. */
  | 'sub-order'
  /** The order or refund is no more in the shop. */
  | 'deleted'
  /** A payment that is no order: a subscription, or one of another kind. */
  | 'other-payment'
  | 'unpaid'
  | 'before-since'
  | 'too-old'
  | 'no-items'
  | 'no-identity'
  | 'no-product'
  | 'not-a-customer'
  | 'no-profile';

export interface Ignored {
  readonly kind: 'ignored';
  readonly reason: IgnoredReason;
  /** Of a delivery about an order, if its body says it. */
  readonly orderId?: string | undefined;
}

/** What a delivery says that has to be queued. */
export type News =
  | {
      readonly kind: 'order';
      readonly order: Order;
      readonly identity: Identity;
      readonly unusable: Unusable;
      /** The purchase, if the order is promised or paid. More than one if it has more than 100 lines. */
      readonly events: readonly PurchaseEvent[];
      readonly moneyMismatch: MoneyMismatch | undefined;
      /** The refunds that it lists. */
      readonly refunds: RefundsReading;
    }
  /** Orders that have to be fetched. At least one. */
  | { readonly kind: 'references'; readonly references: readonly OrderReference[] }
  | { readonly kind: 'customers'; readonly customers: readonly [MappedCustomer, ...MappedCustomer[]] }
  | Extract<EventReading, { kind: 'event' }>
  /** The product has to be fetched. */
  | { readonly kind: 'cart-addition'; readonly addition: CartAddition; readonly identity: Identity }
  /** Requests to erase data, or to say what is stored. */
  | { readonly kind: 'privacy'; readonly requests: readonly PrivacyRequest[] };

export type DeliveryReading = News | Ignored;
