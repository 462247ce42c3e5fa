import * as v from 'valibot';
import {
  CartEventSchema,
  IdentitySchema,
  PaymentInfoEventSchema,
  PurchaseEventSchema,
  RefundEventSchema,
  SignUpEventSchema,
  UserPropertiesSchema,
} from '../dfinery/event.ts';
import { decodeBody, encodeBody } from './message-format.ts';

/** The newest version. The drain reads it and the one before. */
export const MESSAGE_VERSION = 2;

/**
 * A message is written in the lowest version that can say it, so that after a roll-back the older drain still reads all
 * that it could have written itself.
 */
const versionByKind = {
  purchase: 1,
  refund: 2,
  'sign-up': 2,
  profile: 2,
  'payment-info': 2,
  cart: 2,
} as const satisfies Record<AnyMessage['kind'], number>;

const Text = v.pipe(v.string(), v.nonEmpty());
const Instant = v.pipe(v.string(), v.isoTimestamp());
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const entries = {
  connection: Text,
  serviceId: Text,
  source: Text,
  shop: Text,
  deliveryId: Text,
  receivedAt: Instant,
  traceId: Text,
  identity: IdentitySchema,
};

/** What the ledger knows an event by. */
const partEntries = {
  /** In memory `subjectKey`. */
  orderId: Text,
  /** Parts of one order or refund count from 1. Most have one. */
  part: Count,
  parts: Count,
  /** The whole order's or refund's total as decimal text, not the part's. */
  total: Text,
};

const MessageSchema = v.variant('kind', [
  v.object({
    v: v.picklist([1, 2]),
    kind: v.literal('purchase'),
    ...entries,
    ...partEntries,
    event: PurchaseEventSchema,
  }),
  v.object({
    v: v.literal(2),
    kind: v.literal('refund'),
    ...entries,
    /** When the order was placed, where that is known. An erasure asks for it. */
    placedAt: v.optional(v.pipe(v.string(), v.isoTimestamp())),
    ...partEntries,
    event: RefundEventSchema,
  }),
  v.object({
    v: v.literal(2),
    kind: v.literal('sign-up'),
    ...entries,
    ...partEntries,
    event: SignUpEventSchema,
  }),
  v.object({
    v: v.literal(2),
    kind: v.literal('payment-info'),
    ...entries,
    ...partEntries,
    event: PaymentInfoEventSchema,
  }),
  v.object({
    v: v.literal(2),
    kind: v.literal('cart'),
    ...entries,
    ...partEntries,
    event: CartEventSchema,
  }),
  /** No event: what a customer is known under and like. */
  v.object({
    v: v.literal(2),
    kind: v.literal('profile'),
    ...entries,
    orderId: Text,
    /** When the customer was like this. */
    updatedAt: Instant,
    /** False where the platform did not say so, and the delivery's own time stands in. */
    isDated: v.optional(v.boolean(), true),
    properties: UserPropertiesSchema,
    /** When a property changed, where that is dated apart from the rest. */
    changedAt: v.record(Text, Instant),
  }),
]);

type WireMessage = v.InferOutput<typeof MessageSchema>;

/** Of each kind on its own, so that kind and event stay together. */
type InMemory<Wire> = Wire extends WireMessage
  ? Omit<Wire, 'orderId'> & {
      /** What it is about: an order's id, of a refund `refundKey`; of anything else the key that was made for it. */
      readonly subjectKey: string;
    }
  : never;

/** One message of the `events` queue: something to tell Dfinery, with what is needed to trace it. */
export type AnyMessage = InMemory<WireMessage>;

/** One event, ready to send. */
export type Message = Extract<AnyMessage, { readonly event: unknown }>;

/** What is known of one customer. */
export type ProfileMessage = Extract<AnyMessage, { readonly kind: 'profile' }>;

/** What of a message is left to the one who writes it: all but the version. */
export type MessageContent = WithoutVersion<AnyMessage>;

/** Of each kind on its own, so that kind and event stay together. */
type WithoutVersion<Versioned> = Versioned extends AnyMessage ? Omit<Versioned, 'v'> : never;

/** Returns the body of a queue message. */
export function encodeMessage({ subjectKey: orderId, ...message }: MessageContent): string {
  return encodeBody({ ...message, orderId, v: versionByKind[message.kind] });
}

/**
 * Reads the body of a queue message.
 * @throws {MessageError} `message-newer`: a later version of the adapter wrote it; `message-invalid`: anything else.
 */
export function decodeMessage(body: string): AnyMessage {
  const { orderId: subjectKey, ...message } = decodeBody(body, {
    schema: MessageSchema,
    version: MESSAGE_VERSION,
  });
  return { ...message, subjectKey };
}
