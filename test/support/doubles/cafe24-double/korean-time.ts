const AHEAD_MS = 9 * 3_600_000;

/** Returns a time as the Admin API writes it: `2026-11-24T16:00:00+09:00`. */
export function koreanInstant(at: number): string {
  return `${new Date(at + AHEAD_MS).toISOString().slice(0, 19)}+09:00`;
}

/** Returns the day of a time in Korea. */
export function koreanDay(at: number): string {
  return koreanInstant(at).slice(0, 10);
}

/** Reads a date of the Admin API. Those without a zone are Korean time. Returns `NaN` if it is none. */
export function readKorean(text: unknown): number {
  if (typeof text !== 'string') return Number.NaN;
  return Date.parse(/(Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text.replace(' ', 'T')}+09:00`);
}
