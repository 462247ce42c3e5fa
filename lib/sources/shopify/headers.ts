import { headerId } from '../header-id.ts';
import type { Delivery, WebhookRequest } from '../source.ts';

/** The topic of every Events delivery. A classic topic names a resource and an action: `orders/paid`. */
export const EVENTS_DELIVERY = 'events-delivery';

/**
 * Shopify's two families of header names: classic webhooks and the newer Events deliveries. The names differ only in the
 * prefix, the bodies in everything. The signature header that is present decides, as in Shopify's own library.
 * @see https://shopify.dev/docs/apps/build/webhooks/delivery-structure (read 2026-11-23)
 * @see https://shopify.dev/docs/apps/build/events/verify-deliveries (read 2026-11-23)
 */
const CLASSIC = headersWith('x-shopify-');
const EVENTS = headersWith('shopify-');
const families = [CLASSIC, EVENTS] as const;

function headersWith(prefix: string) {
  return {
    signature: `${prefix}hmac-sha256`,
    topic: `${prefix}topic`,
    shop: `${prefix}shop-domain`,
    deliveryId: `${prefix}webhook-id`,
    eventId: `${prefix}event-id`,
    triggeredAt: `${prefix}triggered-at`,
    apiVersion: `${prefix}api-version`,
    test: `${prefix}test`,
  };
}

/** Headers to keep with a parked delivery. */
export const parkedHeaders = families.flatMap(({ signature, ...kept }) => Object.values(kept));

/** Returns the header names of this request: the family whose signature header is present, or the classic ones. */
export function headerNames(headers: WebhookRequest['headers']): (typeof families)[number] {
  return families.find((family) => headers[family.signature] !== undefined) ?? CLASSIC;
}

/**
 * Returns topic, delivery id and test mark. An Events delivery has what its subscriber's own query asks for, not an
 * order, so all of them share one topic: theirs is a mere resource such as `Order`. Never throws.
 * @see https://shopify.dev/docs/apps/build/events/delivery-structure (read 2026-11-29)
 */
export function readHeaders(request: WebhookRequest): Delivery {
  const names = headerNames(request.headers);
  const topic = request.headers[names.topic];
  const isEvent = names === EVENTS && topic?.includes('/') !== true;
  return {
    ...request,
    topic: isEvent ? EVENTS_DELIVERY : topic,
    deliveryId: headerId(request.headers[names.deliveryId]),
    isTest: request.headers[names.test] === 'true',
  };
}
