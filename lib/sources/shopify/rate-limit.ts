import type { ShopHeaders } from '../shop-api.ts';

/** Of 40 calls that find room at once, two leak out in a second. Larger plans have more of both. */
const SECONDS_TO_EMPTY = 20;
/** `reconcile` and the functions share the app's bucket. */
const RESERVED_SHARE = 1 / 8;
const MAX_PAUSE_MS = 3_600_000;

/**
 * Returns how many milliseconds to leave a shop's API alone: the seconds that Shopify states, or the time until the app's
 * bucket of calls is half empty if it is nearly full. At most an hour; 0 if the headers say nothing.
 * @see https://shopify.dev/docs/api/admin-rest/usage/rate-limits (read 2026-11-29)
 */
export function pauseMs(headers: ShopHeaders): number {
  const seconds = Math.max(
    statedSeconds(headers['retry-after']),
    secondsUntilHalfEmpty(headers['x-shopify-shop-api-call-limit']),
  );
  return Math.min(Math.ceil(seconds * 1_000), MAX_PAUSE_MS);
}

/** The header reads `2.0`. */
function statedSeconds(header = ''): number {
  return /^\d{1,9}(?:\.\d{1,9})?$/.test(header) ? Number(header) : 0;
}

/** The header reads `32/40`: calls in the bucket, and its size. */
function secondsUntilHalfEmpty(header = ''): number {
  const [, used, size] = /^(\d{1,9})\/(\d{1,9})$/.exec(header) ?? [];
  const share = Number(size) > 0 ? Number(used) / Number(size) : 0;
  return share >= 1 - RESERVED_SHARE ? (share - 1 / 2) * SECONDS_TO_EMPTY : 0;
}
