import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RawBody } from './raw-body.ts';

interface Signed {
  readonly content: RawBody;
  readonly secrets: readonly string[];
}

/**
 * True if the signature is the base64 HMAC-SHA256 of the content under one of the secrets. Every secret is tried, each
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
  { content, secrets }: Signed,
  sign: (content: RawBody, secret: string) => string,
): boolean {
  const given = Buffer.from(signature);
  let matches = false;
  for (const secret of secrets) {
    if (secret === '') continue;
    const expected = Buffer.from(sign(content, secret));
    if (expected.length === given.length && timingSafeEqual(expected, given)) matches = true;
  }
  return matches;
}

/** Returns the HMAC-SHA256 of the content in base64 with padding. */
export function base64HmacSha256(content: RawBody, secret: string | Buffer): string {
  return createHmac('sha256', secret).update(content).digest('base64');
}

/** Returns the HMAC-SHA256 of the content in hexadecimal digits, small letters. */
export function hexHmacSha256(content: RawBody, secret: string): string {
  return createHmac('sha256', secret).update(content).digest('hex');
}
