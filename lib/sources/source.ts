import type { MappingSettings, OptIn } from '../model/connection.ts';
import type { CustomerUpdate } from '../model/customer.ts';
import type { Issue } from '../model/errors.ts';
import type { Happening } from '../model/happening.ts';
import type { Customer, Order } from '../model/order.ts';
import type { FiguresFrom } from '../model/order-figures.ts';
import type { Listing } from './listing.ts';
import type { NeverGiven } from './never-given.ts';
import type { RawBody } from './raw-body.ts';
import type { OrderReference, ShopApi } from './shop-api.ts';
import type { Subscriptions } from './subscriptions.ts';

/** An HTTP request of a webhook, as received. */
export interface WebhookRequest {
  /** Names in lower case. A header that was sent twice holds both values, joined by a comma. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** What the signature covers. */
  readonly rawBody: RawBody;
}

/** The headers' content. Most signatures do not cover headers: nothing here is proven. */
export interface Delivery extends WebhookRequest {
  readonly topic: string | undefined;
  /** The platform's id of this delivery, the same across its retries. At most 128 characters, never empty. */
  readonly deliveryId: string | undefined;
  /** True if the headers call it a test send. */
  readonly isTest: boolean;
  /** The parsed body, if it was parsed for the check of its shop. Absent if it is not JSON, too. */
  readonly parsed?: unknown;
}

/** A delivery whose signature was checked. Only `verify` and `withoutVerification` make one. */
export type VerifiedDelivery = Delivery & { readonly __verified: unique symbol };

export type Verdict =
  | { readonly valid: true; readonly delivery: VerifiedDelivery }
  | { readonly valid: false; readonly reason: RefusalReason };

export type RefusalReason = 'signature-missing' | 'signature-mismatch' | 'timestamp-stale' | 'shop-mismatch';

/** A bare order, from an export or from the shop's API. Its own state says whether it is a purchase. */
export type BareOrderReading =
  | { readonly kind: 'order'; readonly order: Order }
  | {
      readonly kind: 'ignored';
      /**
       * `sub-order`: a part of another order, or a return booked as an order. `deleted`: it is no more. `other-payment`: no
       * order, but a subscription or a payment of another kind.
       */
      readonly reason: 'test-order' | 'unpaid' | 'draft' | 'sub-order' | 'deleted' | 'other-payment';
    };

export type OrderReading =
  | BareOrderReading
  /** The delivery only names orders, which are fetched from the shop's API. */
  | { readonly kind: 'references'; readonly references: readonly OrderReference[] };

export type CustomerReading =
  /** A delivery may hold the same facts for several customers. */
  | { readonly kind: 'customers'; readonly updates: readonly [CustomerUpdate, ...CustomerUpdate[]] }
  /** `not-a-customer`: a user who works for the shop. `no-profile`: it has a customer, but no facts about them. */
  | { readonly kind: 'ignored'; readonly reason: 'test-order' | 'not-a-customer' | 'no-profile' };

export type HappeningReading = Happening | { readonly kind: 'ignored'; readonly reason: 'test-order' };

/** One or more lines of an export: an order, or faulty lines. */
export interface ExportEntry {
  /** The number of lines, at least one. */
  readonly lines: number;
  /** The order as JSON for `readOrder`; blank if there is none. */
  readonly text: string;
  /** Faults of the lines themselves. The order is then invalid, unless its state makes it one to ignore. */
  readonly issues?: readonly Issue[];
}

/** A request that a shop forwards for a customer, or for all of its customers. */
export type PrivacyRequest =
  /** Forget a customer: all stored data of theirs, and the named orders. */
  | { readonly kind: 'erase-customer'; readonly customer: Customer; readonly orderIds: readonly string[] }
  /** Forget all customers of the shop. */
  | { readonly kind: 'erase-shop' }
  /** Report what is stored about a customer. A person answers it. */
  | {
      readonly kind: 'data-request';
      readonly customer: Customer;
      readonly orderIds: readonly string[];
      /** The platform's number of the request. */
      readonly reference: string | undefined;
    };

/** Why a known topic cannot become events. */
export type UnusableTopic = 'refund-without-customer' | 'cart-without-customer' | 'events-delivery';

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
 * The subject of a platform's topic, and the reader of its body.
 *
 * - `order`: the body is an order, or names orders that are then fetched. Always taken.
 * - `customers`: the body is about customers, apart from their orders. Taken if the connection's `profiles` is `send`.
 * - `happening`: the body is about something apart from an order, such as a checkout or a cart. Taken if `setting` of the
 *   connection is `send`. `sends` is the resulting Dfinery event, whose name has to be registered there.
 * - `privacy`: a customer asks to be forgotten, or what is stored about them. The reader returns no request for a test
 *   send. Always taken, but with `optIn` only if the connection's `erasures` names the topic: it may mean something else.
 * - `nothing`: the topic is known, but its body cannot become events. It is acknowledged with the reason `because`.
 *
 * A topic that is not taken, or not in the table, is acknowledged and ignored.
 */
export type Topic =
  | {
      readonly about: 'order';
      /** Set if the body may only name an order. Then nothing works without the shop's API. */
      readonly names?: true;
      /** Set if no webhook has it: it names orders that are fetched or listed, for fixtures and `adapter transform`. */
      readonly isOurs?: true;
      readonly read: TopicReader<OrderReading>;
    }
  | { readonly about: 'customers'; readonly read: TopicReader<CustomerReading> }
  | {
      readonly about: 'happening';
      readonly setting: OptIn;
      readonly sends: string;
      readonly read: TopicReader<HappeningReading>;
    }
  | {
      readonly about: 'privacy';
      readonly optIn?: true;
      readonly read: TopicReader<readonly PrivacyRequest[]>;
    }
  | { readonly about: 'nothing'; readonly because: UnusableTopic };

/** The part of a connection that signatures are checked against. */
export interface SigningIdentity {
  /** Never empty; any match passes, so that a secret can be rotated without downtime. */
  readonly secrets: readonly string[];
  readonly shop: string;
  /** Names that the shop took later. A delivery under one is the shop's too. */
  readonly alsoKnownAs?: readonly string[] | undefined;
}

/** A version of a platform's API. */
export interface ApiVersion {
  readonly name: string;
  /** The day up to which the platform promises it, ISO 8601. */
  readonly supportedUntil: string;
}

/** A platform that sends webhooks. One literal object per platform, listed in `registry.ts`. */
export interface Source {
  /** URL segment, log field and metric dimension: `shopify`. */
  readonly id: string;
  /** The platform as people call it, in messages and in the tables of the documentation: `Shopify`. */
  readonly name: string;
  /** Set, with the members of `withoutWebhooks`, if the platform sends no webhooks. It then needs a `listing`. */
  readonly sendsWebhooks?: false;
  /** What a valid signature proves: an unchanged body, or, if the platform only sends a key along, the sender. */
  readonly authenticates: 'body' | 'sender';
  /**
   * The form of a customer's id: `number`, a whole number above 0 without leading zeros, or `text`, anything. Two shops
   * may share a Dfinery service if no id can be that of both after their prefixes.
   */
  readonly customerIds: 'number' | 'text';
  /** Every known topic, by the platform's name for it. */
  readonly topics: Readonly<Record<string, Topic>>;
  /**
   * The standard properties and fields that this platform never gives, so that `adapter names` does not list them: who
   * links one in the Dfinery console may lose every event. `df_add_to_cart vendor`: not to this event. A test compares it
   * with all that the fixtures bring.
   */
  readonly neverGives: readonly NeverGiven[];
  /** The platform's field behind each figure of an order, for `--explain`. */
  readonly figuresFrom: FiguresFrom;
  /** The status that this platform requires for a bad signature. */
  readonly refusalStatus: 401 | 403;
  /** Headers to keep with a parked delivery: enough to replay it, no secrets. */
  readonly parkedHeaders: readonly string[];
  /**
   * Returns what is wrong with a signing secret, without quoting it, or `undefined`. Called when a connection is
   * written, so that a secret that could never match is not stored. Left out if any text can be a secret.
   */
  readonly checkSecret?: (secret: string) => string | undefined;
  /** The version of the platform's API that this source asks for, if versions end. */
  readonly apiVersion?: ApiVersion;
  /** The shop's API, if deliveries may only name an order or hold half of a refund. */
  readonly api?: ShopApi;
  /** What the shop's API lists by the time of its change, if it does; requires `api`. */
  readonly listing?: Listing;
  /** How the shop's API subscribes webhooks, if it can; requires `api`. `adapter webhooks` uses it. */
  readonly subscriptions?: Subscriptions;
  /** Returns whether the platform only tests the address. Such requests are unsigned and answered 200. Never throws. */
  readonly isPing?: (request: WebhookRequest) => boolean;
  /** Returns the content of the headers. Never throws. */
  readonly readHeaders: (request: WebhookRequest) => Delivery;
  /** Set if the topic is in the body and in no header: how to read it, and the smallest body that holds one. */
  readonly topicInBody?: {
    /** Never throws. */
    readonly read: (body: unknown) => string | undefined;
    /** A name that no topic of the platform has the form of, such as `adapter/doctor`, becomes one that has it. */
    readonly write: (topic: string) => unknown;
  };
  /** Checks the signature over the raw body in constant time. Never throws on bad input. */
  readonly verify: (delivery: Delivery, identity: SigningIdentity, now: Date) => Verdict;
  /**
   * Reads a parsed bare order, from an export or from the shop's API. Pure.
   * @throws {PayloadError} something that the mapping needs is missing or wrong. Nothing else is thrown on purpose.
   */
  readonly readOrder: (order: unknown, settings: MappingSettings) => BareOrderReading;
  /**
   * Reads an export in constant memory. Every line is part of exactly one entry, in order. Left out if each line of an
   * export is an order for `readOrder`. Throws only what `lines` throws.
   */
  readonly readExport?: (lines: AsyncIterable<string>) => AsyncIterable<ExportEntry>;
  /**
   * Returns the headers that the platform would send with this body. For the command line and the tests.
   * @throws {ConfigError} the secret cannot sign.
   */
  readonly sign: (input: SigningInput) => Record<string, string>;
}

export interface SigningInput {
  readonly rawBody: RawBody;
  readonly secret: string;
  readonly topic: string;
  readonly shop: string;
  readonly deliveryId: string;
  readonly now: Date;
}

/** Treats a delivery as verified without checking its signature: to map a file, and to replay a parked delivery. */
export function withoutVerification(delivery: Delivery): VerifiedDelivery {
  return delivery as VerifiedDelivery;
}
