import { sign, timingSafeEqual, verify } from 'node:crypto';
import { ConfigError } from '../../model/errors.ts';
import { base64HmacSha256 } from '../hmac.ts';
import { toPrivateKey, toPublicKey, toSharedKey } from './keys.ts';

/** HMAC-SHA256. */
const SHARED = 'v1,';
/** ed25519. */
const ASYMMETRIC = 'v1a,';

/**
 * A sender that rotates its key sends two of each kind at most. Each may cost a pass over the whole body, and anybody can
 * send a long list: with two ed25519 keys, 16 signatures of a body of 4 MiB took 290 ms.
 */
const MAX_SIGNATURES = 4;

/**
 * True if one of the first four signatures, separated by spaces, matches the content under one of the secrets. Shared secrets are
 * compared in constant time. Text that is not a key matches nothing.
 */
export function isSignedByAny(
  content: Buffer,
  { signatures, secrets }: { signatures: string; secrets: readonly string[] },
): boolean {
  const isOurs = (text: string) => text.startsWith(SHARED) || text.startsWith(ASYMMETRIC);
  const given = signatures.split(' ').filter(isOurs).slice(0, MAX_SIGNATURES);
  const shared = valuesOf(SHARED, given);
  const asymmetric = valuesOf(ASYMMETRIC, given);
  return secrets.some((secret) => {
    const sharedKey = toSharedKey(secret);
    if (sharedKey !== undefined) return isAnyEqual(shared, base64HmacSha256(content, sharedKey));
    const publicKey = toPublicKey(secret);
    if (publicKey === undefined) return false;
    return asymmetric.some((value) => verify(null, content, publicKey, Buffer.from(value, 'base64')));
  });
}

/** @throws {ConfigError} the secret is neither a shared secret nor a private key. */
export function signatureOf(content: Buffer, secret: string): string {
  const sharedKey = toSharedKey(secret);
  if (sharedKey !== undefined) return SHARED + base64HmacSha256(content, sharedKey);
  const privateKey = toPrivateKey(secret);
  if (privateKey !== undefined) return ASYMMETRIC + sign(null, content, privateKey).toString('base64');
  throw new ConfigError('This secret cannot sign: expected whsec_… or whsk_…');
}

function valuesOf(version: string, signatures: readonly string[]): string[] {
  return signatures.filter((text) => text.startsWith(version)).map((text) => text.slice(version.length));
}

function isAnyEqual(given: readonly string[], expected: string): boolean {
  const bytes = Buffer.from(expected);
  return given
    .map((text) => Buffer.from(text))
    .some((text) => text.length === bytes.length && timingSafeEqual(text, bytes));
}
