/** Calls that drain from a mall's bucket per second. */
const DRAIN_PER_SECOND = 2;
/** Other apps of the mall fill the same bucket. */
const RESERVE = 5;
const MAX_PAUSE_MS = 3_600_000;

/**
 * Returns how many milliseconds to leave a mall's API alone: the seconds that Cafe24 states if a quota is used up, or the
 * time until the bucket of calls is half empty if it is nearly full. At most an hour; 0 if the headers say nothing.
 * @see https://developers.cafe24.com/docs/api/admin/#api-limit (version 2026-03-01, read 2026-11-24)
 */
export function pauseMs(headers: Readonly<Record<string, string | undefined>>): number {
  const seconds = Math.max(
    secondsIn(headers['x-cafe24-call-remain']),
    secondsIn(headers['x-cafe24-time-remain']),
    secondsUntilHalfEmpty(headers['x-api-call-limit']),
  );
  return Math.min(Math.ceil(seconds * 1_000), MAX_PAUSE_MS);
}

function secondsIn(header: string | undefined): number {
  return header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) : 0;
}

/** The header reads `1/40`: calls in the bucket, and its size. */
function secondsUntilHalfEmpty(header: string | undefined): number {
  const [, used = '0', size = '0'] = /^(\d{1,9})\/(\d{1,9})$/.exec(header ?? '') ?? [];
  const isNearlyFull = Number(used) > 0 && Number(used) >= Number(size) - RESERVE;
  return isNearlyFull ? Math.max(Number(used) - Number(size) / 2, 0) / DRAIN_PER_SECOND : 0;
}
