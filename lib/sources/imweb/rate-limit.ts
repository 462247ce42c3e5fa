/** The bucket refills by so many calls a second. */
const REFILLS_PER_SECOND = 2;
/** With fewer calls left the API is left alone until there are `ENOUGH`: other apps may share the bucket. */
const FEW = 4;
const ENOUGH = 12;
const MAX_PAUSE_MS = 3_600_000;

/**
 * Returns how many milliseconds to leave the API alone: until a nearly empty bucket of 25 is half full again. At most an
 * hour; 0 if the headers say nothing.
 * @see https://developers-docs.imweb.me/guide (rate limit; copy of 2026-04, read 2026-11-29)
 */
export function pauseMs(headers: Readonly<Record<string, string | undefined>>): number {
  const seconds = Math.max(wholeIn(headers['retry-after']) ?? 0, secondsUntilEnough(headers));
  return Math.min(seconds * 1_000, MAX_PAUSE_MS);
}

function secondsUntilEnough(headers: Readonly<Record<string, string | undefined>>): number {
  const left = wholeIn(headers['x-ratelimit-remaining']);
  return left === undefined || left >= FEW ? 0 : (ENOUGH - left) / REFILLS_PER_SECOND;
}

function wholeIn(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) : undefined;
}
