import * as v from 'valibot';
import type { MetricBook, MetricSeries } from './metric-book.ts';

const MINUTE_MS = 60_000;

/** CloudWatch takes so many queries a call. */
const MAX_QUERIES = 500;

const QuerySchema = v.object({
  Id: v.pipe(v.string(), v.regex(/^[a-z]\w*$/)),
  Label: v.optional(v.string()),
  Expression: v.optional(v.string()),
  MetricStat: v.optional(
    v.object({
      Metric: v.object({
        Namespace: v.string(),
        MetricName: v.string(),
        Dimensions: v.optional(v.array(v.object({ Name: v.string(), Value: v.string() })), []),
      }),
      Period: v.pipe(v.number(), v.multipleOf(60)),
      Stat: v.string(),
    }),
  ),
});

const RequestSchema = v.object({
  MetricDataQueries: v.pipe(v.array(QuerySchema), v.minLength(1), v.maxLength(MAX_QUERIES)),
  StartTime: v.number(),
  EndTime: v.number(),
});

type Query = v.InferOutput<typeof QuerySchema>;

/**
 * Answers GetMetricData for plain metrics and for one kind of search: `SEARCH('{namespace,dimension,…} dimension="value"',
 * 'stat', period)`. Buckets begin at whole periods. The newest comes first, all on one page.
 * @throws {Error} the request is not one that this stand-in knows.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html (read 2026-11-29)
 */
export function answerMetricData(asked: unknown, book: MetricBook) {
  const { MetricDataQueries, StartTime, EndTime } = v.parse(RequestSchema, asked);
  const window = { from: StartTime * 1_000, to: EndTime * 1_000 };
  const series = book.series();
  return {
    MetricDataResults: MetricDataQueries.flatMap((query) => resultsOf(query, series, window)),
    Messages: [],
  };
}

interface Window {
  readonly from: number;
  readonly to: number;
}

function resultsOf(query: Query, all: readonly MetricSeries[], window: Window) {
  const { found, period, stat } = query.MetricStat === undefined ? search(query, all) : pick(query, all);
  return found.map((series) => {
    const points = bucketsOf(series, { ...window, periodMs: period * 1_000 }).map(
      ([at, minutes]) => [at, statOf(minutes, stat)] as const,
    );
    return {
      Id: query.Id,
      Label: labelOf(query.Label, series),
      Timestamps: points.map(([at]) => at / 1_000),
      Values: points.map(([, value]) => value),
      StatusCode: 'Complete',
    };
  });
}

function pick({ MetricStat }: Query, all: readonly MetricSeries[]) {
  if (MetricStat === undefined) throw new Error('No metric is asked for');
  const { Metric, Period: period, Stat: stat } = MetricStat;
  const wanted = Object.fromEntries(Metric.Dimensions.map(({ Name, Value }) => [Name, Value]));
  const found = all.filter(
    ({ namespace, name, dimensions }) =>
      namespace === Metric.Namespace && name === Metric.MetricName && isSame(dimensions, wanted),
  );
  const { Namespace: namespace, MetricName: name } = Metric;
  // A metric without data has a result without points.
  const nothing: MetricSeries = { namespace, name, dimensions: wanted, minutes: new Map() };
  return { found: found.length > 0 ? found : [nothing], period, stat };
}

const SEARCH = /^SEARCH\('\{([^}]+)\} (\w+)="([^"]+)"', '(\w+)', (\d+)\)$/;

function search({ Expression = '' }: Query, all: readonly MetricSeries[]) {
  const [, schema = '', dimension = '', value = '', stat = '', period = ''] = SEARCH.exec(Expression) ?? [];
  if (schema === '') throw new Error(`This stand-in knows no such expression: ${Expression}`);
  const [namespace, ...names] = schema.split(',');
  const found = all.filter(
    (series) =>
      series.namespace === namespace &&
      series.dimensions[dimension] === value &&
      isSame(
        Object.fromEntries(Object.keys(series.dimensions).map((name) => [name, ''])),
        Object.fromEntries(names.map((name) => [name, ''])),
      ),
  );
  return { found, period: Number(period), stat };
}

function isSame(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

type Minutes = MetricSeries['minutes'] extends ReadonlyMap<number, infer Minute> ? readonly Minute[] : never;

/** The newest bucket first. A bucket without data is left out, as CloudWatch does. */
function bucketsOf(
  { minutes }: MetricSeries,
  { from, to, periodMs }: Window & { readonly periodMs: number },
): (readonly [number, Minutes])[] {
  const within = [...minutes].filter(([minute]) => minute * MINUTE_MS >= from && minute * MINUTE_MS < to);
  const buckets = Map.groupBy(within, ([minute]) => Math.floor((minute * MINUTE_MS) / periodMs) * periodMs);
  return [...buckets]
    .toSorted(([a], [b]) => b - a)
    .map(([at, entries]) => [at, entries.map(([, minute]) => minute)]);
}

function statOf(minutes: Minutes, stat: string): number {
  if (stat === 'Sum') return minutes.reduce((sum, minute) => sum + minute.sum, 0);
  if (stat === 'Maximum') return Math.max(...minutes.map(({ maximum }) => maximum));
  const percent = Number(/^p(\d+)$/.exec(stat)?.[1]);
  if (Number.isNaN(percent)) throw new Error(`This stand-in knows no statistic ${stat}`);
  const values = minutes.flatMap((minute) => minute.values).toSorted((a, b) => a - b);
  return values[Math.max(0, Math.ceil((percent / 100) * values.length) - 1)] ?? 0;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/graph-dynamic-labels.html (read 2026-11-29) */
function labelOf(label: string | undefined, { name, dimensions }: MetricSeries): string {
  return (label ?? name)
    .replaceAll("${PROP('MetricName')}", name)
    .replaceAll(/\$\{PROP\('Dim\.(\w+)'\)\}/g, (_, dimension: string) => dimensions[dimension] ?? '');
}
