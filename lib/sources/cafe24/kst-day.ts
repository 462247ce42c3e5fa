import * as v from 'valibot';

/** Korean time has no summer time. */
const AHEAD_MS = 9 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** A day in Korea, `2026-11-29`. Texts of days compare like the days. */
export const KstDaySchema = v.pipe(v.string(), v.isoDate('expected a day'), v.brand('KstDay'));
export type KstDay = v.InferOutput<typeof KstDaySchema>;

/** Returns the day on which something happens in Korea. */
export function kstDayOf(time: Date): KstDay {
  return dayOf(time.getTime() + AHEAD_MS);
}

/** Returns the day so many days later; earlier, if it is negative. */
export function addDays(day: KstDay, days: number): KstDay {
  return dayOf(Date.parse(day) + days * DAY_MS);
}

/** Returns how many days there are from one to another, both counted. */
export function daysFrom(first: KstDay, last: KstDay): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1;
}

function dayOf(time: number): KstDay {
  return v.parse(KstDaySchema, new Date(time).toISOString().slice(0, 10));
}
