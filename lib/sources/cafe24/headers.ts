import type { Delivery, WebhookRequest } from '../source.ts';

/** Holds the key, as it is. */
export const API_KEY = 'x-api-key';

/** Returns the headers alone: the topic is in the body, and no id of the delivery is documented. Never throws. */
export function readHeaders(request: WebhookRequest): Delivery {
  return { ...request, topic: undefined, deliveryId: undefined, isTest: false };
}
