import { toIdentity } from '../dfinery/to-identity.ts';
import { toPaymentInfo } from '../dfinery/to-payment-info.ts';
import { type MappedCustomer, toProfile } from '../dfinery/to-profile.ts';
import { toPurchase } from '../dfinery/to-purchase.ts';
import { type RefundsReading, toRefunds } from '../dfinery/to-refunds.ts';
import type { MappingSettings } from '../model/connection.ts';
import { PayloadError } from '../model/errors.ts';
import { parseExactJson } from '../model/exact-json.ts';
import type { Order } from '../model/order.ts';
import { isTaken } from '../sources/is-taken.ts';
import {
  type BareOrderReading,
  type CustomerReading,
  type HappeningReading,
  type Source,
  type VerifiedDelivery,
  withoutVerification,
} from '../sources/source.ts';
import { orderIdIn } from './order-id-in.ts';
import type { DeliveryReading, Ignored, IgnoredReason } from './reading.ts';

export interface ReadingOptions {
  readonly settings: MappingSettings;
  /** Tells whether something happened too long ago. Left out when mapping files and filling gaps. */
  readonly tooOld?: (order: Pick<Order, 'placedAt'>) => 'before-since' | 'too-old' | undefined;
}

/**
 * Reads a verified delivery by its topic: a purchase with its refunds, orders that are only named, customers, a checkout
 * or a cart, or a privacy request. Checks in this order: JSON → topic → test → state → whole order → age → items →
 * identity. The first check that finds the delivery of no interest decides the reason it is ignored for. Pure.
 * @throws {PayloadError} the body is not JSON, the topic is missing, or the body lacks what the mapping needs.
 */
export function readDelivery(
  source: Source,
  delivery: VerifiedDelivery,
  options: ReadingOptions,
): DeliveryReading {
  const { rawBody, parsed = parseBody(rawBody.toString()) } = delivery;
  return readParsed(source, { delivery, body: parsed }, options);
}

/** As `readDelivery`, for a body that is parsed already. @throws {PayloadError} as there. */
export function readParsed(
  source: Source,
  { delivery, body }: { readonly delivery: VerifiedDelivery; readonly body: unknown },
  options: ReadingOptions,
): DeliveryReading {
  const name = delivery.topic ?? source.topicInBody?.read(body);
  if (name === undefined) {
    const path = source.topicInBody === undefined ? 'headers.topic' : 'topic';
    throw new PayloadError([{ path, message: 'missing' }]);
  }
  const { settings } = options;
  const topic = Object.hasOwn(source.topics, name) ? source.topics[name] : undefined;
  if (topic === undefined || !isTaken(topic, { name, settings })) return ignored('topic');

  // Only the topic is added to what was verified.
  const named = withoutVerification({ ...delivery, topic: name });
  switch (topic.about) {
    case 'nothing':
      return ignored(topic.because);
    case 'privacy': {
      const requests = topic.read(body, settings, named);
      return requests.length > 0 ? { kind: 'privacy', requests } : ignored('test-order');
    }
    case 'order': {
      const reading = topic.read(body, settings, named);
      const mapped = reading.kind === 'references' ? reading : mapOrder(reading, options);
      return mapped.kind === 'ignored' ? { ...mapped, orderId: orderIdIn(body) } : mapped;
    }
    case 'customers':
      return mapCustomers(topic.read(body, settings, named), options);
    case 'happening':
      return mapHappening(topic.read(body, settings, named), options);
  }
}

type BareOrderNews = Extract<DeliveryReading, { kind: 'order' | 'ignored' }>;

/**
 * Reads a parsed bare order, from an export or the shop's API. Pure.
 * @throws {PayloadError} the order lacks what the mapping needs.
 */
export function readBareOrder(source: Source, order: unknown, options: ReadingOptions): BareOrderNews {
  return mapOrder(source.readOrder(order, options.settings), options);
}

/**
 * Returns the parsed JSON of a body, with exact numbers.
 * @throws {PayloadError} the body is not JSON.
 */
export function parseBody(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch (error) {
    // The parser's message quotes the text, which may hold personal data.
    const message = error instanceof RangeError ? 'is nested too deeply' : 'is not JSON';
    throw new PayloadError([{ path: '', message }]);
  }
}

function ignored(reason: IgnoredReason): Ignored {
  return { kind: 'ignored', reason };
}

function mapOrder(reading: BareOrderReading, { settings, tooOld }: ReadingOptions): BareOrderNews {
  if (reading.kind === 'ignored') return reading;
  const { order } = reading;
  const age = tooOld?.(order);
  if (age !== undefined) return ignored(age);

  const refunds = toRefunds(order, settings);
  const hasRefunds = refunds.refunds.length > 0;
  // It is no purchase now, and says nothing about one that was sent before.
  if (order.stage === 'refunds-only' && !hasRefunds) return ignored('unpaid');
  if (order.stage === 'closed' || order.stage === 'refunds-only')
    return withoutPurchase(order, { settings, refunds });
  const purchase = toPurchase(order, settings);
  if (purchase.kind !== 'ignored') return { ...purchase, kind: 'order', order, refunds };
  const isForRefunds = purchase.reason === 'no-items' && hasRefunds;
  return isForRefunds
    ? withoutPurchase({ ...order, stage: 'refunds-only' }, { settings, refunds })
    : purchase;
}

/** What an order says that is no purchase: its refunds, or that it was called off. */
function withoutPurchase(
  order: Order,
  { settings, refunds }: { readonly settings: MappingSettings; readonly refunds: RefundsReading },
): BareOrderNews {
  const { identity, unusable } = toIdentity(order.customer, settings);
  if (identity === undefined) return ignored('no-identity');
  return { kind: 'order', order, identity, unusable, events: [], moneyMismatch: undefined, refunds };
}

/** A sign-up that is too old is left out. The customer's profile is still sent. */
function mapCustomers(reading: CustomerReading, { settings, tooOld }: ReadingOptions): DeliveryReading {
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

/** What happened to nobody who is known is ignored. */
function mapHappening(reading: HappeningReading, { settings, tooOld }: ReadingOptions): DeliveryReading {
  switch (reading.kind) {
    case 'ignored':
      return reading;
    case 'checkout': {
      const age = tooOld?.({ placedAt: reading.checkout.enteredAt });
      return age === undefined ? toPaymentInfo(reading.checkout, settings) : ignored(age);
    }
    case 'cart-addition': {
      const { addition } = reading;
      const { identity } = toIdentity(addition.customer, settings);
      return identity === undefined ? ignored('no-identity') : { kind: 'cart-addition', addition, identity };
    }
  }
}
