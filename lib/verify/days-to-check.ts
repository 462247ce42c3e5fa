import type { Span } from './expected-orders.ts';

const HOUR_MS = 60 * 60_000;
export const DAY_MS = 24 * HOUR_MS;

/** Dfinery may show an event some time after it has accepted it. */
export const GRACE_MS = 2 * HOUR_MS;
/** How far the first check of a service reaches back. */
const FIRST_DAYS = 3;
/** The export reaches 30 days back; the zone of a day is not documented, so one fewer is certain. */
const EXPORT_DAYS = 29;
/** Korea's clocks are this far ahead of UTC, and a day that has not begun there may be refused. */
const AHEAD_MS = 9 * HOUR_MS;

/** Whole days, both included: `2026-11-29`. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/**
 * Returns what is to be checked of a service: from the last end, or three days back, until two hours ago. What a long
 * pause left behind the reach of the export is not in it.
 */
export function spanToCheck(end: number | undefined, now: number): Span {
  const oldest = now - (EXPORT_DAYS - 2) * DAY_MS;
  return { from: Math.max(end ?? now - FIRST_DAYS * DAY_MS, oldest), until: now - GRACE_MS };
}

/** Returns the time since when the ledger is read for a span: a day more than Dfinery is asked for. */
export function readSince({ from }: Span): number {
  return from - 2 * DAY_MS;
}

/** Returns the days to ask Dfinery for: one more on both sides, because a day's zone is not documented. */
export function daysToAsk({ from, until }: Span, now: number): Days {
  return {
    from: later(dayOf(from - DAY_MS), allDays(now).from),
    to: earlier(dayOf(until + DAY_MS), allDays(now).to),
  };
}

/** Returns all days that the export certainly reaches. */
export function allDays(now: number): Days {
  return { from: dayOf(now - EXPORT_DAYS * DAY_MS), to: dayOf(now + AHEAD_MS) };
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
