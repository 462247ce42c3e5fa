import * as v from 'valibot';
import { IdentitySchema } from '../dfinery/event.ts';
import { decodeBody, encodeBody } from './message-format.ts';

/** The version this adapter writes. */
const ERASURE_MESSAGE_VERSION = 1;

const Text = v.pipe(v.string(), v.nonEmpty());

const ErasureMessageSchema = v.object({
  v: v.literal(ERASURE_MESSAGE_VERSION),
  kind: v.picklist(['erase-customer', 'erase-shop', 'data-request']),
  /** Of this delivery of the request. Another delivery of the same request has another id. */
  id: Text,
  /** Equal for deliveries of the same request. */
  digest: Text,
  connection: Text,
  serviceId: Text,
  source: Text,
  shop: Text,
  /** As in events. Absent for a whole shop, and if none of the customer's identifiers can be used. */
  identity: v.optional(IdentitySchema),
  /** As the platform writes them. Parked deliveries are searched for them. */
  customerIds: v.array(Text),
  emails: v.array(Text),
  phones: v.array(Text),
  orderIds: v.array(Text),
  /** The platform's number of a data request. */
  reference: v.optional(Text),
  deliveryId: Text,
  receivedAt: v.pipe(v.string(), v.isoTimestamp()),
  traceId: Text,
});

/** A request to erase a customer or a shop, or for a customer's stored data: one message of the `erasures` queue. */
export type ErasureMessage = v.InferOutput<typeof ErasureMessageSchema>;

/** Returns the log fields of a privacy request: ids, no personal data. */
export function fieldsOfErasure(message: ErasureMessage) {
  const { id, kind, connection, deliveryId, traceId, reference } = message;
  return { erasure: id, kind, connection, deliveryId, traceId, reference };
}

/** Returns the body of a queue message. */
export function encodeErasureMessage(message: Omit<ErasureMessage, 'v'>): string {
  return encodeBody({ v: ERASURE_MESSAGE_VERSION, ...message });
}

/**
 * Reads the body of a message of the `erasures` queue.
 * @throws {MessageError} `message-newer`: a later version of the adapter wrote it; `message-invalid`: anything else.
 */
export function decodeErasureMessage(body: string): ErasureMessage {
  return decodeBody(body, { schema: ErasureMessageSchema, version: ERASURE_MESSAGE_VERSION });
}
