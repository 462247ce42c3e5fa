import { orderOfRefund, orderOfRise } from '../model/keys.ts';
import type { Subject } from '../model/subject.ts';
import type { CartFetch, OrderFetch, RefundFetch } from '../queue/fetch-message.ts';
import type { MessageContent } from '../queue/message.ts';

/** Returns the customer and the order that a message of the `events` queue is about. */
export function subjectOfMessage(message: MessageContent): Subject {
  const { source, shop, identity, receivedAt } = message;
  return { source, shop, identity, receivedAt: Date.parse(receivedAt), ...whatHappened(message) };
}

function whatHappened(message: MessageContent): Pick<Subject, 'orderId' | 'placedAt' | 'happenedAt'> {
  const { subjectKey } = message;
  const happenedAt = isDated(message) ? Date.parse(timeOf(message)) : 0;
  if (message.kind === 'purchase') {
    // Only a repair names a further purchase itself: before, what is queued is the order.
    const orderId = message.repairs === undefined ? subjectKey : orderOfRise(subjectKey);
    return { orderId, placedAt: happenedAt, happenedAt };
  }
  if (message.kind !== 'refund' && message.kind !== 'closing') return { happenedAt };
  const { placedAt } = message;
  return {
    orderId: orderOfRefund(subjectKey),
    ...(placedAt !== undefined && { placedAt: Date.parse(placedAt) }),
    happenedAt,
  };
}

/**
 * Without a time from the platform, a profile has the time at which it was received. It may have been sent before an
 * erasure request that was received earlier, so it counts as older than any request. No platform dates carts.
 */
function isDated(message: MessageContent): boolean {
  return message.kind === 'profile' ? message.isDated : message.kind !== 'cart';
}

function timeOf(message: MessageContent): string {
  return message.kind === 'profile' ? message.updatedAt : message.event.event_datetime;
}

/**
 * Returns what is known before a fetch: the id of an order, the customer of a
 * cart, everything but the lines of a refund. A cart has no time of its own.
 */
export function subjectOfFetch(message: FetchedSubject, shop: string): Subject {
  const { source } = message;
  const receivedAt = Date.parse(message.receivedAt);
  switch (message.kind) {
    case 'cart':
      return { source, shop, identity: message.identity, happenedAt: 0, receivedAt };
    case 'order':
      return { source, shop, orderId: message.reference.orderId, happenedAt: receivedAt, receivedAt };
    case 'refund': {
      const { reference, identity, order, refund } = message;
      const placedAt = Date.parse(order.placedAt);
      const happenedAt = Date.parse(refund.refundedAt);
      return { source, shop, identity, orderId: reference.orderId, placedAt, happenedAt, receivedAt };
    }
  }
}

type FetchedSubject =
  | Pick<OrderFetch, 'kind' | 'source' | 'reference' | 'receivedAt'>
  | Pick<CartFetch, 'kind' | 'source' | 'identity' | 'receivedAt'>
  | Pick<RefundFetch, 'kind' | 'source' | 'reference' | 'identity' | 'order' | 'refund' | 'receivedAt'>;
