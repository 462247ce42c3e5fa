import { hexHmacSha256, isBase64HmacSha256, isHexHmacSha256 } from '../hmac.ts';
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
 * Checks the HMAC-SHA256 over the raw body under the app's secret. SHOPLINE's own library writes it in hexadecimal digits;
 * the example in the documents is base64, so that passes too. The headers are not signed and there is no timestamp, so no
 * age is checked. The shop is always named in a header: another one, or none, is refused, because shops that share an app
 * share its secret.
 * @see https://github.com/shoplineos/shopline-sdk-go/blob/main/client/sign.go (`VerifyWebhookRequest`; read 2026-11-29)
 * @see https://developer.shopline.com/docs/webhook/order/order-updated (`X-Shopline-Hmac-Sha256`; read 2026-11-29)
 */
export function verify(delivery: Delivery, identity: SigningIdentity): Verdict {
  const { [headerNames.signature]: signature = '', [headerNames.shop]: shop = '' } = delivery.headers;
  if (signature === '') return { valid: false, reason: 'signature-missing' };
  const signed = { content: delivery.rawBody, secrets: identity.secrets };
  const isGenuine = isHexHmacSha256(signature, signed) || isBase64HmacSha256(signature, signed);
  if (!isGenuine) return { valid: false, reason: 'signature-mismatch' };
  if (!isShop(shop, identity)) return { valid: false, reason: 'shop-mismatch' };
  return { valid: true, delivery: withoutVerification(delivery) };
}

/** Returns the headers of a webhook. */
export function sign({ rawBody, secret, topic, shop, deliveryId }: SigningInput): Record<string, string> {
  return {
    'content-type': 'application/json; charset=utf-8',
    [headerNames.topic]: topic,
    [headerNames.signature]: hexHmacSha256(rawBody, secret),
    [headerNames.shop]: shop,
    [headerNames.shopId]: '1600000000001',
    [headerNames.merchantId]: '2000000001',
    [headerNames.apiVersion]: API_VERSION,
    [headerNames.deliveryId]: deliveryId,
  };
}
