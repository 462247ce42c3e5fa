import type { DeliverySummary, LiveChange, RequestSummary } from '../../console-api.ts';

/** Deliveries and requests that the page knows, the newest first. */
export interface LiveLists {
  readonly deliveries: readonly DeliverySummary[];
  readonly requests: readonly RequestSummary[];
}

/** As many as the server keeps. */
const KEPT = 500;

/** Returns the lists with a change in them: what has a known number takes its place. Pure. */
export function mergeLive(lists: LiveLists, { deliveries, requests }: LiveChange): LiveLists {
  return { deliveries: merge(lists.deliveries, deliveries), requests: merge(lists.requests, requests) };
}

function merge<Numbered extends { readonly number: number }>(
  known: readonly Numbered[],
  changed: readonly Numbered[],
): readonly Numbered[] {
  if (changed.length === 0) return known;
  const all = new Map([...known, ...changed].map((one) => [one.number, one]));
  return [...all.values()].sort((a, b) => b.number - a.number).slice(0, KEPT);
}
