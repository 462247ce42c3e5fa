import type { ShopConnection } from '../connection.ts';
import type { ConnectionStore } from '../connections/connection-store.ts';
import type { ParkedBucket } from '../parked/parked-bucket.ts';
import type { MessageQueue } from '../queue/message-queue.ts';
import type { IgnoredReason } from '../read-delivery.ts';
import type { WebhookRequest } from '../sources/source.ts';
import type { Telemetry } from '../telemetry.ts';

/** A webhook request with the two ids of its address and the ids of this HTTP call. */
export interface ReceiverRequest extends WebhookRequest {
  readonly source: string;
  readonly connection: string;
  readonly requestId: string;
  readonly traceId: string;
}

export type ReceiverAnswer =
  | { readonly kind: 'queued'; readonly events: number }
  /** The order is fetched by another function. */
  | { readonly kind: 'fetch-queued' }
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason }
  | { readonly kind: 'parked' }
  | { readonly kind: 'unauthorized'; readonly status: 401 | 403 }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'unavailable' };

export interface ReceiverPorts {
  readonly connections: ConnectionStore<ShopConnection>;
  readonly queue: MessageQueue;
  /** Orders that a delivery only named. */
  readonly fetches: MessageQueue;
  readonly parked: ParkedBucket;
  readonly telemetry: Telemetry;
  readonly now: () => Date;
}
