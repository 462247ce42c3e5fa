import type { OrderReference } from '../sources/shop-api.ts';
import { encodeFetchMessage } from './fetch-message.ts';
import { contextEntries, type MessageContext } from './message-context.ts';

/** Returns the message of the `fetches` queue for an order that a delivery named, encoded. */
export function toOrderFetch(reference: OrderReference, context: MessageContext): string {
  const { serviceId, shop, ...entries } = contextEntries(context);
  return encodeFetchMessage({ ...entries, kind: 'order', reference: { ...reference } });
}
