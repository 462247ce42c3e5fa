import * as v from 'valibot';
import { IdentitySchema, PurchaseEventSchema, RefundEventSchema } from '../dfinery/event.ts';
import { decodeBody, encodeBody } from './message-format.ts';

/** The newest version. The drain reads it and the one before. */
export const MESSAGE_VERSION = 2;

/**
 * A message is written in the lowest version that can say it, so that after a roll-back the older drain still reads all
 * that it could have written itself.
 */
const versionByKind = { purchase: 1, refund: 2 } as const satisfies Record<Message['kind'], number>;

const Text = v.pipe(v.string(), v.nonEmpty());
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const entries = {
  connection: Text,
  serviceId: Text,
  source: Text,
  shop: Text,
  deliveryId: Text,
  receivedAt: v.pipe(v.string(), v.isoTimestamp()),
  traceId: Text,
  identity: IdentitySchema,
};

/** What the ledger knows an event by. */
const partEntries = {
  /** An order's id; of a refund `{orderId}/{refundId}`. */
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
    ...partEntries,
    event: RefundEventSchema,
  }),
]);

/** One event, ready to send, with what is needed to trace it. One message of the `events` queue holds one. */
export type Message = v.InferOutput<typeof MessageSchema>;

/** What of a message is left to the one who writes it: all but the version. */
export type MessageContent = WithoutVersion<Message>;

/** Of each kind on its own, so that kind and event stay together. */
type WithoutVersion<Versioned> = Versioned extends Message ? Omit<Versioned, 'v'> : never;

/** Returns the body of a queue message. */
export function encodeMessage(message: MessageContent): string {
  return encodeBody({ ...message, v: versionByKind[message.kind] });
}

/**
 * Reads the body of a queue message.
 * @throws {MessageError} `message-newer`: a later version of the adapter wrote it; `message-invalid`: anything else.
 */
export function decodeMessage(body: string): Message {
  return decodeBody(body, { schema: MessageSchema, version: MESSAGE_VERSION });
}
