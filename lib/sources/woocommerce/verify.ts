import { base64HmacSha256, isBase64HmacSha256 } from '../hmac.ts';
import {
  type Delivery,
  type SigningIdentity,
  type SigningInput,
  type Verdict,
  withoutVerification,
} from '../source.ts';
import { headerNames } from './headers.ts';
import { isSameShop } from './is-same-shop.ts';
import { signingKey } from './signing-key.ts';

/**
 * Checks the base64 HMAC-SHA256 over the raw body. The headers are not signed and there
 * is no timestamp, so no age is checked. WooCommerce always names its home address in a header. None, or one on a host
 * other than the connection's shop, is refused, because shops number their orders from 1 and two may share a secret.
 * @see https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/class-wc-webhook.php (`generate_signature`; read 2026-11-24)
 */
export function verify(delivery: Delivery, identity: SigningIdentity): Verdict {
  const signature = delivery.headers[headerNames.signature];
  if (signature === undefined || signature === '') return { valid: false, reason: 'signature-missing' };

  const signed = { content: delivery.rawBody, secrets: identity.secrets.map(signingKey) };
  if (!isBase64HmacSha256(signature, signed)) return { valid: false, reason: 'signature-mismatch' };

  const home = delivery.headers[headerNames.source] ?? '';
  if (home === '' || !isSameShop(home, identity.shop)) return { valid: false, reason: 'shop-mismatch' };
  return { valid: true, delivery: withoutVerification(delivery) };
}

/** Returns the headers of a WooCommerce webhook. */
export function sign({ rawBody, secret, topic, shop, deliveryId }: SigningInput): Record<string, string> {
  const [resource = '', event = ''] = topic.split('.');
  return {
    'content-type': 'application/json',
    [headerNames.source]: shop.includes('://') ? shop : `https://${shop}/`,
    [headerNames.topic]: topic,
    [headerNames.resource]: resource,
    [headerNames.event]: event,
    [headerNames.signature]: base64HmacSha256(rawBody, signingKey(secret)),
    [headerNames.webhookId]: '1',
    [headerNames.deliveryId]: deliveryId,
  };
}
