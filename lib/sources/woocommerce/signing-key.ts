import { decodeEntities } from './decode-entities.ts';

/**
 * Returns the signing key of a webhook's secret: the secret with its HTML entities decoded once. WordPress may store `<`
 * as `&lt;`, so both spellings of a secret are the same key.
 */
export function signingKey(secret: string): string {
  return decodeEntities(secret);
}
