import * as v from 'valibot';

const MINUTE_MS = 60_000;
const KEPT_MINUTES = 25 * 60;
/** Values of one minute that are kept for percentiles. */
const MAX_VALUES = 1_000;

const Values = v.union([v.number(), v.array(v.number())]);

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html (read 2026-11-29) */
const EmbeddedMetricsSchema = v.looseObject({
  _aws: v.object({
    Timestamp: v.number(),
    CloudWatchMetrics: v.array(
      v.object({
        Namespace: v.string(),
        Dimensions: v.array(v.array(v.string())),
        Metrics: v.array(v.object({ Name: v.string() })),
      }),
    ),
  }),
});

interface Minute {
  sum: number;
  maximum: number;
  readonly values: number[];
}

/** One metric with its dimensions. */
export interface MetricSeries {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** By the minute since 1970. */
  readonly minutes: ReadonlyMap<number, Readonly<Minute>>;
}

/** The metrics of the last day. */
export interface MetricBook {
  /** Adds the metrics of a log line. Returns false if it has none: it is an ordinary line. */
  take(text: string): boolean;
  series(): readonly MetricSeries[];
}

/** Returns a store of metrics that come in CloudWatch's embedded metric format. */
export function createMetricBook(): MetricBook {
  const book = new Map<string, Omit<MetricSeries, 'minutes'> & { readonly minutes: Map<number, Minute> }>();

  function note(series: Omit<MetricSeries, 'minutes'>, at: number, values: readonly number[]): void {
    const key = JSON.stringify([
      series.namespace,
      series.name,
      Object.entries(series.dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ]);
    const { minutes } = book.get(key) ?? { minutes: new Map<number, Minute>() };
    book.set(key, { ...series, minutes });
    const minute = Math.floor(at / MINUTE_MS);
    for (const old of minutes.keys()) if (old < minute - KEPT_MINUTES) minutes.delete(old);
    const held = minutes.get(minute) ?? { sum: 0, maximum: Number.NEGATIVE_INFINITY, values: [] };
    minutes.set(minute, held);
    for (const value of values) {
      held.sum += value;
      held.maximum = Math.max(held.maximum, value);
      if (held.values.length < MAX_VALUES) held.values.push(value);
    }
  }

  return {
    take(text) {
      if (!text.includes('"_aws"')) return false;
      const read = v.safeParse(EmbeddedMetricsSchema, parse(text));
      if (!read.success) return false;
      const line = read.output;
      for (const { Namespace, Dimensions, Metrics } of line._aws.CloudWatchMetrics) {
        for (const [names, { Name }] of Dimensions.flatMap((names) =>
          Metrics.map((m) => [names, m] as const),
        )) {
          const dimensions = Object.fromEntries(names.map((name) => [name, String(line[name])]));
          const values = v.safeParse(Values, line[Name]);
          if (!values.success) continue;
          note({ namespace: Namespace, name: Name, dimensions }, line._aws.Timestamp, [values.output].flat());
        }
      }
      return true;
    },
    series: () => [...book.values()],
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
