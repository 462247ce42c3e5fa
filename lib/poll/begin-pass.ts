import type { ListPlace } from '../stores/ledger/poll-places.ts';

const HOUR_MS = 60 * 60_000;

/** How far back a wide pass goes, and how often there is one: it finds what a platform dated wrongly. */
const WIDE_MS = 48 * HOUR_MS;
const WIDE_EVERY_MS = 24 * HOUR_MS;
/** Our own clocks differ by less. */
const MAX_SKEW_MS = 5 * 60_000;

/** What a pass needs to know of its list. */
export interface PassInput {
  readonly place: ListPlace;
  /** When this shop was polled first; milliseconds since 1970. */
  readonly begunAt: number;
  readonly overlapMs: number;
  /** True if the list is asked by wide passes only. */
  readonly isDaily: boolean;
  /** Nothing before it is asked for; milliseconds since 1970. */
  readonly since: number | undefined;
  /** How long changes are left to webhooks. */
  readonly holdMs: number;
  readonly now: number;
}

/** Where a pass begins, in milliseconds since 1970. */
export interface Pass {
  readonly from: number;
  readonly isWide: boolean;
}

/**
 * Returns the pass that a list needs now; `undefined` if none. The first one begins at `since`. Any other begins at the
 * earliest of what the shop's clock and ours say was read, less the overlap. A place in the future is not believed: then the
 * pass is a wide one. Pure.
 */
export function beginPass({
  place,
  begunAt,
  overlapMs,
  isDaily,
  since,
  holdMs,
  now,
}: PassInput): Pass | undefined {
  const { watermark, passedAt, base = passedAt, widePassedAt } = place;
  const startOf = (from: number, isWide: boolean): Pass => ({ from: Math.max(from, since ?? 0), isWide });
  const lastWide = widePassedAt ?? begunAt;
  const isFuture = passedAt !== undefined && passedAt > now + MAX_SKEW_MS;
  const isWideDue = now - lastWide >= WIDE_EVERY_MS || lastWide > now + MAX_SKEW_MS;
  const back = overlapMs + holdMs;
  const next =
    passedAt === undefined
      ? (since ?? now - back)
      : Math.min(watermark ?? passedAt, base ?? passedAt, passedAt, now) - back;
  if (isFuture || isWideDue || (isDaily && widePassedAt === undefined)) {
    return startOf(isDaily ? now - WIDE_MS : Math.min(now - WIDE_MS, next), true);
  }
  return isDaily ? undefined : startOf(next, false);
}
