import { headerId } from '../header-id.ts';
import type { Delivery, WebhookRequest } from '../source.ts';

/**
 * Shopify's two families of header names: classic webhooks and the newer Events deliveries. They differ only in the
 * prefix. The signature header that is present decides, as in Shopify's own library.
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

/** Headers to keep with a parked delivery. */
export const parkedHeaders = families.flatMap(({ signature, ...kept }) => Object.values(kept));

/** Returns the header names of this request: the family whose signature header is present, or the classic ones. */
export function headerNames(headers: WebhookRequest['headers']): (typeof families)[number] {
  return families.find((family) => headers[family.signature] !== undefined) ?? families[0];
}

/** Returns topic, delivery id and test mark. Never throws. */
export function readHeaders(request: WebhookRequest): Delivery {
  const names = headerNames(request.headers);
  return {
    ...request,
    topic: request.headers[names.topic],
    deliveryId: headerId(request.headers[names.deliveryId]),
    isTest: request.headers[names.test] === 'true',
  };
}
