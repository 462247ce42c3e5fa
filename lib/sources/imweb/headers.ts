import type { Delivery, WebhookRequest } from '../source.ts';

/** Holds the secret itself, without a scheme before it. */
export const SECRET = 'authorization';

/** Returns the headers alone: topic, order and time are in the body, and no delivery id is documented. Never throws. */
export function readHeaders(request: WebhookRequest): Delivery {
  return { ...request, topic: undefined, deliveryId: undefined, isTest: false };
}
