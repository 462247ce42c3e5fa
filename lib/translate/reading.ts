import type { Identity } from '../dfinery/event.ts';
import type { MappedCheckout } from '../dfinery/to-payment-info.ts';
import type { MappedCustomer } from '../dfinery/to-profile.ts';
import type { PurchaseReading } from '../dfinery/to-purchase.ts';
import type { RefundsReading } from '../dfinery/to-refunds.ts';
import type { CartAddition } from '../model/cart.ts';
import type { Order } from '../model/order.ts';
import type { OrderReference } from '../sources/shop-api.ts';
import type { PrivacyRequest, UnusableTopic } from '../sources/source.ts';

/** Why a verified delivery is ignored. Also the metric's dimension. */
export type IgnoredReason =
  | 'ping'
  | 'topic'
  /** It tells of a refund or a cart, but not of whose it is. */
  | UnusableTopic
  | 'test-order'
  | 'draft'
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
}

/** News of a delivery, to be queued. */
export type News =
  | (Extract<PurchaseReading, { kind: 'purchase' }> & {
      readonly order: Order;
      /** What was paid back of it since. */
      readonly refunds: RefundsReading;
    })
  /** These orders have to be fetched. At least one. */
  | { readonly kind: 'references'; readonly references: readonly OrderReference[] }
  | { readonly kind: 'customers'; readonly customers: readonly [MappedCustomer, ...MappedCustomer[]] }
  | { readonly kind: 'checkout'; readonly checkout: MappedCheckout }
  /** The product has to be fetched. */
  | { readonly kind: 'cart-addition'; readonly addition: CartAddition; readonly identity: Identity }
  /** Somebody is to be forgotten, or told what is held of them. */
  | { readonly kind: 'privacy'; readonly requests: readonly PrivacyRequest[] };

export type DeliveryReading = News | Ignored;
