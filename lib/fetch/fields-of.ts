import { type FetchMessage, fetchKey } from '../queue/fetch-message.ts';

/** Returns what a log line says of something to be fetched: ids, and nothing of a person. */
export function fieldsOf(message: FetchMessage) {
  const { kind, connection, source, deliveryId, traceId } = message;
  return { source, connection, kind, orderId: fetchKey(message), deliveryId, traceId };
}
