import type { ApiClient } from '../sources/shop-api.ts';

/**
 * Returns the `authorization` header with a client's id and secret, not encrypted. Only for HTTPS.
 * @see https://www.rfc-editor.org/rfc/rfc7617 (read 2026-11-25)
 */
export function basicAuthorization({ clientId, clientSecret }: ApiClient): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
}
