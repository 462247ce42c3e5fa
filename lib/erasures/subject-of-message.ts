import type { FetchMessage } from '../queue/fetch-message.ts';
import type { AnyMessage } from '../queue/message.ts';
import type { Subject } from './subject.ts';

/** Returns whom a message of the `events` queue tells of. */
export function subjectOfMessage(message: AnyMessage): Subject {
  const { source, shop, identity, receivedAt } = message;
  return { source, shop, identity, receivedAt: Date.parse(receivedAt), ...whatHappened(message) };
}

function whatHappened(message: AnyMessage): Pick<Subject, 'orderId' | 'placedAt' | 'happenedAt'> {
  // Of a profile and a sign-up `orderId` is the customer's key, which is no order's id.
  if (message.kind === 'profile') return { happenedAt: Date.parse(message.updatedAt) };
  const happenedAt = Date.parse(message.event.event_datetime);
  const { orderId } = message;
  if (message.kind === 'sign-up') return { happenedAt };
  if (message.kind === 'purchase') return { orderId, placedAt: happenedAt, happenedAt };
  const { placedAt } = message;
  return {
    // A refund is known by its order and itself.
    orderId: orderId.split('/', 1)[0],
    ...(placedAt !== undefined && { placedAt: Date.parse(placedAt) }),
    happenedAt,
  };
}

/** Returns what is known of an order before it is fetched. Nobody is: that an order was placed says its id alone. */
export function subjectOfFetch(
  { source, reference, receivedAt }: Pick<FetchMessage, 'source' | 'reference' | 'receivedAt'>,
  shop: string,
): Subject {
  const at = Date.parse(receivedAt);
  return { source, shop, orderId: reference.orderId, happenedAt: at, receivedAt: at };
}
