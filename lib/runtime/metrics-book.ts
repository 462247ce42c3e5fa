import type { MetricName } from './telemetry.ts';

/**
 * CloudWatch takes at most so many values of a metric from one line.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html (read 2026-11-29)
 */
const MAX_VALUES = 100;

/** Values of metrics that share a reason, or have none. A count has its sum; a duration has every value, for percentiles. */
export interface Tally {
  readonly reason: string | undefined;
  readonly counts: ReadonlyMap<MetricName, number>;
  readonly durations: ReadonlyMap<MetricName, readonly number[]>;
}

interface OpenTally extends Tally {
  readonly counts: Map<MetricName, number>;
  readonly durations: Map<MetricName, number[]>;
}

/** What one invocation counted and measured. */
export interface MetricsBook {
  count(metric: MetricName, value: number, reason: string | undefined): void;
  measure(metric: MetricName, milliseconds: number): void;
  /** Empties the book. No tally has more values of a metric than one line may have. */
  take(): readonly Tally[];
}

/** Returns an empty book. */
export function createMetricsBook(): MetricsBook {
  let tallies: OpenTally[] = [];

  function tallyOf(reason: string | undefined, hasRoom: (tally: Tally) => boolean = () => true): OpenTally {
    const found = tallies.find((tally) => tally.reason === reason && hasRoom(tally));
    if (found !== undefined) return found;
    const tally: OpenTally = { reason, counts: new Map(), durations: new Map() };
    tallies.push(tally);
    return tally;
  }

  return {
    count(metric, value, reason) {
      const { counts } = tallyOf(reason);
      counts.set(metric, (counts.get(metric) ?? 0) + value);
    },
    measure(metric, milliseconds) {
      const hasRoom = ({ durations }: Tally): boolean => (durations.get(metric)?.length ?? 0) < MAX_VALUES;
      const { durations } = tallyOf(undefined, hasRoom);
      const values = durations.get(metric) ?? [];
      durations.set(metric, values);
      values.push(milliseconds);
    },
    take() {
      const taken = tallies;
      tallies = [];
      return taken;
    },
  };
}
