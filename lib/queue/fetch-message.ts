import * as v from 'valibot';
import { IdentitySchema } from '../dfinery/event.ts';
import { refundKey } from '../model/keys.ts';
import { AmountSchema } from '../model/money.ts';
import { decodeBody, encodeBody } from './message-format.ts';

/** The version this adapter writes. */
const FETCH_MESSAGE_VERSION = 1;

const Text = v.pipe(v.string(), v.nonEmpty());
const Instant = v.pipe(v.string(), v.isoTimestamp());

const entries = {
  v: v.literal(FETCH_MESSAGE_VERSION),
  connection: Text,
  source: Text,
  deliveryId: Text,
  receivedAt: Instant,
  traceId: Text,
};

/** What the shop's API needs besides the id. */
const Parameters = v.record(v.string(), v.string());

const FetchMessageSchema = v.variant('kind', [
  /** An order that a delivery named. No personal data. */
  v.object({
    ...entries,
    kind: v.literal('order'),
    reference: v.object({ orderId: Text, parameters: Parameters }),
  }),
  /** An addition to a cart. The product's name and price are missing. */
  v.object({
    ...entries,
    kind: v.literal('cart'),
    product: v.object({ productId: Text, variantId: v.optional(Text), parameters: Parameters }),
    quantity: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
    identity: IdentitySchema,
    /** Its key in the ledger. */
    cartKey: Text,
  }),
  /** A refund of which the delivery gave only the amount. Holds everything its event needs except the lines. */
  v.object({
    ...entries,
    kind: v.literal('refund'),
    reference: v.object({ orderId: Text, refundId: Text, taxesIncluded: v.boolean() }),
    identity: IdentitySchema,
    order: v.object({ name: v.optional(Text), placedAt: Instant, currency: Text }),
    refund: v.object({ refundedAt: Instant, amount: AmountSchema }),
    /** As in the message of the refund. */
    refundIds: v.optional(v.array(Text)),
    orderStage: v.optional(v.picklist(['promised', 'refunds-only'])),
  }),
]);

/** Something to be fetched from a shop's API: one message of the `fetches` queue. */
export type FetchMessage = v.InferOutput<typeof FetchMessageSchema>;

/** An order to be fetched. */
export type OrderFetch = Extract<FetchMessage, { readonly kind: 'order' }>;

/** An addition to a cart whose product is to be fetched. */
export type CartFetch = Extract<FetchMessage, { readonly kind: 'cart' }>;

/** A refund whose lines are to be fetched. */
export type RefundFetch = Extract<FetchMessage, { readonly kind: 'refund' }>;

/** A message without its version, which encoding adds. */
export type FetchContent = WithoutVersion<FetchMessage>;

/** Distributes over the kinds, so that the fields of each kind stay together. */
type WithoutVersion<Versioned> = Versioned extends FetchMessage ? Omit<Versioned, 'v'> : never;

/** Returns the id to search for: that of the order or the refund as in events, or the key of the addition to a cart. */
export function fetchKey(message: FetchMessage): string {
  switch (message.kind) {
    case 'order':
      return message.reference.orderId;
    case 'cart':
      return message.cartKey;
    case 'refund':
      return refundKey(message.reference.orderId, message.reference.refundId);
  }
}

/** Returns the log fields of a fetch: ids, no personal data. */
export function fieldsOfFetch(message: FetchMessage) {
  const { kind, connection, source, deliveryId, traceId } = message;
  return { source, connection, kind, orderId: fetchKey(message), deliveryId, traceId };
}

/** Returns the body of a queue message. */
export function encodeFetchMessage(message: FetchContent): string {
  return encodeBody({ ...message, v: FETCH_MESSAGE_VERSION });
}

/**
 * Reads the body of a message of the `fetches` queue.
 * @throws {MessageError} `message-newer`: a later version of the adapter wrote it; `message-invalid`: anything else.
 */
export function decodeFetchMessage(body: string): FetchMessage {
  return decodeBody(body, { schema: FetchMessageSchema, version: FETCH_MESSAGE_VERSION });
}
