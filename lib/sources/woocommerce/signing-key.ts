import { decodeEntities } from './decode-entities.ts';

/**
 * Returns the key that a webhook's secret signs with: the secret with its HTML entities decoded once. WordPress may
 * store `<` as `&lt;`, so both spellings of a secret are the same key.
 */
export function signingKey(secret: string): string {
  return decodeEntities(secret);
}
