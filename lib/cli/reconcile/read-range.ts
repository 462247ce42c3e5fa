import { allDays, DAY_MS, type Days } from '../../verify/days-to-check.ts';
import { UsageError } from '../command.ts';
import { needed } from '../parse-options.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** The ledger remembers 400 days; orders older than 365 are not sent. */
const MAX_DAYS = 366;

/** Whole days in UTC. Milliseconds since 1970; `until` is the first moment after them. */
export interface DayRange {
  readonly from: number;
  readonly until: number;
}

/** Reads `--from D --to D`, both included. @throws {UsageError} they are no days, in the wrong order, or too many. */
export function readRange(
  { from, to }: { readonly from: string | undefined; readonly to: string | undefined },
  now: number,
): DayRange {
  const range = { from: readDay(from, '--from'), until: readDay(to, '--to') + DAY_MS };
  if (range.until <= range.from) throw new UsageError('--to lies before --from');
  if (range.from > now) throw new UsageError('--from lies in the future');
  if (range.until - range.from > MAX_DAYS * DAY_MS) throw new UsageError('At most 366 days at once');
  return range;
}

function readDay(text: string | undefined, option: string): number {
  const day = needed(text, option);
  const start = DAY.test(day) ? Date.parse(`${day}T00:00:00.000Z`) : Number.NaN;
  if (Number.isNaN(start) || toDay(start) !== day) throw new UsageError(`${option} is not a day: ${day}`);
  return start;
}

/** Returns the day in UTC of an instant in milliseconds since 1970: `2026-11-24`. */
export function toDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/**
 * Returns the days that Dfinery is asked for: one day before the range, because a day's zone is not documented, until
 * today, because refunds come later. `undefined` if the export does not reach a day of the range. `reachesBackTo` is in
 * milliseconds since 1970: what happened before cannot be checked.
 */
export function daysToAsk(
  { from, until }: DayRange,
  now: number,
): (Days & { readonly reachesBackTo: number }) | undefined {
  const all = allDays(now);
  const oldest = Date.parse(`${all.from}T00:00:00.000Z`);
  const reachesBackTo = oldest + DAY_MS;
  if (until <= reachesBackTo) return undefined;
  return { from: toDay(Math.max(from - DAY_MS, oldest)), to: all.to, reachesBackTo };
}
