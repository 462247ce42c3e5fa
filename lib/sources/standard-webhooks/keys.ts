import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/**
 * The three serializations of a key. A shared secret (`whsec_`) signs and verifies. Of an ed25519 pair, the sender has
 * the private half (`whsk_`) and the receiver the public one (`whpk_`). The prefix of a shared secret is optional,
 * because every reference library removes it and base64-decodes the rest.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme (read 2026-11-24)
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/libraries/javascript/src/index.ts (read 2026-11-24)
 */
const SHARED = /^(?:whsec_)?([^_]+)$/;
const PRIVATE = /^whsk_(.+)$/;
const PUBLIC = /^whpk_(.+)$/;

/** The spec's limits for a shared secret. */
const SHARED_BYTES = { least: 24, most: 64 };
const ED25519_BYTES = 32;

/** RFC 8410: the bytes before the 32-byte ed25519 seed in PKCS #8. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Returns the bytes of a shared secret, or `undefined` if the text is not one. */
export function toSharedKey(secret: string): Buffer | undefined {
  const bytes = decode(secret, SHARED);
  if (bytes === undefined) return undefined;
  return bytes.length >= SHARED_BYTES.least && bytes.length <= SHARED_BYTES.most ? bytes : undefined;
}

/** Returns an ed25519 public key, or `undefined` if the secret is not one. */
export function toPublicKey(secret: string): KeyObject | undefined {
  const bytes = decode(secret, PUBLIC);
  if (bytes?.length !== ED25519_BYTES) return undefined;
  const x = bytes.toString('base64url');
  return createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } });
}

/**
 * Returns an ed25519 private key, or `undefined` if the secret is not one. The spec does not define its bytes: they may
 * be the seed (RFC 8032), or the seed followed by the public key, as in Svix's server.
 * @see https://github.com/svix/svix-webhooks/blob/main/server/svix-server/src/core/cryptography.rs (read 2026-11-24)
 */
export function toPrivateKey(secret: string): KeyObject | undefined {
  const bytes = decode(secret, PRIVATE);
  if (bytes?.length !== ED25519_BYTES && bytes?.length !== 2 * ED25519_BYTES) return undefined;
  const key = Buffer.concat([PKCS8_PREFIX, bytes.subarray(0, ED25519_BYTES)]);
  return createPrivateKey({ format: 'der', type: 'pkcs8', key });
}

/** Returns what is wrong with a connection's secret, without quoting it, or `undefined`. */
export function checkSecret(secret: string): string | undefined {
  if (toSharedKey(secret) !== undefined || toPublicKey(secret) !== undefined) return undefined;
  if (PRIVATE.test(secret))
    return 'is a private key, which only the sender may have: expected its public one, whpk_…';
  return 'expected whsec_ and the base64 of 24 to 64 bytes, or whpk_ and that of 32';
}

/** Returns the bytes of standard base64, padded or not, or `undefined` if the text has another form. */
function decode(secret: string, form: RegExp): Buffer | undefined {
  const text = form.exec(secret)?.[1] ?? '';
  const bytes = Buffer.from(text, 'base64');
  const canonical = bytes.toString('base64');
  // Node skips characters outside base64, so a typo would become another key.
  return text === canonical || text === canonical.replace(/={1,2}$/, '') ? bytes : undefined;
}
