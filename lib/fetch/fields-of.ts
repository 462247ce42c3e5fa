import type { FetchMessage } from '../queue/fetch-message.ts';

/** Returns what a log line says of something to be fetched: ids, and nothing of a person. */
export function fieldsOf({ kind, connection, source, reference, deliveryId, traceId }: FetchMessage) {
  return { source, connection, kind, orderId: reference.orderId, deliveryId, traceId };
}
