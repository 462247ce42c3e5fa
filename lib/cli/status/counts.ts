import type { MetricName } from '../../runtime/telemetry.ts';

/** What was counted in a span of time. */
export interface Counts {
  /** Returns the count of a metric, over all of its reasons. */
  of(metric: MetricName): number;
  /** Returns the counts of a metric by reason, without those that are zero. */
  reasonsOf(metric: MetricName): ReadonlyMap<string, number>;
}

/** Returns counts that are held by metric, and by metric and reason. */
export function toCounts(
  plain: ReadonlyMap<string, number>,
  byReason: ReadonlyMap<string, ReadonlyMap<string, number>>,
): Counts {
  const reasonsOf = (metric: MetricName) =>
    new Map([...(byReason.get(metric) ?? [])].filter(([, count]) => count !== 0));
  return {
    reasonsOf,
    of: (metric) =>
      [...reasonsOf(metric).values()].reduce((sum, count) => sum + count, plain.get(metric) ?? 0),
  };
}
