import type { Delivery, WebhookRequest } from '../source.ts';

/** Returns the request alone: the topic is in the body, and no header of a webhook is documented. Never throws. */
export function readHeaders(request: WebhookRequest): Delivery {
  return { ...request, topic: undefined, deliveryId: undefined, isTest: false };
}
