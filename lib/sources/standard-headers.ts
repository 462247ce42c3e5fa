import { headerId } from './header-id.ts';
import type { Delivery, WebhookRequest } from './source.ts';

/** @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#webhook-headers-sending-metadata-to-consumers (read 2026-11-24) */
export const headerNames = {
  id: 'webhook-id',
  timestamp: 'webhook-timestamp',
  signature: 'webhook-signature',
} as const;

/** Headers to keep with a parked delivery. */
export const parkedHeaders = [headerNames.id, headerNames.timestamp];

/** Returns the delivery id. Topic and test mark are in the body. Never throws. */
export function readHeaders(request: WebhookRequest): Delivery {
  const deliveryId = headerId(request.headers[headerNames.id]);
  return { ...request, topic: undefined, deliveryId, isTest: false };
}
