import { toCartEvent } from '../dfinery/to-cart-event.ts';
import type { Product } from '../model/happening.ts';
import { type CartFetch, fieldsOfFetch } from '../queue/fetch-message.ts';
import { type FetchedAnswer, type FetchResult, fetchFromShop } from '../shop-client/fetch-from-shop.ts';
import { NOTHING } from '../translate/plan-queueing.ts';
import { wholeMessage } from '../translate/to-messages.ts';
import type { FetchFate, FetchWaits } from './fetch-fate.ts';
import type { FetchPorts } from './fetch-ports.ts';
import { queueFetched } from './queue-fetched.ts';
import { LAG_MS, NO_CALL, type Placed, type Taken } from './taken.ts';

/** The products found for one batch: many customers add the same one to their carts. */
export type KnownProducts = Map<string, Exclude<FetchResult<Product | undefined>, FetchWaits>>;

/**
 * Fetches the product that was added to a cart, and queues the event. If the product or its variant is gone there is no
 * price, and so no event. @throws {UnavailableError} AWS is unavailable.
 */
export async function takeCart(
  ports: FetchPorts,
  queued: Placed<CartFetch>,
  products: KnownProducts,
): Promise<Taken> {
  const answer = await fetchProduct(ports, queued, products);
  if (answer === undefined) return { fate: NO_CALL, pauseMs: 0 };
  const { result, pauseMs } = answer;
  return {
    fate: result.kind === 'waits' ? wait(ports, queued, result) : await take(ports, queued, result),
    pauseMs,
  };
}

async function fetchProduct(
  ports: FetchPorts,
  { message, place }: Placed<CartFetch>,
  products: KnownProducts,
): Promise<FetchedAnswer<Product | undefined> | undefined> {
  const call = place.api.api.products;
  if (call === undefined) return undefined;
  const { connection, product: reference } = message;
  const key = JSON.stringify([connection, reference]);
  const known = products.get(key);
  if (known !== undefined) return { result: known, pauseMs: 0 };
  const answer = await fetchFromShop(ports, place.api, { call, reference });
  if (answer.result.kind !== 'waits') products.set(key, answer.result);
  return answer;
}

function wait(ports: FetchPorts, { message, queuedAt }: Placed<CartFetch>, waits: FetchWaits): FetchFate {
  const isGone = waits.because === 'not-found' && ports.now() - queuedAt >= LAG_MS;
  return isGone ? ignore(ports, message) : waits;
}

async function take(
  ports: FetchPorts,
  { message, place }: Placed<CartFetch>,
  result: Exclude<FetchResult<Product | undefined>, FetchWaits>,
): Promise<FetchFate> {
  if (result.kind === 'unreadable') {
    // The dead letter can be redriven. The answer has only products and their prices, no personal data.
    ports.telemetry.error('Product could not be read', fieldsOfFetch(message), result.error);
    return {
      kind: 'dead',
      because: 'message-invalid',
      code: 'product-unreadable',
      message: result.error.message,
    };
  }
  const { found: product } = result;
  if (product === undefined) return ignore(ports, message);
  const { source, shop } = place;
  const { cartKey, identity, quantity, deliveryId, receivedAt, traceId } = message;
  const addition = { source: source.id, shop: shop.shop, cartKey, product, quantity, addedAt: receivedAt };
  const context = { connection: shop, deliveryId, receivedAt: new Date(receivedAt), traceId };
  const event = toCartEvent(addition, shop);
  const whole = wholeMessage({ kind: 'cart', subjectKey: cartKey, identity, event }, context);
  return queueFetched(ports, message, { ...NOTHING, events: [whole] });
}

function ignore({ telemetry }: FetchPorts, message: CartFetch): FetchFate {
  telemetry.info('Cart ignored', { ...fieldsOfFetch(message), reason: 'no-product' });
  return { kind: 'ignored', because: 'no-product' };
}
