import type { ShopConnection } from '../connection.ts';
import type { Identity, PurchaseEvent } from '../dfinery/event.ts';
import { PayloadError } from '../errors.ts';
import type { Order } from '../order.ts';
import { encodeMessage } from './message.ts';
import { MAX_BODY_BYTES } from './to-batches.ts';

export interface MessageContext {
  readonly connection: ShopConnection;
  readonly deliveryId: string;
  readonly receivedAt: Date;
  readonly traceId: string;
}

/**
 * Returns the queue messages of a purchase, encoded: one per event.
 * @throws {PayloadError} a message is over SQS's limit, which takes item names of thousands of characters.
 */
export function toMessages(
  purchase: {
    readonly order: Order;
    readonly identity: Identity;
    readonly events: readonly PurchaseEvent[];
  },
  { connection, deliveryId, receivedAt, traceId }: MessageContext,
): string[] {
  const { order, identity, events } = purchase;
  return events.map((event, index) => {
    const body = encodeMessage({
      connection: connection.id,
      serviceId: connection.dfinery.serviceId,
      source: order.source,
      shop: order.shop,
      kind: 'purchase',
      orderId: order.id,
      part: index + 1,
      parts: events.length,
      total: order.total,
      deliveryId,
      receivedAt: receivedAt.toISOString(),
      traceId,
      identity,
      event,
    });
    if (Buffer.byteLength(body) <= MAX_BODY_BYTES) return body;
    throw new PayloadError([{ path: 'line_items', message: 'too long for one queue message' }]);
  });
}
