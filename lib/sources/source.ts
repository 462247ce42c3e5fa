import type { CartAddition, Checkout } from '../model/cart.ts';
import type { MappingSettings } from '../model/connection.ts';
import type { CustomerUpdate } from '../model/customer.ts';
import type { Issue } from '../model/errors.ts';
import type { Customer, Order } from '../model/order.ts';
import type { OrderReference, ShopApi } from './shop-api.ts';

/** An HTTP request of a webhook, as received. */
export interface WebhookRequest {
  /** Lower-case names. A header that was sent twice holds both values, joined by a comma. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The bytes that the signature covers. */
  readonly rawBody: Buffer;
}

/** What the headers of a webhook say. Most signatures do not cover them, so nothing here is proven. */
export interface Delivery extends WebhookRequest {
  readonly topic: string | undefined;
  /** The platform's id of this delivery, the same across its retries. */
  readonly deliveryId: string | undefined;
  /** True if the headers call it a test send. */
  readonly isTest: boolean;
}

/** A delivery whose signature was checked. Only `verify` and `withoutVerification` make one. */
export type VerifiedDelivery = Delivery & { readonly __verified: unique symbol };

export type Verdict =
  | { readonly valid: true; readonly delivery: VerifiedDelivery }
  | { readonly valid: false; readonly reason: RefusalReason };

export type RefusalReason = 'signature-missing' | 'signature-mismatch' | 'timestamp-stale' | 'shop-mismatch';

/** What a bare order is, one of an export or of the shop's API: its own state says whether it is a purchase. */
export type BareOrderReading =
  | { readonly kind: 'order'; readonly order: Order }
  | { readonly kind: 'ignored'; readonly reason: 'test-order' | 'unpaid' | 'draft' };

export type OrderReading =
  | BareOrderReading
  /** The delivery only names orders, which are fetched from the shop's API. */
  | { readonly kind: 'references'; readonly references: readonly OrderReference[] };

export type CustomerReading =
  /** A delivery may tell the same of several customers. */
  | { readonly kind: 'customers'; readonly updates: readonly [CustomerUpdate, ...CustomerUpdate[]] }
  /** `not-a-customer`: somebody who works for the shop. `no-profile`: it names somebody and says nothing of them. */
  | { readonly kind: 'ignored'; readonly reason: 'test-order' | 'not-a-customer' | 'no-profile' };

export type CartReading =
  | { readonly kind: 'checkout'; readonly checkout: Checkout }
  | { readonly kind: 'cart-addition'; readonly addition: CartAddition }
  | { readonly kind: 'ignored'; readonly reason: 'test-order' };

/** One or more lines of an export: an order, or what stands in the place of one. */
export interface ExportEntry {
  /** How many lines it takes, at least one. */
  readonly lines: number;
  /** The order in JSON, as `readOrder` knows it; blank if there is none. */
  readonly text: string;
  /** What is wrong with the lines in their own terms. Then it is invalid, unless its state says that nobody wants it. */
  readonly issues?: readonly Issue[];
}

/** What a shop asks on behalf of a customer, or for all of them. */
export type PrivacyRequest =
  /** Forget somebody: all that is known of them, and the orders that are named. */
  | { readonly kind: 'erase-customer'; readonly customer: Customer; readonly orderIds: readonly string[] }
  /** Forget everybody of the shop. */
  | { readonly kind: 'erase-shop' }
  /** Tell what is held of somebody. A person answers it. */
  | {
      readonly kind: 'data-request';
      readonly customer: Customer;
      readonly orderIds: readonly string[];
      /** The platform's number of the request. */
      readonly reference: string | undefined;
    };

/** Why a topic that is known cannot become events. */
export type UnusableTopic = 'refund-without-customer' | 'cart-without-customer';

/**
 * Reads the parsed body of a delivery. Pure.
 * @throws {PayloadError} something that the mapping needs is missing or wrong. Nothing else is thrown on purpose.
 */
export type TopicReader<Reading> = (
  body: unknown,
  settings: MappingSettings,
  delivery: VerifiedDelivery,
) => Reading;

/**
 * What a topic of a platform is about, and how its body is read.
 *
 * - `order`: the body is an order, or names orders that are then fetched. Always taken.
 * - `customers`: the body tells of customers, apart from their orders. Taken if the connection's `profiles` is `send`.
 * - `carts`: the body tells of a checkout or a cart, before there is an order. Taken if the connection's `carts` is `send`.
 *   `sends` is the event that Dfinery gets; its name has to be registered there.
 * - `privacy`: somebody asks to be forgotten, or to be told what is held of them. The reader returns no request for a test
 *   send. Always taken, but with `optIn` only if the connection's `erasures` names the topic: it may mean something else.
 * - `nothing`: the topic is known, but its body cannot become events. It is acknowledged with the reason `because`.
 *
 * A topic that is not taken, or not in the table, is acknowledged and ignored.
 */
export type Topic =
  | { readonly about: 'order'; readonly read: TopicReader<OrderReading> }
  | { readonly about: 'customers'; readonly read: TopicReader<CustomerReading> }
  | {
      readonly about: 'carts';
      readonly sends: 'df_add_payment_info' | 'df_add_to_cart';
      readonly read: TopicReader<CartReading>;
    }
  | {
      readonly about: 'privacy';
      readonly optIn?: true;
      readonly read: TopicReader<readonly PrivacyRequest[]>;
    }
  | { readonly about: 'nothing'; readonly because: UnusableTopic };

/** The part of a connection that a signature is checked against. */
export interface SigningIdentity {
  /** Never empty; any match passes, so that a secret can be rotated without downtime. */
  readonly secrets: readonly string[];
  readonly shop: string;
}

/** A platform that sends webhooks. One literal object per platform, listed in `registry.ts`. */
export interface Source {
  /** URL segment, log field and metric dimension: `shopify`. */
  readonly id: string;
  /** What a good verdict proves: that the body is as the platform sent it, or, if a key is sent along, only who sent it. */
  readonly authenticates: 'body' | 'sender';
  /** Every topic that the adapter knows, by the platform's name for it. */
  readonly topics: Readonly<Record<string, Topic>>;
  /** What this platform demands as the answer to a bad signature. */
  readonly refusalStatus: 401 | 403;
  /** Headers worth keeping with a parked delivery: enough to replay it, no secrets. */
  readonly parkedHeaders: readonly string[];
  /**
   * If signing secrets have a form of their own: says what is wrong with one, without quoting it. Asked when a connection
   * is written, so that a secret which could never match is not stored.
   */
  readonly checkSecret?: (secret: string) => string | undefined;
  /** The API that knows the rest, if deliveries may only name an order, or tell half of a refund. */
  readonly api?: ShopApi;
  /** Tells whether the platform only tries the address: such a request is unsigned, and answered 200. Never throws. */
  readonly isPing?: (request: WebhookRequest) => boolean;
  /** Returns what the headers say. Never throws. */
  readonly readHeaders: (request: WebhookRequest) => Delivery;
  /** If the body names the topic and no header does: how to read it, and the smallest body that names one. */
  readonly topicInBody?: {
    /** Never throws. */
    readonly read: (body: unknown) => string | undefined;
    readonly write: (topic: string) => unknown;
  };
  /** Checks the signature over the raw bytes in constant time. Never throws on bad input. */
  readonly verify: (delivery: Delivery, identity: SigningIdentity, now: Date) => Verdict;
  /**
   * Reads a bare order, parsed: one of an export or of the shop's API. Pure.
   * @throws {PayloadError} something that the mapping needs is missing or wrong. Nothing else is thrown on purpose.
   */
  readonly readOrder: (order: unknown, settings: MappingSettings) => BareOrderReading;
  /**
   * Reads an export in constant memory; every line is part of exactly one entry, in order. Left out if an export holds one
   * order a line, as `readOrder` knows it. Throws nothing but what `lines` throws.
   */
  readonly readExport?: (lines: AsyncIterable<string>) => AsyncIterable<ExportEntry>;
  /**
   * Returns the headers that the platform would send with this body. For the command line and the tests.
   * @throws {ConfigError} nothing can be signed with this secret.
   */
  readonly sign: (input: SigningInput) => Record<string, string>;
}

export interface SigningInput {
  readonly rawBody: Buffer;
  readonly secret: string;
  readonly topic: string;
  readonly shop: string;
  readonly deliveryId: string;
  readonly now: Date;
}

/** Takes a delivery as verified without a look at its signature: to map a file, and to replay a parked delivery. */
export function withoutVerification(delivery: Delivery): VerifiedDelivery {
  return delivery as VerifiedDelivery;
}
