import * as v from 'valibot';
import { decodeBody, encodeBody } from './message-format.ts';

/** The version this adapter writes. */
const FETCH_MESSAGE_VERSION = 1;

const Text = v.pipe(v.string(), v.nonEmpty());

const entries = {
  v: v.literal(FETCH_MESSAGE_VERSION),
  connection: Text,
  source: Text,
  deliveryId: Text,
  receivedAt: v.pipe(v.string(), v.isoTimestamp()),
  traceId: Text,
};

/** What the shop's API finds something by, besides its id. */
const Parameters = v.record(v.string(), v.string());

const FetchMessageSchema = v.variant('kind', [
  /** An order that a delivery named. Holds nothing of a person. */
  v.object({
    ...entries,
    kind: v.literal('order'),
    reference: v.object({ orderId: Text, parameters: Parameters }),
  }),
]);

/** Something to be fetched from a shop's API: one message of the `fetches` queue. */
export type FetchMessage = v.InferOutput<typeof FetchMessageSchema>;

/** An order to be fetched. */
export type OrderFetch = Extract<FetchMessage, { readonly kind: 'order' }>;

/** Returns the body of a queue message. */
export function encodeFetchMessage(message: Omit<FetchMessage, 'v'>): string {
  return encodeBody({ v: FETCH_MESSAGE_VERSION, ...message });
}

/**
 * Reads the body of a message of the `fetches` queue.
 * @throws {MessageError} `message-newer`: a later version of the adapter wrote it; `message-invalid`: anything else.
 */
export function decodeFetchMessage(body: string): FetchMessage {
  return decodeBody(body, { schema: FetchMessageSchema, version: FETCH_MESSAGE_VERSION });
}
