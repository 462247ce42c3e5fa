import { addDays, daysFrom, type KstDay, KstDaySchema } from './kst-day.ts';

/** Some days of a list, both ends counted, and the last day of its pass. */
export const windowEntries = { from: KstDaySchema, to: KstDaySchema, last: KstDaySchema };
export type DayWindow = Readonly<Record<keyof typeof windowEntries, KstDay>>;

/**
 * A call may ask for less than three months. A shop with 13,000 orders a month cuts at 80 days.
 * @see https://developers.cafe24.com/docs/api/admin/#retrieve-a-list-of-orders (version 2026-03-01, read 2026-11-29)
 */
export const MAX_DAYS = 80;

/** Returns the first window of a pass. */
export function firstWindow(
  { first, last }: { readonly first: KstDay; readonly last: KstDay },
  maxDays: number,
): DayWindow {
  return { from: first, to: earlier(addDays(first, maxDays - 1), last), last };
}

/** Returns the window after this one, no longer than it; `undefined` after the last. */
export function windowAfter({ from, to, last }: DayWindow): DayWindow | undefined {
  if (to >= last) return undefined;
  return { from: addDays(to, 1), to: earlier(addDays(to, daysFrom(from, to)), last), last };
}

/** Returns the first half of a window, if it has more than one day. */
export function halfOf({ from, to, last }: DayWindow): DayWindow | undefined {
  const days = daysFrom(from, to);
  return days > 1 ? { from, to: addDays(from, Math.floor(days / 2) - 1), last } : undefined;
}

function earlier(a: KstDay, b: KstDay): KstDay {
  return a < b ? a : b;
}
