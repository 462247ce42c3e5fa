const MAX_PAUSE_MS = 3_600_000;

/**
 * Returns how many milliseconds to leave a shop's host alone. WooCommerce does not limit calls; hosts and firewalls in
 * front of it may, and state it in seconds, if at all. At most an hour; 0 if the headers say nothing.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 (read 2026-11-25)
 */
export function retryAfterMs(headers: Readonly<Record<string, string | undefined>>): number {
  const seconds = headers['retry-after'] ?? '';
  return /^\d{1,9}$/.test(seconds) ? Math.min(Number(seconds) * 1_000, MAX_PAUSE_MS) : 0;
}
