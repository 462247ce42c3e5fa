import type { CartAddition, Checkout } from './happening.ts';
import { type Decimal, toDecimal } from './money.ts';
import { uuidV5 } from './uuid-v5.ts';

/** Never change these: they identify every customer, checkout and cart that was sent. */
const CUSTOMERS = 'c2a1d8f4-7b3e-4e0b-8d2f-5f6a9e3b1c70';
const CARTS = '8e0b7c55-9f0e-4a57-8a63-3f6c1d2e94ab';

/**
 * Returns the name of a customer in messages, event ids, ledger and logs: UUIDv5 of `[source, shop, id]`. On some
 * platforms the id is a name that the customer chose, which must not appear in logs.
 */
export function customerKey(customer: {
  readonly source: string;
  readonly shop: string;
  readonly id: string;
}): string {
  const { source, shop, id } = customer;
  return uuidV5(JSON.stringify([source, shop, id]), CUSTOMERS);
}

/** Returns the name of a checkout in messages, event ids, ledger and logs: UUIDv5 of `[source, shop, token]`. */
export function checkoutKey({ source, shop, token }: Pick<Checkout, 'source' | 'shop' | 'token'>): string {
  return uuidV5(JSON.stringify([source, shop, token]), CARTS);
}

/**
 * Returns the name of a cart addition: UUIDv5 of customer, product, quantity and the
 * hour (UTC) in which it was received. Cart webhooks have no id. So a second delivery
 * within the hour is the same addition, and so is the same product added again.
 */
export function cartKey(
  { source, shop, customer, product, quantity }: CartAddition,
  receivedAt: Date,
): string {
  const { productId, variantId = null, parameters } = product;
  const sorted = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  const hour = receivedAt.toISOString().slice(0, 13);
  const name = [source, shop, customer.id ?? null, productId, variantId, sorted, quantity, hour];
  return uuidV5(JSON.stringify(name), CARTS);
}

/** Returns the name of a refund in messages, event ids and ledger. */
export function refundKey(orderId: string, refundId: string): string {
  return `${orderId}/${refundId}`;
}

/** The refund of all that is left of an order that was called off. */
export const CANCELLATION = 'cancellation';
/** The refund of what was promised and not paid. */
export const SETTLEMENT = 'settlement';
/** The refund of what an order says is paid back beyond the refunds that it lists. */
export const REST = 'rest';

/** Begins the id of a refund that stands for all that was paid back of an order until then. */
const UP_TO = 'up-to-';

/** Returns the id of the refund of all that was paid back of an order, of a platform that lists no single refunds. */
export function cumulativeRefundId(paidBack: Decimal): string {
  return `${UP_TO}${paidBack}`;
}

/** Returns how much was paid back of an order with this refund and all before it; `undefined` if it is a single one. */
export function paidBackWith(refundId: string): Decimal | undefined {
  const text = refundId.startsWith(UP_TO) ? refundId.slice(UP_TO.length) : '';
  return /^\d+(?:\.\d+)?$/.test(text) ? toDecimal(text) : undefined;
}

/** Begins the name of what no webhook brought, in place of a delivery's id. */
export const POLLED = 'poll/';
export const REPAIRED = 'repair/';
export const BACKFILLED = 'backfill-';

/** Returns the name of the further purchase after which `due` is told of an order. */
export function riseKey(orderId: string, due: Decimal): string {
  return `${orderId}/to/${due}`;
}

/** Returns the order's id of the name of a further purchase; any other name as it is. */
export function orderOfRise(subjectKey: string): string {
  return subjectKey.replace(/\/to\/\d+(\.\d+)?$/, '');
}

/** Returns the order's id of the name of a refund. An order's id may hold slashes, a refund's may not. */
export function orderOfRefund(refundKey: string): string {
  return refundKey.slice(0, refundKey.lastIndexOf('/'));
}

/** Returns the refund's own id of the name of a refund. */
export function refundIdOfKey(refundKey: string): string {
  return refundKey.slice(refundKey.lastIndexOf('/') + 1);
}
