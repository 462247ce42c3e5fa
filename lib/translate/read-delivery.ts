import type { MappingSettings } from '../connection.ts';
import { toIdentity } from '../dfinery/to-identity.ts';
import { toPaymentInfo } from '../dfinery/to-payment-info.ts';
import { type MappedCustomer, toProfile } from '../dfinery/to-profile.ts';
import { toPurchase } from '../dfinery/to-purchase.ts';
import { toRefunds } from '../dfinery/to-refunds.ts';
import { PayloadError } from '../errors.ts';
import { parseExactJson } from '../exact-json.ts';
import type { Order } from '../order.ts';
import {
  type CartTopics,
  type CustomerTopics,
  type PrivacyTopics,
  type Source,
  type VerifiedDelivery,
  withoutVerification,
} from '../sources/source.ts';
import type { DeliveryReading, Ignored, IgnoredReason, OrderReading } from './reading.ts';

export interface ReadingOptions {
  readonly settings: MappingSettings;
  /** Tells whether something happened too long ago. Left out where files are mapped or gaps filled. */
  readonly tooOld?: (order: Pick<Order, 'placedAt'>) => 'before-since' | 'too-old' | undefined;
}

/** A delivery that says its topic, with its body parsed. */
interface Named {
  readonly delivery: VerifiedDelivery;
  readonly body: unknown;
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
  if (unusable !== undefined) return ignored(unusable);

  // Nothing but the topic is added to what was verified.
  const named = { delivery: withoutVerification({ ...delivery, topic }), body };
  const { privacy, customers, carts } = source;
  if (privacy !== undefined && isObeyed(privacy, topic, options)) return readPrivacy(privacy, named, options);
  if (source.topics.includes(topic)) return readOrder(source, named, options);
  if (customers?.topics.includes(topic) === true) return readCustomers(customers, named, options);
  if (carts?.topics.includes(topic) === true) return readCart(carts, named, options);
  return ignored('topic');
}

/**
 * Reads an order that the shop's API gave, as `readDelivery` reads one that was delivered. Pure.
 * @throws {PayloadError} the order lacks what the mapping needs.
 */
export function readFetchedOrder(source: Source, order: unknown, options: ReadingOptions): OrderReading {
  const nothing = { headers: {}, rawBody: Buffer.alloc(0), deliveryId: undefined, isTest: false };
  const delivery = withoutVerification({ ...nothing, topic: source.backfillTopic });
  return readOrder(source, { delivery, body: order }, options);
}

function ignored(reason: IgnoredReason): Ignored {
  return { kind: 'ignored', reason };
}

function isObeyed(
  { topics, optInTopics }: PrivacyTopics,
  topic: string,
  { settings }: ReadingOptions,
): boolean {
  return (
    topics.includes(topic) || (optInTopics.includes(topic) && settings.erasures?.includes(topic) === true)
  );
}

function readPrivacy(
  topics: PrivacyTopics,
  { delivery, body }: Named,
  { settings }: ReadingOptions,
): DeliveryReading {
  const requests = topics.read(delivery, body, settings);
  return requests.length > 0 ? { kind: 'privacy', requests } : ignored('test-order');
}

function readOrder(
  source: Source,
  { delivery, body }: Named,
  { settings, tooOld }: ReadingOptions,
): OrderReading {
  const reading = source.readOrder(delivery, body, settings);
  if (reading.kind !== 'order') return reading;
  const age = tooOld?.(reading.order);
  if (age !== undefined) return ignored(age);

  const { order } = reading;
  const purchase = toPurchase(order, settings);
  return purchase.kind === 'ignored' ? purchase : { ...purchase, order, refunds: toRefunds(order, settings) };
}

/** An account that was made too long ago is no sign-up any more; what is known of its owner is still sent. */
function readCustomers(
  topics: CustomerTopics,
  { delivery, body }: Named,
  { settings, tooOld }: ReadingOptions,
): DeliveryReading {
  if (settings.profiles !== 'send') return ignored('topic');
  const reading = topics.read(delivery, body, settings);
  if (reading.kind === 'ignored') return reading;

  const customers: MappedCustomer[] = [];
  let reason: IgnoredReason = 'no-profile';
  for (const update of reading.updates) {
    const mapped = toProfile(update, settings);
    if (mapped.kind === 'ignored') {
      reason = mapped.reason;
      continue;
    }
    const { signUp, profile } = mapped.customer;
    const age = signUp && tooOld?.({ placedAt: signUp.event_datetime });
    if (age === undefined) customers.push(mapped.customer);
    else if (profile === undefined) reason = age;
    else customers.push({ ...mapped.customer, signUp: undefined });
  }
  const [first, ...others] = customers;
  return first === undefined ? ignored(reason) : { kind: 'customers', customers: [first, ...others] };
}

/** Whose cart is not known is nobody's to tell. */
function readCart(
  topics: CartTopics,
  { delivery, body }: Named,
  { settings, tooOld }: ReadingOptions,
): DeliveryReading {
  if (settings.carts !== 'send') return ignored('topic');
  const reading = topics.read(delivery, body, settings);
  if (reading.kind === 'ignored') return reading;
  if (reading.kind === 'checkout') {
    const age = tooOld?.({ placedAt: reading.checkout.enteredAt });
    return age === undefined ? toPaymentInfo(reading.checkout, settings) : ignored(age);
  }
  const { addition } = reading;
  const { identity } = toIdentity(addition.customer, settings);
  return identity === undefined ? ignored('no-identity') : { kind: 'cart-addition', addition, identity };
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
