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
  /** `fetches` counts the refunds whose lines another function fetches; absent if there are none. */
  | { readonly kind: 'queued'; readonly events: number; readonly fetches?: number }
  /** Another function fetches this many orders, or the product of a cart. */
  | { readonly kind: 'fetch-queued'; readonly fetches: number }
  /** Another function carries out this many privacy requests. */
  | { readonly kind: 'erasure-queued'; readonly requests: number }
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason }
  /** The customer was erased in the meantime. Only if `tombstones` are given. */
  | { readonly kind: 'erased' }
  | { readonly kind: 'parked' }
  | { readonly kind: 'unauthorized'; readonly status: 401 | 403 }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'unavailable' };

export interface ReceiverPorts {
  readonly connections: ConnectionStore<ShopConnection>;
  readonly queue: MessageQueue;
  /** Orders and products that a delivery only named, and refunds whose lines it did not have. */
  readonly fetches: MessageQueue;
  /** Privacy requests. */
  readonly erasures: MessageQueue;
  /** Read when a delivery is replayed; the receiver itself leaves this to the drain. */
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
  /** When the signature was checked; absent if just now. */
  readonly verifiedAt?: Date;
}

/** Returns where the messages of a delivery come from. Not every platform gives its deliveries an id. */
export function contextOf({ connection, delivery, request, receivedAt }: Verified): MessageContext {
  const deliveryId = delivery.deliveryId ?? request.requestId;
  return { connection, deliveryId, receivedAt, traceId: request.traceId };
}

/** Returns the log fields of a delivery: ids, no personal data. */
export function fieldsOfDelivery({ request, connection, delivery }: Verified) {
  return {
    connection: connection.id,
    topic: delivery.topic,
    deliveryId: delivery.deliveryId,
    requestId: request.requestId,
  };
}
