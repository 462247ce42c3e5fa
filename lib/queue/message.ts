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

/** The newest version. The drain reads all of them. */
export const MESSAGE_VERSION = 3;

/**
 * A message is written in the lowest version that can express it, so that after a
 * roll-back the older drain still reads every kind that it could have written itself.
 */
const versionByKind = {
  purchase: 1,
  refund: 2,
  'sign-up': 2,
  profile: 2,
  'payment-info': 2,
  cart: 2,
  closing: 3,
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

/** What the ledger identifies an event by. */
const partEntries = {
  /**
   * When Dfinery accepted it, by the ledger, if Dfinery has lost it since: it is sent once more if the ledger still says
   * so. Milliseconds since 1970. An older drain takes it for a duplicate.
   */
  repairs: v.optional(v.pipe(v.number(), v.safeInteger())),
  /** `subjectKey` in memory. */
  orderId: Text,
  /** Parts of one order or refund count from 1. Most have one part. */
  part: Count,
  parts: Count,
  /** The total of the whole order or refund, not of the part, as decimal text. */
  total: Text,
};

const MessageSchema = v.variant('kind', [
  v.object({
    v: v.picklist([1, 2]),
    kind: v.literal('purchase'),
    ...entries,
    ...partEntries,
    /** How far the order is. Absent in messages of version 0.1.0. */
    stage: v.optional(v.picklist(['promised', 'paid'])),
    /** Of the order's amounts. */
    currency: v.optional(Text),
    event: PurchaseEventSchema,
    /** What to send if the order was promised for more than is due: a refund whose amount is not known yet. */
    settlement: v.optional(RefundEventSchema),
    /** What to send if more is due than was told, if the connection wants it: with the whole amount that is due. */
    rise: v.optional(PurchaseEventSchema),
  }),
  v.object({
    v: v.literal(2),
    kind: v.literal('refund'),
    ...entries,
    /** When the order was placed, if known. Erasures need it. */
    placedAt: v.optional(Instant),
    ...partEntries,
    /** All refunds that its delivery lists. Absent in messages of version 0.1.0. */
    refundIds: v.optional(v.array(Text)),
    /** Set if the order is not paid in full. With `refunds-only` no purchase came with it. */
    orderStage: v.optional(v.picklist(['promised', 'refunds-only'])),
    currency: v.optional(Text),
    event: RefundEventSchema,
  }),
  /** An order was called off. The event takes back the whole order; how much is left of it is not known yet. */
  v.object({
    v: v.literal(3),
    kind: v.literal('closing'),
    ...entries,
    placedAt: Instant,
    ...partEntries,
    refundIds: v.array(Text),
    currency: Text,
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
  /** Not an event: a customer's identifiers and properties. */
  v.object({
    v: v.literal(2),
    kind: v.literal('profile'),
    ...entries,
    orderId: Text,
    /** When the properties were true. */
    updatedAt: Instant,
    /** False if the platform gave no time; `updatedAt` is then the time of the delivery. */
    isDated: v.optional(v.boolean(), true),
    properties: UserPropertiesSchema,
    /** When a property changed, if it has a date of its own. */
    changedAt: v.record(Text, Instant),
  }),
]);

type WireMessage = v.InferOutput<typeof MessageSchema>;

/** Distributes over the kinds, so that kind and event stay together. */
type InMemory<Wire> = Wire extends WireMessage
  ? Omit<Wire, 'orderId'> & {
      /** An order's id, `refundKey` for a refund, a derived key for anything else. */
      readonly subjectKey: string;
    }
  : never;

/** One message of the `events` queue: an event or a profile for Dfinery, with what is needed to trace it. */
export type AnyMessage = InMemory<WireMessage>;

/** One event, ready to send. */
export type Message = Extract<AnyMessage, { readonly event: unknown }>;

/** The purchase of an order, or a part of it. */
export type PurchaseMessage = Extract<AnyMessage, { readonly kind: 'purchase' }>;

/** A refund of an order, or a part of it. */
export type RefundMessage = Extract<AnyMessage, { readonly kind: 'refund' }>;

/** The end of an order that was called off. */
export type ClosingMessage = Extract<AnyMessage, { readonly kind: 'closing' }>;

/** The profile of one customer. */
export type ProfileMessage = Extract<AnyMessage, { readonly kind: 'profile' }>;

/** A message without its version, which encoding adds. */
export type MessageContent = WithoutVersion<AnyMessage>;

/** Distributes over the kinds, so that kind and event stay together. */
type WithoutVersion<Versioned> = Versioned extends AnyMessage ? Omit<Versioned, 'v'> : never;

/** An event with what is needed to trace it, without its version. */
export type EventContent = Extract<MessageContent, { readonly event: unknown }>;

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
