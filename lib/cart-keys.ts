import { v5 as uuidV5 } from 'uuid';
import type { CartAddition, Checkout } from './cart.ts';

/** Never change it: every checkout and every cart that was sent is known by it. */
const NAMESPACE = '8e0b7c55-9f0e-4a57-8a63-3f6c1d2e94ab';

/** Returns the name of a checkout in messages, event ids, ledger and logs: UUIDv5 of `[source, shop, token]`. */
export function checkoutKey({ source, shop, token }: Pick<Checkout, 'source' | 'shop' | 'token'>): string {
  return uuidV5(JSON.stringify([source, shop, token]), NAMESPACE);
}

/**
 * Returns the name of an addition to a cart: UUIDv5 of who added what and how many of it, and of the hour (UTC) it was
 * received in. Webhooks of carts have no id, so one that is delivered again within the hour is the same addition, and so is
 * the same product added again.
 */
export function cartKey(
  { source, shop, customer, product, quantity }: CartAddition,
  receivedAt: Date,
): string {
  const { productId, variantId = null, parameters } = product;
  const sorted = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  const hour = receivedAt.toISOString().slice(0, 13);
  const name = [source, shop, customer.id ?? null, productId, variantId, sorted, quantity, hour];
  return uuidV5(JSON.stringify(name), NAMESPACE);
}
