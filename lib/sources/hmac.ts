import { createHmac, timingSafeEqual } from 'node:crypto';

interface Signed {
  readonly bytes: Buffer;
  readonly secrets: readonly string[];
}

/**
 * True if the signature is the base64 HMAC-SHA256 of the bytes under one of the secrets. Every secret is tried, each
 * in constant time. False for an empty list of secrets. An empty secret matches nothing.
 */
export function isBase64HmacSha256(signature: string, signed: Signed): boolean {
  return isOneOf(signature, signed, base64HmacSha256);
}

/** As `isBase64HmacSha256`, for a signature in hexadecimal digits, small letters. */
export function isHexHmacSha256(signature: string, signed: Signed): boolean {
  return isOneOf(signature, signed, hexHmacSha256);
}

function isOneOf(
  signature: string,
  { bytes, secrets }: Signed,
  sign: (bytes: Buffer, secret: string) => string,
): boolean {
  const given = Buffer.from(signature);
  let matches = false;
  for (const secret of secrets) {
    if (secret === '') continue;
    const expected = Buffer.from(sign(bytes, secret));
    if (expected.length === given.length && timingSafeEqual(expected, given)) matches = true;
  }
  return matches;
}

/** Returns the HMAC-SHA256 of the bytes in base64 with padding. */
export function base64HmacSha256(bytes: Buffer, secret: string | Buffer): string {
  return createHmac('sha256', secret).update(bytes).digest('base64');
}

/** Returns the HMAC-SHA256 of the bytes in hexadecimal digits, small letters. */
export function hexHmacSha256(bytes: Buffer, secret: string): string {
  return createHmac('sha256', secret).update(bytes).digest('hex');
}
