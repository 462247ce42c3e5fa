import type { ErasureMessage } from '../queue/erasure-message.ts';

/** Returns what logs may say of a privacy request: nothing of the person. */
export function fieldsOf({ id, kind, connection, deliveryId, traceId, reference }: ErasureMessage) {
  return { erasure: id, kind, connection, deliveryId, traceId, reference };
}
