export const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BUCKET_MS = 300_000;

/** The last hour and the last day. Both begin at whole five minutes, so they are up to five minutes longer. */
export interface Spans {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** When the hour began. */
  readonly hour: number;
  /** When the day began. */
  readonly day: number;
}

/** Returns both spans up to a time. */
export function spansUntil(now: number): Spans {
  const bucket = Math.floor(now / BUCKET_MS) * BUCKET_MS;
  return { now, hour: bucket - HOUR_MS, day: bucket - DAY_MS };
}
