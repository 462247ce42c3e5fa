import type { Delivery, WebhookRequest } from '../source.ts';

/** @see https://docs.stripe.com/webhooks (Verify webhook signatures manually, read 2026-11-29) */
export const SIGNATURE = 'stripe-signature';

/** Returns the headers alone: topic, id and test mark are in the body. Never throws. */
export function readHeaders(request: WebhookRequest): Delivery {
  return { ...request, topic: undefined, deliveryId: undefined, isTest: false };
}
