import type { ShopConnection } from '../connection.ts';
import { type MappedRefund, mapRefund } from '../dfinery/to-refunds.ts';
import type { RefundFetch } from '../queue/fetch-message.ts';
import type { RefundDetails } from '../sources/shop-api.ts';
import { refundMessages } from '../translate/to-messages.ts';

/** A refund that is ready for the queue. */
export interface ReadyRefund extends Pick<MappedRefund, 'standIn'> {
  /** One message per event. */
  readonly bodies: readonly string[];
}

/**
 * Maps a refund as its delivery told it, with what its shop's API told besides. Pure.
 * @throws {PayloadError} a message is over SQS's limit.
 */
export function readyRefund(
  message: RefundFetch,
  shop: ShopConnection,
  { refundedAt = message.refund.refundedAt, items, delivery }: RefundDetails,
): ReadyRefund {
  const { source, reference, identity, deliveryId, traceId } = message;
  const { name, placedAt, currency } = message.order;
  const order = { source, shop: shop.shop, id: reference.orderId, name, placedAt, currency };
  const { amount } = message.refund;
  const mapped = mapRefund(order, shop, { id: reference.refundId, refundedAt, amount, items, delivery });
  const context = { connection: shop, deliveryId, receivedAt: new Date(message.receivedAt), traceId };
  const bodies = refundMessages({ order, identity, refunds: [mapped] }, context).map(({ body }) => body);
  return { bodies, standIn: mapped.standIn };
}
