/** A reset further away than this is not believed: a page that disagrees about its unit may be wrong elsewhere too. */
const LONGEST_MS = 60 * 60 * 1000;
const SHORTEST_MS = 1000;

/**
 * Names of the header, in Node.js's lower case. The page and its example disagree, and the page has a misprint.
 * @see https://docs.dfinery.ai/api-guide/rate-limit (read 2026-11-23)
 */
const HEADERS = ['x-rate-limit-reset', 'x-ratelimit-reset', 'x-rate-limit-rest'];

/** The documented examples have 10 digits (seconds) and 13 (milliseconds); seconds reach 12 digits in 30,000 years. */
const FIRST_MILLISECONDS = 1e11;

/**
 * Returns when Dfinery's quota resets, in milliseconds since 1970, at least 1 s and at most 1 h after `now`. Returns
 * `undefined` if no header says so. Seconds and milliseconds are told apart by their size.
 */
export function readQuotaReset(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  now: number,
): number | undefined {
  const text = HEADERS.map((name) => headers[name]).find((value) => typeof value === 'string');
  if (typeof text !== 'string' || !/^\d{1,15}$/.test(text.trim())) return undefined;
  const value = Number(text);
  const resetAt = value < FIRST_MILLISECONDS ? value * 1000 : value;
  return Math.min(Math.max(resetAt, now + SHORTEST_MS), now + LONGEST_MS);
}
