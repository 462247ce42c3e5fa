import type { ShopHeaders } from '../shop-api.ts';

/** Others may share the quota, and an order takes several requests. */
const RESERVE = 8;
const MAX_PAUSE_MS = 3_600_000;

/**
 * Returns how many milliseconds to leave a store's API alone: the longer of what a refusal states (seconds) and, if the
 * quota is nearly used up, the rest of its window. At most an hour; 0 if the headers say nothing.
 * @see https://github.com/bigcommerce/docs/blob/main/docs/start/about/index.mdx (commit 24f580ca, read 2026-11-29)
 * @see https://github.com/bigcommerce/docs/blob/main/docs/start/migration/4_errors.md (the longer of the two; commit 24f580ca, read 2026-11-29)
 */
export function pauseMs(headers: ShopHeaders): number {
  const stated = numberIn(headers['x-retry-after']) ?? 0;
  const left = numberIn(headers['x-rate-limit-requests-left']);
  const isUsedUp = stated > 0 || (left !== undefined && left <= RESERVE);
  const rest = isUsedUp ? (numberIn(headers['x-rate-limit-time-reset-ms']) ?? 0) : 0;
  return Math.min(Math.max(stated * 1_000, rest), MAX_PAUSE_MS);
}

function numberIn(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) : undefined;
}
