import type { ShopConnection } from '../connection.ts';
import type { Source, VerifiedDelivery } from '../sources/source.ts';
import type { MessageContext } from '../translate/to-messages.ts';
import type { ReceiverRequest } from './receiver.ts';

/** A delivery whose signature was checked, with what it was checked against. */
export interface Verified {
  readonly request: ReceiverRequest;
  readonly source: Source;
  readonly connection: ShopConnection;
  readonly delivery: VerifiedDelivery;
  readonly receivedAt: Date;
  /** When the signature was checked, where that was not just now. */
  readonly verifiedAt?: Date;
}

/** Returns what the messages of a delivery say of where they come from. Not every platform gives its deliveries an id. */
export function contextOf({ connection, delivery, request, receivedAt }: Verified): MessageContext {
  const deliveryId = delivery.deliveryId ?? request.requestId;
  return { connection, deliveryId, receivedAt, traceId: request.traceId };
}

/** Returns what a log line says of a delivery: ids, and nothing of a person. */
export function fieldsOf({ request, source, connection, delivery }: Verified) {
  return {
    source: source.id,
    connection: connection.id,
    topic: delivery.topic,
    deliveryId: delivery.deliveryId,
    requestId: request.requestId,
    traceId: request.traceId,
  };
}
