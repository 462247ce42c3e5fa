import type { Identity, PurchaseEvent } from '../dfinery/event.ts';
import type { MappedRefund, RefundsReading } from '../dfinery/to-refunds.ts';
import { PayloadError } from '../errors.ts';
import type { Order } from '../order.ts';
import { encodeMessage, type MessageContent } from './message.ts';
import { contextEntries, type MessageContext } from './message-context.ts';
import { MAX_BODY_BYTES } from './to-batches.ts';

/**
 * Returns the queue messages of an order, encoded: one per event of its purchase, then of its refunds.
 * @throws {PayloadError} a message is over SQS's limit, which takes item names of thousands of characters.
 */
export function toMessages(
  reading: {
    readonly order: Order;
    readonly identity: Identity;
    readonly events: readonly PurchaseEvent[];
    readonly refunds: RefundsReading;
  },
  context: MessageContext,
): string[] {
  const { order, identity, events, refunds } = reading;
  const common = { ...contextEntries(context), identity };
  const purchase = { ...common, kind: 'purchase', orderId: order.id, total: order.total } as const;
  return [
    ...events.map((event, index) => encode({ ...purchase, ...partOf(events, index), event })),
    ...toRefundMessages({ order, identity, refunds: refunds.refunds }, context),
  ];
}

/**
 * Returns the queue messages of an order's refunds, encoded: one per event.
 * @throws {PayloadError} a message is over SQS's limit.
 */
export function toRefundMessages(
  reading: {
    readonly order: Pick<Order, 'placedAt'>;
    readonly identity: Identity;
    readonly refunds: readonly MappedRefund[];
  },
  context: MessageContext,
): string[] {
  const { order, identity, refunds } = reading;
  const common = { ...contextEntries(context), identity, kind: 'refund', placedAt: order.placedAt } as const;
  return refunds.flatMap(({ orderId, total, events }) =>
    events.map((event, index) => encode({ ...common, orderId, total, ...partOf(events, index), event })),
  );
}

function partOf(events: readonly unknown[], index: number) {
  return { part: index + 1, parts: events.length };
}

function encode(message: MessageContent): string {
  const body = encodeMessage(message);
  if (Buffer.byteLength(body) <= MAX_BODY_BYTES) return body;
  throw new PayloadError([{ path: 'line_items', message: 'too long for one queue message' }]);
}
