import type { CartAddition } from '../cart.ts';
import { cartKey } from '../cart-keys.ts';
import type { CartEvent, Identity } from '../dfinery/event.ts';
import type { MappedCheckout } from '../dfinery/to-payment-info.ts';
import { type CartFetch, encodeFetchMessage } from './fetch-message.ts';
import { encodeMessage } from './message.ts';
import { contextEntries, type MessageContext } from './message-context.ts';

/** What the ledger wants to know of an event that has no amount and is never cut into parts. */
const WHOLE = { part: 1, parts: 1, total: '0' };

/** Returns the queue message of a checkout, encoded. */
export function toCheckoutMessage(
  { checkoutKey: orderId, identity, event }: MappedCheckout,
  context: MessageContext,
): string {
  return encodeMessage({
    ...contextEntries(context),
    kind: 'payment-info',
    ...WHOLE,
    orderId,
    identity,
    event,
  });
}

/** Returns the message of the `fetches` queue for an addition to a cart, encoded. Its product is not known yet. */
export function toCartFetch(
  { addition, identity }: { readonly addition: CartAddition; readonly identity: Identity },
  context: MessageContext,
): string {
  const { serviceId, shop, ...entries } = contextEntries(context);
  const { product, quantity } = addition;
  return encodeFetchMessage({
    ...entries,
    kind: 'cart',
    product: { ...product, parameters: { ...product.parameters } },
    quantity,
    identity,
    cartKey: cartKey(addition, context.receivedAt),
  });
}

/** Returns the queue message of an addition to a cart whose product was fetched, encoded. */
export function toCartMessage(
  { cartKey: orderId, identity }: Pick<CartFetch, 'cartKey' | 'identity'>,
  event: CartEvent,
  context: MessageContext,
): string {
  return encodeMessage({ ...contextEntries(context), kind: 'cart', ...WHOLE, orderId, identity, event });
}
