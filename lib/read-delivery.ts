import type { MappingSettings } from './connection.ts';
import type { PurchaseReading } from './dfinery/to-purchase.ts';
import { toPurchase } from './dfinery/to-purchase.ts';
import { type RefundsReading, toRefunds } from './dfinery/to-refunds.ts';
import { PayloadError } from './errors.ts';
import { parseExactJson } from './exact-json.ts';
import type { Order } from './order.ts';
import { type CartReading, readCart } from './read-cart.ts';
import { type CustomersReading, readCustomers } from './read-customers.ts';
import type { OrderReference } from './sources/shop-api.ts';
import {
  type PrivacyRequest,
  type Source,
  type UnusableTopic,
  type VerifiedDelivery,
  withoutVerification,
} from './sources/source.ts';

/** Why a verified delivery is of no interest. Also the metric's dimension. */
export type IgnoredReason =
  | 'ping'
  | 'topic'
  /** It tells of a refund or a cart, and not of whose. */
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

export type DeliveryReading =
  | OrderReading
  | CustomersReading
  | CartReading
  /** Somebody is to be forgotten, or told what is held of them. */
  | { readonly kind: 'privacy'; readonly requests: readonly PrivacyRequest[] };

/** What a delivery tells of an order. */
export type OrderReading =
  | (Extract<PurchaseReading, { kind: 'purchase' }> & {
      readonly order: Order;
      /** What was paid back of it since. */
      readonly refunds: RefundsReading;
    })
  /** These orders have to be fetched. At least one. */
  | { readonly kind: 'references'; readonly references: readonly OrderReference[] }
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason };

export interface ReadingOptions {
  readonly settings: MappingSettings;
  /** Tells whether something happened too long ago. Left out where files are mapped or gaps filled. */
  readonly tooOld?: (order: Pick<Order, 'placedAt'>) => 'before-since' | 'too-old' | undefined;
}

/**
 * Reads a verified delivery as the purchase it tells of, with its refunds, as the customers, as the orders it only names, as a
 * checkout or a cart, or as a privacy request: JSON → topic → test → state →
 * whole order → age → items → identity. What is of no interest for one of these reasons is ignored before the next is
 * looked at. Pure.
 * @throws {PayloadError} the body is not JSON, the topic is missing, or the order lacks what the mapping needs.
 */
export function readDelivery(
  source: Source,
  delivery: VerifiedDelivery,
  options: ReadingOptions,
): DeliveryReading {
  const body = parseBody(delivery.rawBody);
  const topic = delivery.topic ?? source.topicInBody?.read(body);
  if (topic === undefined) {
    const path = source.topicInBody === undefined ? 'headers.topic' : 'topic';
    throw new PayloadError([{ path, message: 'missing' }]);
  }
  const unusable = source.unusableTopics?.[topic];
  if (unusable !== undefined) return { kind: 'ignored', reason: unusable };

  // Nothing but the topic is added to what was verified.
  const named = { delivery: withoutVerification({ ...delivery, topic }), body };
  if (isPrivacyTopic(source, topic, options)) return readPrivacy(source, named, options);
  if (source.topics.includes(topic)) return readBody(source, named, options);
  const { customers, carts } = source;
  if (customers?.topics.includes(topic) === true) return readCustomers(customers, named, options);
  if (carts?.topics.includes(topic) === true) return readCart(carts, named, options);
  return { kind: 'ignored', reason: 'topic' };
}

/**
 * Reads an order that the shop's API gave, as `readDelivery` reads one that was delivered. Pure.
 * @throws {PayloadError} the order lacks what the mapping needs.
 */
export function readFetchedOrder(source: Source, order: unknown, options: ReadingOptions): OrderReading {
  const nothing = { headers: {}, rawBody: Buffer.alloc(0), deliveryId: undefined, isTest: false };
  const delivery = withoutVerification({ ...nothing, topic: source.backfillTopic });
  return readBody(source, { delivery, body: order }, options);
}

function isPrivacyTopic({ privacy }: Source, topic: string, { settings }: ReadingOptions): boolean {
  if (privacy === undefined) return false;
  const isChosen = privacy.optInTopics.includes(topic) && settings.erasures?.includes(topic) === true;
  return isChosen || privacy.topics.includes(topic);
}

function readPrivacy(
  { privacy }: Source,
  { delivery, body }: { readonly delivery: VerifiedDelivery; readonly body: unknown },
  { settings }: ReadingOptions,
): DeliveryReading {
  const requests = privacy?.read(delivery, body, settings) ?? [];
  return requests.length > 0 ? { kind: 'privacy', requests } : { kind: 'ignored', reason: 'test-order' };
}

function readBody(
  source: Source,
  { delivery, body }: { readonly delivery: VerifiedDelivery; readonly body: unknown },
  { settings, tooOld }: ReadingOptions,
): OrderReading {
  const reading = source.readOrder(delivery, body, settings);
  if (reading.kind !== 'order') return reading;
  const age = tooOld?.(reading.order);
  if (age !== undefined) return { kind: 'ignored', reason: age };

  const { order } = reading;
  const purchase = toPurchase(order, settings);
  return purchase.kind === 'ignored' ? purchase : { ...purchase, order, refunds: toRefunds(order, settings) };
}

function parseBody(rawBody: Buffer): unknown {
  try {
    return parseExactJson(rawBody.toString('utf8'));
  } catch (error) {
    // The parser's own message quotes the text, which may hold personal data.
    const message = error instanceof RangeError ? 'is nested too deeply' : 'is not JSON';
    throw new PayloadError([{ path: '', message }]);
  }
}
