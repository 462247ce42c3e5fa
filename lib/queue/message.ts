import * as v from 'valibot';
import { IdentitySchema, PurchaseEventSchema } from '../dfinery/event.ts';
import { decodeBody, encodeBody } from './message-format.ts';

/** The version this adapter writes. The drain reads it and the one before. */
export const MESSAGE_VERSION = 1;

const Text = v.pipe(v.string(), v.nonEmpty());
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const MessageSchema = v.object({
  v: v.literal(MESSAGE_VERSION),
  connection: Text,
  serviceId: Text,
  source: Text,
  shop: Text,
  kind: v.literal('purchase'),
  orderId: Text,
  /** Parts of one order count from 1. Most orders have one. */
  part: Count,
  parts: Count,
  /** The whole order's total as decimal text, not the part's. */
  total: Text,
  deliveryId: Text,
  receivedAt: v.pipe(v.string(), v.isoTimestamp()),
  traceId: Text,
  identity: IdentitySchema,
  event: PurchaseEventSchema,
});

/** One event, ready to send, with what is needed to trace it. One message of the `events` queue holds one. */
export type Message = v.InferOutput<typeof MessageSchema>;

/** Returns the body of a queue message. */
export function encodeMessage(message: Message): string {
  return encodeBody(message);
}

/**
 * Reads the body of a queue message.
 * @throws {MessageError} `message-newer`: a later version of the adapter wrote it; `message-invalid`: anything else.
 */
export function decodeMessage(body: string): Message {
  return decodeBody(body, { schema: MessageSchema, version: MESSAGE_VERSION });
}
