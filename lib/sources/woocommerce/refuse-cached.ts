import { PayloadError } from '../../model/errors.ts';
import type { ShopHeaders } from '../shop-api.ts';

/** What caches write into an answer that they had already. A number above 0 in `age` is any cache's word. */
const SIGNS: Readonly<Record<string, RegExp>> = {
  'x-litespeed-cache': /\bhit\b/i,
  'cf-cache-status': /^(?:hit|stale|updating)$/i,
  'x-cache': /\b(?:hit|stale|updating)\b/i,
  age: /[1-9]/,
};

/**
 * @throws {PayloadError} the answer came out of a cache on the way. It may lack orders, so nothing of it counts as read.
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-5.1 (`age`, read 2026-11-29)
 * @see https://docs.litespeedtech.com/lscache/devguide/ (`x-litespeed-cache`, read 2026-11-29)
 * @see https://developers.cloudflare.com/cache/concepts/cache-responses/ (`cf-cache-status`, read 2026-11-29)
 * @see https://docs.wpvip.com/?p=23047 (`x-cache`, read 2026-11-29)
 */
export function refuseCached(headers: ShopHeaders): void {
  const sign = Object.entries(SIGNS).find(([name, pattern]) => pattern.test(headers[name] ?? ''));
  if (sign === undefined) return;
  const message = 'a cache in front of the shop answered: exclude /wp-json/wc/v3/ from it';
  throw new PayloadError([{ path: sign[0], message }]);
}
