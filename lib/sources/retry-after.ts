import type { ShopHeaders } from './shop-api.ts';

const MAX_PAUSE_MS = 3_600_000;

/**
 * Returns how many milliseconds a host asks to be left alone, in seconds or as a time, which counts from the answer's own.
 * At most an hour; 0 if the headers say nothing.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 (read 2026-11-25)
 */
export function retryAfterMs({ 'retry-after': retryAfter = '', date = '' }: ShopHeaders): number {
  const pauseMs = /^\d{1,9}(?:\.\d{1,9})?$/.test(retryAfter)
    ? Math.ceil(Number(retryAfter) * 1_000)
    : Date.parse(retryAfter) - Date.parse(date);
  return pauseMs > 0 ? Math.min(pauseMs, MAX_PAUSE_MS) : 0;
}
