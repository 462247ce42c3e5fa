import type { CartFetch, OrderFetch } from '../queue/fetch-message.ts';
import type { AnyMessage } from '../queue/message.ts';
import type { Subject } from './subject.ts';

/** Returns whom a message of the `events` queue tells of. */
export function subjectOfMessage(message: AnyMessage): Subject {
  const { source, shop, identity, receivedAt } = message;
  return { source, shop, identity, receivedAt: Date.parse(receivedAt), ...whatHappened(message) };
}

function whatHappened(message: AnyMessage): Pick<Subject, 'orderId' | 'placedAt' | 'happenedAt'> {
  if (message.kind === 'profile') return { happenedAt: Date.parse(message.updatedAt) };
  const happenedAt = Date.parse(message.event.event_datetime);
  const { orderId } = message;
  if (message.kind === 'purchase') return { orderId, placedAt: happenedAt, happenedAt };
  // Of anything else `orderId` is a key that we made, and no order's id.
  if (message.kind !== 'refund') return { happenedAt };
  const { placedAt } = message;
  return {
    // A refund is known by its order and itself.
    orderId: orderId.split('/', 1)[0],
    ...(placedAt !== undefined && { placedAt: Date.parse(placedAt) }),
    happenedAt,
  };
}

/** Returns what is known of something before it is fetched: of an order its id alone, of a cart whose it is. */
export function subjectOfFetch(message: FetchedSubject, shop: string): Subject {
  const { source } = message;
  const at = Date.parse(message.receivedAt);
  const when = { happenedAt: at, receivedAt: at };
  return message.kind === 'cart'
    ? { source, shop, identity: message.identity, ...when }
    : { source, shop, orderId: message.reference.orderId, ...when };
}

type FetchedSubject =
  | Pick<OrderFetch, 'kind' | 'source' | 'reference' | 'receivedAt'>
  | Pick<CartFetch, 'kind' | 'source' | 'identity' | 'receivedAt'>;
