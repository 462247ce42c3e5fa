import * as v from 'valibot';

/** A log line that carries metrics. */
const MetricLineSchema = v.looseObject({
  _aws: v.object({
    CloudWatchMetrics: v.array(
      v.object({
        Dimensions: v.array(v.array(v.string())),
        Metrics: v.array(v.object({ Name: v.string() })),
      }),
    ),
  }),
});

/** Returns the bytes of log lines, of those that carry metrics and of the others. */
export function logBytes(lines: readonly string[]): { readonly info: number; readonly metrics: number } {
  const [metrics, info] = [true, false].map((wanted) =>
    lines
      .filter((line) => isMetricLine(line) === wanted)
      .reduce((sum, line) => sum + Buffer.byteLength(line), 0),
  );
  return { info: info ?? 0, metrics: metrics ?? 0 };
}

/** Returns every metric that the lines write, named with the values of its dimensions: what CloudWatch charges for. */
export function metricsIn(lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.filter(isMetricLine).flatMap((line) => metricsOf(JSON.parse(line))));
}

function metricsOf(line: unknown): string[] {
  const { _aws, ...values } = v.parse(MetricLineSchema, line);
  return _aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) =>
    Metrics.flatMap(({ Name }) =>
      Dimensions.map((names) =>
        JSON.stringify([Name, ...names.toSorted().map((name) => [name, values[name]])]),
      ),
    ),
  );
}

function isMetricLine(line: string): boolean {
  return line.includes('"_aws":');
}
