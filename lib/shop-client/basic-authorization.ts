import type { ApiClient } from '../sources/shop-api.ts';

/**
 * Returns the header that sends a client's id and secret along as they are. Only for HTTPS.
 * @see https://www.rfc-editor.org/rfc/rfc7617 (read 2026-11-25)
 */
export function basicAuthorization({ clientId, clientSecret }: ApiClient): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
}
