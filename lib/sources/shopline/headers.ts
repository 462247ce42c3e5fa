import { headerId } from '../header-id.ts';
import type { Delivery, WebhookRequest } from '../source.ts';

/**
 * The headers of a webhook. None of them is signed.
 * @see https://developer.shopline.com/docs/apps/api-instructions-for-use/webhooks/overview (read 2026-11-29)
 */
export const headerNames = {
  topic: 'x-shopline-topic',
  signature: 'x-shopline-hmac-sha256',
  shop: 'x-shopline-shop-domain',
  shopId: 'x-shopline-shop-id',
  merchantId: 'x-shopline-merchant-id',
  apiVersion: 'x-shopline-api-version',
  /** The same when the webhook is sent again. */
  deliveryId: 'x-shopline-webhook-id',
} as const;

const { signature: _, ...kept } = headerNames;

/** Headers to keep with a parked delivery. */
export const parkedHeaders = Object.values(kept);

/** The overview writes one of the topics in two ways; each event's own page has the second. */
const SPELLINGS: ReadonlyMap<string | undefined, string> = new Map([['orders/update', 'orders/updated']]);

/** Returns topic and delivery id. SHOPLINE does not mark test sends. Never throws. */
export function readHeaders(request: WebhookRequest): Delivery {
  const topic = request.headers[headerNames.topic];
  return {
    ...request,
    topic: SPELLINGS.get(topic) ?? topic,
    deliveryId: headerId(request.headers[headerNames.deliveryId]),
    isTest: false,
  };
}
