import type { Identity, PurchaseEvent, RefundEvent, WholeEvent } from '../dfinery/event.ts';
import type { MappedCustomer } from '../dfinery/to-profile.ts';
import type { MappedRefund } from '../dfinery/to-refunds.ts';
import type { ShopConnection } from '../model/connection.ts';
import { PayloadError } from '../model/errors.ts';
import type { CartAddition } from '../model/happening.ts';
import { CANCELLATION, cartKey, refundKey } from '../model/keys.ts';
import type { Order, Stage } from '../model/order.ts';
import { encodeFetchMessage, type FetchContent } from '../queue/fetch-message.ts';
import { encodeMessage, type MessageContent } from '../queue/message.ts';
import { MAX_MESSAGE_BYTES } from '../queue/to-batches.ts';
import type { OrderReference } from '../sources/shop-api.ts';

/** The origin of a message. */
export interface MessageContext {
  readonly connection: ShopConnection;
  readonly deliveryId: string;
  readonly receivedAt: Date;
  readonly traceId: string;
}

/** A message of the `events` queue with its encoded body, so that this process never decodes a body it encoded. */
export interface Encoded {
  readonly message: MessageContent;
  readonly body: string;
}

/** A message of the `fetches` queue with its encoded body. */
export interface EncodedFetch {
  readonly message: FetchContent;
  readonly body: string;
}

/** The ledger's fields for an event without an amount, which is never cut into parts. */
const WHOLE = { part: 1, parts: 1, total: '0' };

/**
 * Returns the messages of a purchase: one per event. The first of a paid order also has what may have to be sent beside
 * it, by what was told before. @throws {PayloadError} one is over SQS's limit.
 */
export function purchaseMessages(
  { order, identity, events, changes = {} }: PurchaseContent,
  context: MessageContext,
): Encoded[] {
  const common = { ...eventEntries(context), identity, kind: 'purchase' } as const;
  const { id: subjectKey, total, currency, stage } = order;
  const known = {
    subjectKey,
    total,
    currency,
    ...(stage === 'promised' || stage === 'paid' ? { stage } : {}),
  };
  return events.map((event, index) =>
    encode({ ...common, ...known, ...partOf(events, index), event, ...(index === 0 && changes) }),
  );
}

interface PurchaseContent {
  readonly order: Pick<Order, 'id' | 'total' | 'currency' | 'stage'>;
  readonly identity: Identity;
  readonly events: readonly PurchaseEvent[];
  readonly changes?: { readonly settlement?: RefundEvent; readonly rise?: PurchaseEvent };
}

/** Returns the message of an order that was called off. @throws {PayloadError} it is over SQS's limit. */
export function closingMessage(
  { order, identity, event, refundIds }: ClosingContent,
  context: MessageContext,
): Encoded {
  const { id, total, currency, placedAt } = order;
  const subject = {
    subjectKey: refundKey(id, CANCELLATION),
    total,
    currency,
    placedAt,
    refundIds: [...refundIds],
  };
  return encode({
    ...eventEntries(context),
    identity,
    kind: 'closing',
    part: 1,
    parts: 1,
    ...subject,
    event,
  });
}

interface ClosingContent {
  readonly order: Pick<Order, 'id' | 'total' | 'currency' | 'placedAt'>;
  readonly identity: Identity;
  readonly event: RefundEvent;
  readonly refundIds: readonly string[];
}

/** Returns the messages of an order's refunds: one per event. @throws {PayloadError} one is over SQS's limit. */
export function refundMessages(
  { order, identity, refunds, refundIds }: RefundContent<'placedAt' | 'currency', RefundEvents> & Listed,
  context: MessageContext,
): Encoded[] {
  const { placedAt, currency, stage } = order;
  const common = {
    ...eventEntries(context),
    identity,
    kind: 'refund',
    placedAt,
    currency,
    ...(refundIds && { refundIds: [...refundIds] }),
    ...((stage === 'promised' || stage === 'refunds-only') && { orderStage: stage }),
  } as const;
  return refunds.flatMap(({ refundKey: subjectKey, total, events }) =>
    events.map((event, index) => encode({ ...common, subjectKey, total, ...partOf(events, index), event })),
  );
}

type RefundEvents = Pick<MappedRefund, 'refundKey' | 'total' | 'events'>;

interface Listed {
  /** All refunds that the delivery lists. Left out if they are not known. */
  readonly refundIds: readonly string[] | undefined;
}

interface RefundContent<Field extends keyof Order, Mapped = MappedRefund> {
  readonly order: Pick<Order, Field> & { readonly stage?: Stage | undefined };
  readonly identity: Identity;
  readonly refunds: readonly Mapped[];
}

/**
 * Returns the messages of customers: a profile, a sign-up, or both, in this order.
 * A profile without a time from the platform gets the time of the delivery.
 */
export function customerMessages(customers: readonly MappedCustomer[], context: MessageContext): Encoded[] {
  const common = eventEntries(context);
  return customers.flatMap(({ customerKey: subjectKey, identity, updatedAt, profile, signUp }) => {
    const messages: MessageContent[] = [];
    if (profile !== undefined) {
      const content = { properties: { ...profile.properties }, changedAt: { ...profile.changedAt } };
      const when = { updatedAt: updatedAt ?? common.receivedAt, isDated: updatedAt !== undefined };
      messages.push({ ...common, kind: 'profile', subjectKey, identity, ...when, ...content });
    }
    if (signUp !== undefined) {
      messages.push({ ...common, kind: 'sign-up', subjectKey, ...WHOLE, identity, event: signUp });
    }
    return messages.map(encode);
  });
}

/** Returns the message of an event that is never cut into parts. @throws {PayloadError} it is over SQS's limit. */
export function wholeMessage(whole: WholeEvent, context: MessageContext): Encoded {
  return encode({ ...eventEntries(context), ...WHOLE, ...whole });
}

/** Returns the encoded message of the `fetches` queue for an order a delivery named. */
export function orderFetch(reference: OrderReference, context: MessageContext): EncodedFetch {
  return encodeFetch({ ...fetchEntries(context), kind: 'order', reference: { ...reference } });
}

/** Returns the encoded message of the `fetches` queue for an addition to a cart. Its product is not known yet. */
export function cartFetch(
  { addition, identity }: { readonly addition: CartAddition; readonly identity: Identity },
  context: MessageContext,
): EncodedFetch {
  const { product, quantity } = addition;
  return encodeFetch({
    ...fetchEntries(context),
    kind: 'cart',
    product: { ...product, parameters: { ...product.parameters } },
    quantity,
    identity,
    cartKey: cartKey(addition, context.receivedAt),
  });
}

/** Returns the encoded messages of the `fetches` queue for an order's refunds whose lines are to be fetched. */
export function refundFetches(
  {
    order,
    identity,
    refunds,
    refundIds,
  }: RefundContent<'id' | 'name' | 'placedAt' | 'currency' | 'taxesIncluded'> & Listed,
  context: MessageContext,
): EncodedFetch[] {
  const { id: orderId, name, placedAt, currency, taxesIncluded, stage } = order;
  const common = {
    ...fetchEntries(context),
    kind: 'refund',
    identity,
    ...(refundIds && { refundIds: [...refundIds] }),
    ...((stage === 'promised' || stage === 'refunds-only') && { orderStage: stage }),
  } as const;
  return refunds.map(({ refund: { id: refundId, refundedAt, amount } }) =>
    encodeFetch({
      ...common,
      order: { name, placedAt, currency },
      reference: { orderId, refundId, taxesIncluded },
      refund: { refundedAt, amount },
    }),
  );
}

function encodeFetch(message: FetchContent): EncodedFetch {
  return { message, body: encodeFetchMessage(message) };
}

/** Returns the fields that all messages of the `fetches` queue share. */
function fetchEntries({ connection, deliveryId, receivedAt, traceId }: MessageContext) {
  const { id, source } = connection;
  return { connection: id, source, deliveryId, receivedAt: receivedAt.toISOString(), traceId };
}

/** Returns the fields that all messages of the `events` queue share. */
function eventEntries(context: MessageContext) {
  const { dfinery, shop } = context.connection;
  return { ...fetchEntries(context), serviceId: dfinery.serviceId, shop };
}

function partOf(events: readonly unknown[], index: number) {
  return { part: index + 1, parts: events.length };
}

/**
 * Returns the message that sends once more what Dfinery has lost: `at` is when it was accepted, by the ledger.
 * @throws {PayloadError} it is over SQS's limit.
 */
export function toRepair(message: Exclude<MessageContent, { kind: 'profile' }>, at: number): Encoded {
  // What it says was received by then: a shop may have been erased since.
  return encode({ ...message, repairs: at, receivedAt: new Date(at).toISOString() });
}

/** @throws {PayloadError} the message is over SQS's limit, which needs item names of thousands of characters. */
function encode(message: MessageContent): Encoded {
  const body = encodeMessage(message);
  if (Buffer.byteLength(body) <= MAX_MESSAGE_BYTES) return { message, body };
  throw new PayloadError([{ path: 'line_items', message: 'too long for one queue message' }]);
}
