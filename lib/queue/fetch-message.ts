import * as v from 'valibot';
import { decodeBody, encodeBody } from './message-format.ts';

/** The version this adapter writes. */
const FETCH_MESSAGE_VERSION = 1;

const Text = v.pipe(v.string(), v.nonEmpty());

const FetchMessageSchema = v.object({
  v: v.literal(FETCH_MESSAGE_VERSION),
  connection: Text,
  source: Text,
  reference: v.object({ orderId: Text, parameters: v.record(v.string(), v.string()) }),
  deliveryId: Text,
  receivedAt: v.pipe(v.string(), v.isoTimestamp()),
  traceId: Text,
});

/** An order to be fetched: one message of the `fetches` queue. Holds nothing of a person. */
export type FetchMessage = v.InferOutput<typeof FetchMessageSchema>;

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
