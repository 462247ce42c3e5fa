/** Calls that the bucket of a mall loses in a second, by itself. */
const DRAIN_PER_SECOND = 2;
/** Other apps of the mall fill the same bucket. */
const RESERVE = 5;
const MAX_PAUSE_MS = 3_600_000;

/**
 * Returns how many milliseconds to leave a mall's API alone. Where a quota is used up, Cafe24 says for how many seconds.
 * Where the bucket of calls is nearly full, that is until it is half empty. At most an hour; 0 where nothing is said.
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

/** The header reads `1/40`: calls in the bucket, and what it holds. */
function secondsUntilHalfEmpty(header: string | undefined): number {
  const [, used = '0', size = '0'] = /^(\d{1,9})\/(\d{1,9})$/.exec(header ?? '') ?? [];
  const isNearlyFull = Number(used) > 0 && Number(used) >= Number(size) - RESERVE;
  return isNearlyFull ? Math.max(Number(used) - Number(size) / 2, 0) / DRAIN_PER_SECOND : 0;
}
