import type { ShopConnection } from '../model/connection.ts';
import type { Tombstones } from '../model/subject.ts';
import type { MessageQueue } from '../queue/message-queue.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import type { Source, VerifiedDelivery, WebhookRequest } from '../sources/source.ts';
import type { ConnectionStore } from '../stores/connections/connection-store.ts';
import type { ParkedBucket } from '../stores/parked/parked-bucket.ts';
import type { IgnoredReason } from '../translate/reading.ts';
import type { MessageContext } from '../translate/to-messages.ts';

/** A webhook request with the two ids of its address and the ids of this HTTP call. */
export interface ReceiverRequest extends WebhookRequest {
  readonly source: string;
  readonly connection: string;
  readonly requestId: string;
  readonly traceId: string;
}

export type ReceiverAnswer =
  /** `fetches` are refunds whose lines another function fetches; absent where there is none. */
  | { readonly kind: 'queued'; readonly events: number; readonly fetches?: number }
  /** So many orders, or the product of a cart, are fetched by another function. */
  | { readonly kind: 'fetch-queued'; readonly fetches: number }
  /** Requests to forget somebody, or to tell what is held of them, are carried out by another function. */
  | { readonly kind: 'erasure-queued'; readonly requests: number }
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason }
  /** It tells of somebody who was erased since. Only where it is asked for. */
  | { readonly kind: 'erased' }
  | { readonly kind: 'parked' }
  | { readonly kind: 'unauthorized'; readonly status: 401 | 403 }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'unavailable' };

export interface ReceiverPorts {
  readonly connections: ConnectionStore<ShopConnection>;
  readonly queue: MessageQueue;
  /** Orders that a delivery only named, and refunds whose lines it did not tell. */
  readonly fetches: MessageQueue;
  /** Requests to forget somebody. */
  readonly erasures: MessageQueue;
  /** Asked where deliveries of an earlier time are taken; the receiver leaves it to the drain. */
  readonly tombstones?: Tombstones;
  readonly parked: ParkedBucket;
  readonly telemetry: Telemetry;
  readonly now: () => Date;
}

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
export function fieldsOfDelivery({ request, source, connection, delivery }: Verified) {
  return {
    source: source.id,
    connection: connection.id,
    topic: delivery.topic,
    deliveryId: delivery.deliveryId,
    requestId: request.requestId,
    traceId: request.traceId,
  };
}
