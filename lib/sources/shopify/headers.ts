import type { Delivery, WebhookRequest } from '../source.ts';

/**
 * The two families of header names that Shopify uses: classic webhooks and the newer Events deliveries. They differ
 * in the prefix only; which one is meant is told by the signature header that is present, as in Shopify's own library.
 * @see https://shopify.dev/docs/apps/build/webhooks/delivery-structure (read 2026-11-23)
 * @see https://shopify.dev/docs/apps/build/events/verify-deliveries (read 2026-11-23)
 */
const families = [headersWith('x-shopify-'), headersWith('shopify-')] as const;

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

/** The headers worth keeping with a parked delivery. */
export const parkedHeaders = families.flatMap(({ signature, ...kept }) => Object.values(kept));

/** Returns the names in use by this request: those whose signature header is there, else the classic ones. */
export function headerNames(headers: WebhookRequest['headers']): (typeof families)[number] {
  return families.find((family) => headers[family.signature] !== undefined) ?? families[0];
}

/** Returns topic, delivery id and test mark. Never throws. */
export function readHeaders(request: WebhookRequest): Delivery {
  const names = headerNames(request.headers);
  return {
    ...request,
    topic: request.headers[names.topic],
    deliveryId: request.headers[names.deliveryId],
    isTest: request.headers[names.test] === 'true',
  };
}
