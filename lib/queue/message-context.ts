import type { ShopConnection } from '../connection.ts';

/** Where the events of a message come from. */
export interface MessageContext {
  readonly connection: ShopConnection;
  readonly deliveryId: string;
  readonly receivedAt: Date;
  readonly traceId: string;
}

/** Returns what all messages of a delivery say alike. */
export function contextEntries({ connection, deliveryId, receivedAt, traceId }: MessageContext) {
  return {
    connection: connection.id,
    serviceId: connection.dfinery.serviceId,
    source: connection.source,
    shop: connection.shop,
    deliveryId,
    receivedAt: receivedAt.toISOString(),
    traceId,
  };
}
