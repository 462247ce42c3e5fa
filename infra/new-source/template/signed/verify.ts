import { base64HmacSha256, isBase64HmacSha256 } from '../../../../lib/sources/hmac.ts';
import type {
  Delivery,
  SigningIdentity,
  SigningInput,
  Verdict,
  VerifiedDelivery,
} from '../../../../lib/sources/source.ts';
import { headerNames } from './headers.ts';

// TO DO 10: How does the platform sign? Here it is base64 HMAC-SHA256 of the body. Change `verify` and `sign` to the platform's way, and name the page that says so.

/** Checks the signature over the raw bytes. Never throws. */
export function verify(delivery: Delivery, { secrets }: SigningIdentity): Verdict {
  const signature = delivery.headers[headerNames.signature];
  if (!signature) return { valid: false, reason: 'signature-missing' };
  const isGenuine = isBase64HmacSha256(signature, { content: delivery.rawBody, secrets });
  if (!isGenuine) return { valid: false, reason: 'signature-mismatch' };
  return { valid: true, delivery: delivery as VerifiedDelivery };
}

/** Returns the headers that the platform would send with this body. */
export function sign({ rawBody, secret, topic, deliveryId }: SigningInput): Record<string, string> {
  return {
    'content-type': 'application/json',
    [headerNames.topic]: topic,
    [headerNames.signature]: base64HmacSha256(rawBody, secret),
    [headerNames.deliveryId]: deliveryId,
  };
}
