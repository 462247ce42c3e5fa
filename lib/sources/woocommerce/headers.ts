import { headerId } from '../header-id.ts';
import type { Delivery, WebhookRequest } from '../source.ts';

/**
 * The headers of a WooCommerce webhook. None of them is signed.
 * @see https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/class-wc-webhook.php (`deliver`; read 2026-11-24)
 */
export const headerNames = {
  /** The shop's home address. */
  source: 'x-wc-webhook-source',
  topic: 'x-wc-webhook-topic',
  resource: 'x-wc-webhook-resource',
  event: 'x-wc-webhook-event',
  signature: 'x-wc-webhook-signature',
  webhookId: 'x-wc-webhook-id',
  /** A hash of webhook and second, so deliveries of one second share it. Good for logs only. */
  deliveryId: 'x-wc-webhook-delivery-id',
} as const;

const { signature: _, ...kept } = headerNames;

/** Headers to keep with a parked delivery. */
export const parkedHeaders = Object.values(kept);

/** Returns topic and delivery id. WooCommerce does not mark test sends. Never throws. */
export function readHeaders(request: WebhookRequest): Delivery {
  return {
    ...request,
    topic: request.headers[headerNames.topic],
    deliveryId: headerId(request.headers[headerNames.deliveryId]),
    isTest: false,
  };
}
