import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import type { MetricName } from '../../runtime/telemetry.ts';

/** Values of a metric by the start of their bucket, in milliseconds since 1970. Buckets without data are absent. */
export type Buckets = ReadonlyMap<number, number>;

/** The statistics that are asked for. */
export type Stat = 'Sum' | 'Maximum' | 'p50' | 'p99';

/** A metric without a reason. */
export interface PlainQuery {
  readonly metric: MetricName;
  readonly stat: Stat;
  /** A multiple of 60. */
  readonly periodSeconds: number;
}

export interface MetricRange {
  /** Milliseconds since 1970, at a whole period; `to` is not included. */
  readonly from: number;
  readonly to: number;
}

/** All methods throw CloudWatch's error if it does not answer, or forbids it. */
export interface MetricReader {
  /** Returns the values of metrics without a reason, by `plainKey`. */
  readPlain(queries: readonly PlainQuery[], range: MetricRange): Promise<ReadonlyMap<string, Buckets>>;
  /** Returns the sums of every metric that has a reason, by metric and reason. */
  readByReason(
    range: MetricRange & { readonly periodSeconds: number },
  ): Promise<ReadonlyMap<string, ReadonlyMap<string, Buckets>>>;
  /** Returns how many invocations Lambda turned away, by the names of functions. */
  readThrottles(
    functions: readonly string[],
    range: MetricRange & { readonly periodSeconds: number },
  ): Promise<ReadonlyMap<string, Buckets>>;
}

/** Returns the key under which `readPlain` answers. */
export function plainKey({ metric, stat }: Pick<PlainQuery, 'metric' | 'stat'>): string {
  return `${metric}.${stat}`;
}

interface MetricReaderOptions {
  readonly cloudWatch: CloudWatchClient;
  readonly namespace: string;
  /** The dimension `service`: it keeps the stages of an account apart. */
  readonly service: string;
  readonly budgetMs: number;
}

/**
 * Reads the adapter's metrics. One call takes 500 metrics and returns 100,800 values, and is charged by the metric. Which
 * reasons there are is not known before, so they are searched for: a search returns up to 500 metrics of the last two
 * weeks.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html (read 2026-11-29)
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html (read 2026-11-29)
 */
export function createMetricReader(options: MetricReaderOptions): MetricReader {
  const { cloudWatch, namespace, service, budgetMs } = options;

  async function read(queries: readonly MetricDataQuery[], { from, to }: MetricRange): Promise<Found[]> {
    const abortSignal = AbortSignal.timeout(budgetMs);
    const found: Found[] = [];
    let token: string | undefined;
    do {
      const command = new GetMetricDataCommand({
        MetricDataQueries: [...queries],
        StartTime: new Date(from),
        EndTime: new Date(to),
        NextToken: token,
      });
      const page = await cloudWatch.send(command, { abortSignal });
      for (const { Id = '', Label = '', Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
        const points = Timestamps.map((at, index) => [at.getTime(), Values[index] ?? 0] as const);
        found.push({ id: Id, label: Label, points });
      }
      token = page.NextToken;
    } while (token !== undefined);
    return found;
  }

  return {
    async readPlain(queries, range) {
      const asked = queries.map(({ metric, stat, periodSeconds }, index) => ({
        Id: `q${index}`,
        MetricStat: {
          Metric: {
            Namespace: namespace,
            MetricName: metric,
            Dimensions: [{ Name: 'service', Value: service }],
          },
          Period: periodSeconds,
          Stat: stat,
        },
      }));
      const found = await read(asked, range);
      return new Map(
        queries.map((query, index) => [plainKey(query), bucketsOf(found, ({ id }) => id === `q${index}`)]),
      );
    },
    async readThrottles(functions, { periodSeconds, ...range }) {
      // No metric of the adapter counts them: nothing of it ran.
      const asked = functions.map((name, index) => ({
        Id: `q${index}`,
        MetricStat: {
          Metric: {
            Namespace: 'AWS/Lambda',
            MetricName: 'Throttles',
            Dimensions: [{ Name: 'FunctionName', Value: name }],
          },
          Period: periodSeconds,
          Stat: 'Sum',
        },
      }));
      const found = asked.length === 0 ? [] : await read(asked, range);
      return new Map(
        functions.map((name, index) => [name, bucketsOf(found, ({ id }) => id === `q${index}`)]),
      );
    },
    async readByReason({ periodSeconds, ...range }) {
      const search = `SEARCH('{${namespace},service,reason} service="${service}"', 'Sum', ${periodSeconds})`;
      const label = `\${PROP('MetricName')} \${PROP('Dim.reason')}`;
      const found = await read([{ Id: 'reasons', Expression: search, Label: label }], range);
      const labels = [...new Set(found.map((one) => one.label))];
      const rows = labels.map((text) => {
        const [metric = '', ...reason] = text.split(' ');
        return { metric, reason: reason.join(' '), buckets: bucketsOf(found, (one) => one.label === text) };
      });
      return new Map(
        [...Map.groupBy(rows, ({ metric }) => metric)].map(([metric, own]) => [
          metric,
          new Map(own.map(({ reason, buckets }) => [reason, buckets])),
        ]),
      );
    },
  };
}

interface Found {
  readonly id: string;
  readonly label: string;
  readonly points: readonly (readonly [number, number])[];
}

/** A result may come in parts, one a page. */
function bucketsOf(found: readonly Found[], isWanted: (one: Found) => boolean): Buckets {
  return new Map(found.filter(isWanted).flatMap(({ points }) => points));
}
