import { mapRefund } from '../dfinery/to-refunds.ts';
import type { ShopConnection } from '../model/connection.ts';
import type { RefundFetch } from '../queue/fetch-message.ts';
import type { RefundDetails } from '../sources/shop-api.ts';
import { NOTHING, type Plan } from '../translate/plan-queueing.ts';
import { refundMessages } from '../translate/to-messages.ts';

/**
 * Plans a refund from its delivery and the details of the shop's API. Pure.
 * @throws {PayloadError} a message is over SQS's limit.
 */
export function planRefund(
  message: RefundFetch,
  shop: ShopConnection,
  { refundedAt = message.refund.refundedAt, items, delivery }: RefundDetails,
): Plan {
  const { source, reference, identity, deliveryId, traceId, refundIds, orderStage: stage } = message;
  const { name, placedAt, currency } = message.order;
  const order = { source, shop: shop.shop, id: reference.orderId, name, placedAt, currency, stage };
  const { amount } = message.refund;
  const mapped = mapRefund(order, shop, { id: reference.refundId, refundedAt, amount, items, delivery });
  const context = { connection: shop, deliveryId, receivedAt: new Date(message.receivedAt), traceId };
  return {
    ...NOTHING,
    events: refundMessages({ order, identity, refunds: [mapped], refundIds }, context),
    odd: { RefundWithoutLines: mapped.standIn === 'refund' ? 1 : 0 },
  };
}
