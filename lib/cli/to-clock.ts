const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Returns a time as a person on call reads it, in this machine's time zone: `15:52` within half a day of `now`, else
 * `2026-11-24 15:52`. Both in milliseconds since 1970. Pure but for the time zone.
 */
export function toClock(at: number, now: number): string {
  // Swedish writes dates as ISO 8601 does.
  const text = new Date(at).toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'short' });
  return Math.abs(at - now) < DAY_MS / 2 ? text.slice(11) : text;
}
