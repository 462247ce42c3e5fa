import { base64HmacSha256, isBase64HmacSha256 } from '../hmac.ts';
import { isShop } from '../is-shop.ts';
import {
  type Delivery,
  type SigningIdentity,
  type SigningInput,
  type Verdict,
  withoutVerification,
} from '../source.ts';
import { API_VERSION } from './api-version.ts';
import { headerNames } from './headers.ts';

/**
 * Checks the base64 HMAC-SHA256 over the raw body. The headers are not signed and there
 * is no timestamp, so no age is checked. Shopify always names the shop in a header. Another
 * shop, or none, is refused: the webhook was pointed at the wrong address, or somebody replays a delivery of one shop of an app at another's.
 * @see https://shopify.dev/docs/apps/build/webhooks/subscribe/https (read 2026-11-23)
 */
export function verify(delivery: Delivery, identity: SigningIdentity): Verdict {
  const names = headerNames(delivery.headers);
  const signature = delivery.headers[names.signature];
  if (signature === undefined || signature === '') return { valid: false, reason: 'signature-missing' };

  const signed = { content: delivery.rawBody, secrets: identity.secrets };
  if (!isBase64HmacSha256(signature, signed)) return { valid: false, reason: 'signature-mismatch' };

  const shop = delivery.headers[names.shop] ?? '';
  if (!isShop(shop, identity)) return { valid: false, reason: 'shop-mismatch' };
  return { valid: true, delivery: withoutVerification(delivery) };
}

/** Returns the headers of a classic Shopify webhook. */
export function sign({
  rawBody,
  secret,
  topic,
  shop,
  deliveryId,
  now,
}: SigningInput): Record<string, string> {
  const names = headerNames({});
  return {
    'content-type': 'application/json',
    [names.signature]: base64HmacSha256(rawBody, secret),
    [names.topic]: topic,
    [names.shop]: shop,
    [names.deliveryId]: deliveryId,
    [names.triggeredAt]: now.toISOString(),
    [names.apiVersion]: API_VERSION,
  };
}
