import { headerId } from '../../../../lib/sources/header-id.ts';
import type { Delivery, WebhookRequest } from '../../../../lib/sources/source.ts';

// TO DO 20: Which headers does a webhook have? Put their names here, in lower case, and the page that says so with the day you read it.
export const headerNames = {
  topic: 'x-my-shop-topic',
  signature: 'x-my-shop-signature',
  deliveryId: 'x-my-shop-delivery',
} as const;

/** Headers to keep with a parked delivery: never the signature. */
export const parkedHeaders = [headerNames.topic, headerNames.deliveryId];

/** Returns topic and delivery id. Never throws. */
export function readHeaders(request: WebhookRequest): Delivery {
  return {
    ...request,
    topic: request.headers[headerNames.topic],
    deliveryId: headerId(request.headers[headerNames.deliveryId]),
    isTest: false,
  };
}
