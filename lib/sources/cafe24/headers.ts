import type { Delivery, WebhookRequest } from '../source.ts';

/** Holds the key itself. */
export const API_KEY = 'x-api-key';

/** Returns the headers alone: the topic is in the body, and no delivery id is documented. Never throws. */
export function readHeaders(request: WebhookRequest): Delivery {
  return { ...request, topic: undefined, deliveryId: undefined, isTest: false };
}
