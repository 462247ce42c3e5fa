import { eventLogId } from '../../../lib/dfinery/event-log-id.ts';
import { encodeMessage, type Message } from '../../../lib/queue/message.ts';
import type { QueueRecord } from '../../../lib/queue/worker/queue-record.ts';

const SHOP = 'example.myshopify.com';

/** When records are received, unless a test says otherwise. */
export const QUEUE_TIME = Date.parse('2026-11-24T00:00:00.000Z');

export interface QueuedOrder {
  readonly orderId: string;
  readonly customer?: string;
  readonly connection?: string;
  readonly serviceId?: string;
  readonly items?: number;
  readonly receivedAt?: string;
  readonly placedAt?: string;
  /** How often its record was received, this time included. Default 1. */
  readonly receives?: number;
  /** How long before `QUEUE_TIME` it was queued. Default 1 s. */
  readonly ageMs?: number;
}

type QueuedPurchaseMessage = Extract<Message, { kind: 'purchase' }>;
type QueuedRefundMessage = Extract<Message, { kind: 'refund' }>;
type QueuedClosingMessage = Extract<Message, { kind: 'closing' }>;
type QueuedSignUpMessage = Extract<Message, { kind: 'sign-up' }>;

/** Returns the message of a paid order of one part, its lines at 10 each. */
export function aQueuedMessage(order: QueuedOrder): QueuedPurchaseMessage {
  const { orderId, customer = 'c-1', connection = 'main', serviceId = 'service-1', items = 1 } = order;
  return {
    v: 1,
    connection,
    serviceId,
    source: 'shopify',
    shop: SHOP,
    kind: 'purchase',
    subjectKey: orderId,
    part: 1,
    parts: 1,
    total: String(items * 10),
    deliveryId: `delivery-${orderId}`,
    receivedAt: order.receivedAt ?? '2026-11-24T00:00:00.000Z',
    traceId: `trace-${orderId}`,
    identity: { external_id: customer, email: `${customer}@example.com` },
    event: {
      event_log_id: eventLogId({
        source: 'shopify',
        shop: SHOP,
        kind: 'purchase',
        subjectKey: orderId,
        part: 1,
      }),
      event_name: 'df_purchase',
      event_datetime: order.placedAt ?? '2026-11-23T00:00:00.000Z',
      event_items: Array.from({ length: items }, (_, index) => ({
        df_item_id: String(index + 1),
        df_item_name: `Item ${index + 1}`,
        df_price: 10,
        df_quantity: 1,
        df_discount: 0,
      })),
      event_properties: {
        df_order_id: orderId,
        df_total_purchase_amount: items * 10,
        df_delivery_charge: 0,
        df_payment_method: 'card',
      },
    },
  };
}

/** Returns the message of a refund of one line at 10, for an order that `aQueuedMessage` returns. */
export function aQueuedRefund({
  refundId,
  ...order
}: QueuedOrder & { refundId: string }): QueuedRefundMessage {
  const { event, ...message } = aQueuedMessage(order);
  const subjectKey = `${order.orderId}/${refundId}`;
  return {
    ...message,
    v: 2,
    kind: 'refund',
    subjectKey,
    total: '10',
    event: {
      event_log_id: eventLogId({ source: 'shopify', shop: SHOP, kind: 'refund', subjectKey, part: 1 }),
      event_name: 'df_refund',
      event_datetime: event.event_datetime,
      event_items: event.event_items.slice(0, 1),
      event_properties: { df_total_refund_amount: 10 },
    },
  };
}

/** Returns the message of the end of an order that `aQueuedMessage` returns. */
export function aQueuedClosing(order: QueuedOrder & { refundIds?: string[] }): QueuedClosingMessage {
  const { total, event: bought } = aQueuedMessage(order);
  const { v: _, ...refund } = aQueuedRefund({ ...order, refundId: 'cancellation' });
  const event_properties = { df_total_refund_amount: Number(total) };
  return {
    ...refund,
    v: 3,
    kind: 'closing',
    total,
    currency: 'USD',
    placedAt: bought.event_datetime,
    refundIds: order.refundIds ?? [],
    event: { ...refund.event, event_items: bought.event_items, event_properties },
  };
}

/** Returns the message of a customer's sign-up. */
export function aQueuedSignUp({ customer = 'c-1' }: Pick<QueuedOrder, 'customer'> = {}): QueuedSignUpMessage {
  const subjectKey = `key-of-${customer}`;
  const { event, ...message } = aQueuedMessage({ orderId: subjectKey, customer });
  return {
    ...message,
    v: 2,
    kind: 'sign-up',
    total: '0',
    event: {
      event_log_id: eventLogId({ source: 'shopify', shop: SHOP, kind: 'sign-up', subjectKey, part: 1 }),
      event_name: 'df_sign_up',
      event_datetime: event.event_datetime,
      event_properties: { df_sign_channel: 'shopify' },
    },
  };
}

/** Returns queue records of such orders, with `record-1`, `record-2` … as their ids. */
export function queueRecords(orders: readonly QueuedOrder[]): QueueRecord[] {
  return orders.map((order, index) =>
    aRecord({ ...order, messageId: `record-${index + 1}`, body: encodeMessage(aQueuedMessage(order)) }),
  );
}

/** Returns a queue record with any body. */
export function aRecord({
  messageId,
  body,
  receives = 1,
  ageMs = 1_000,
}: Pick<QueuedOrder, 'receives' | 'ageMs'> & Pick<QueueRecord, 'messageId' | 'body'>): QueueRecord {
  return {
    messageId,
    receiptHandle: `handle-of-${messageId}`,
    body,
    attributes: { ApproximateReceiveCount: String(receives), SentTimestamp: String(QUEUE_TIME - ageMs) },
  };
}
