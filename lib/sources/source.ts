import type { CartAddition, Checkout } from '../cart.ts';
import type { MappingSettings } from '../connection.ts';
import type { CustomerUpdate } from '../customer.ts';
import type { Issue } from '../errors.ts';
import type { Customer, Order } from '../order.ts';
import type { OrderReference, ShopApi } from './shop-api.ts';

/** An HTTP request of a webhook, as received. */
export interface WebhookRequest {
  /** Lower-case names. A header that was sent twice holds both values, joined by a comma. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The bytes that the signature covers. */
  readonly rawBody: Buffer;
}

/** What the headers of a webhook say. They are not part of most signatures, so nothing here proves anything. */
export interface Delivery extends WebhookRequest {
  readonly topic: string | undefined;
  /** The platform's id of this delivery, the same across its retries. */
  readonly deliveryId: string | undefined;
  /** True where the headers call it a test send. */
  readonly isTest: boolean;
}

/** A delivery whose signature was checked. Only `verify` and `withoutVerification` make one. */
export type VerifiedDelivery = Delivery & { readonly __verified: unique symbol };

export type Verdict =
  | { readonly valid: true; readonly delivery: VerifiedDelivery }
  | { readonly valid: false; readonly reason: RefusalReason };

export type RefusalReason = 'signature-missing' | 'signature-mismatch' | 'timestamp-stale' | 'shop-mismatch';

export type OrderReading =
  | { readonly kind: 'order'; readonly order: Order }
  | { readonly kind: 'ignored'; readonly reason: 'test-order' | 'unpaid' | 'draft' }
  /** The delivery only names orders, which are fetched from the shop's API. */
  | { readonly kind: 'references'; readonly references: readonly OrderReference[] };

/** Why a topic that is known cannot become events. */
export type UnusableTopic = 'refund-without-customer' | 'cart-without-customer';

export type CustomerReading =
  /** A delivery may tell the same of several customers. */
  | { readonly kind: 'customers'; readonly updates: readonly [CustomerUpdate, ...CustomerUpdate[]] }
  /** `not-a-customer`: somebody who works for the shop. `no-profile`: it names somebody and says nothing of them. */
  | { readonly kind: 'ignored'; readonly reason: 'test-order' | 'not-a-customer' | 'no-profile' };

/** How a platform tells of its customers, apart from their orders. */
export interface CustomerTopics {
  readonly topics: readonly string[];
  /**
   * Reads the parsed body of one of these topics. Pure.
   * @throws {PayloadError} something that the mapping needs is missing or wrong. Nothing else is thrown on purpose.
   */
  read(delivery: VerifiedDelivery, body: unknown, settings: MappingSettings): CustomerReading;
}

export type CartReading =
  | { readonly kind: 'checkout'; readonly checkout: Checkout }
  | { readonly kind: 'cart-addition'; readonly addition: CartAddition }
  | { readonly kind: 'ignored'; readonly reason: 'test-order' };

/** How a platform tells of checkouts and carts, before there is an order. */
export interface CartTopics {
  readonly topics: readonly string[];
  /**
   * Reads the parsed body of one of these topics. Pure.
   * @throws {PayloadError} something that the mapping needs is missing or wrong. Nothing else is thrown on purpose.
   */
  read(delivery: VerifiedDelivery, body: unknown, settings: MappingSettings): CartReading;
}

/** One or more lines of an export: an order, or what stands in the place of one. */
export interface ExportEntry {
  /** How many lines it takes, at least one. */
  readonly lines: number;
  /** The order in JSON, as `readOrder` knows it; blank where there is none. */
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

/** Where a platform sends privacy requests as webhooks. */
export interface PrivacyTopics {
  /** Always obeyed. */
  readonly topics: readonly string[];
  /** May be no wish to be forgotten: obeyed where the connection's `erasures` names them. */
  readonly optInTopics: readonly string[];
  /**
   * Reads the parsed body of such a topic: one request or several, none where it is a test. Pure.
   * @throws {PayloadError} it is no request of this topic, or of another shop.
   */
  read(delivery: VerifiedDelivery, body: unknown, settings: MappingSettings): readonly PrivacyRequest[];
}

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
  /**
   * What a good verdict proves: that the body is as the platform sent it, or, where a key is sent along as it is, only
   * who sent it.
   */
  readonly authenticates: 'body' | 'sender';
  /** Topics that carry or name an order. Any other is acknowledged and ignored. */
  readonly topics: readonly string[];
  /** Topics that are known and cannot become events, and why. They are acknowledged with that reason. */
  readonly unusableTopics?: Readonly<Record<string, UnusableTopic>>;
  /** Where the platform tells of customers themselves. Read where the connection asks for profiles. */
  readonly customers?: CustomerTopics;
  /** Where the platform tells of checkouts and carts. Read where the connection asks for them. */
  readonly carts?: CartTopics;
  /** The topic under which a bare order, of an export or of the shop's API, is read: its own state says what it is. */
  readonly backfillTopic: string;
  /** What this platform demands as the answer to a bad signature. */
  readonly refusalStatus: 401 | 403;
  /** Headers worth keeping with a parked delivery: enough to replay it, no secrets. */
  readonly parkedHeaders: readonly string[];
  /**
   * Where signing secrets have a form of their own: says what is wrong with one, without quoting it. Asked when a
   * connection is written, so that a secret which could never match is not stored.
   */
  checkSecret?(secret: string): string | undefined;
  /** Where the platform sends requests to forget a customer. */
  readonly privacy?: PrivacyTopics;
  /** Where deliveries may only name an order, or tell half of a refund: the API that knows the rest. */
  readonly api?: ShopApi;
  /** Tells whether the platform only tries the address: such a request is unsigned, and answered 200. Never throws. */
  isPing?(request: WebhookRequest): boolean;
  /** Returns what the headers say. Never throws. */
  readHeaders(request: WebhookRequest): Delivery;
  /** Where the body names the topic and no header does: how to read it, and the smallest body that names one. */
  readonly topicInBody?: {
    /** Never throws. */
    read(body: unknown): string | undefined;
    write(topic: string): unknown;
  };
  /** Checks the signature over the raw bytes in constant time. Never throws on bad input. */
  verify(delivery: Delivery, identity: SigningIdentity, now: Date): Verdict;
  /**
   * Reads the parsed body of an order topic. Pure.
   * @throws {PayloadError} something that the mapping needs is missing or wrong. Nothing else is thrown on purpose.
   */
  readOrder(delivery: VerifiedDelivery, body: unknown, settings: MappingSettings): OrderReading;
  /**
   * Reads an export in constant memory; every line is part of exactly one entry, in order. Left out where an export holds
   * one order a line, as `readOrder` knows it. Never throws but what `lines` throws.
   */
  readExport?(lines: AsyncIterable<string>): AsyncIterable<ExportEntry>;
  /**
   * Returns the headers that the platform would send with this body. For the command line and the tests.
   * @throws {ConfigError} nothing can be signed with this secret.
   */
  sign(input: SigningInput): Record<string, string>;
}

export interface SigningInput {
  readonly rawBody: Buffer;
  readonly secret: string;
  readonly topic: string;
  readonly shop: string;
  readonly deliveryId: string;
  readonly now: Date;
}

/** Takes a delivery for verified without a look at its signature: for mapping a file, and for replaying a parked one. */
export function withoutVerification(delivery: Delivery): VerifiedDelivery {
  return delivery as VerifiedDelivery;
}
