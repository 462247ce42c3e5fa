import type { MetricName } from '../../runtime/telemetry.ts';
import { type Buckets, type MetricReader, plainKey } from '../../stores/telemetry/metric-reader.ts';
import { accountMetrics } from './account.ts';
import { type Counts, toCounts } from './counts.ts';
import { HOUR_MS, type Spans } from './spans.ts';

/** Buckets of both spans: an hour is twelve of them. */
const PERIOD_SECONDS = 300;
const HOUR_SECONDS = 3_600;

/** Metrics without a reason that a finding looks at, besides those of the accounts. */
const MORE: readonly MetricName[] = ['OrderRecovered', 'OrderPolled', 'ConnectionSilent', 'LedgerMarkFailed'];

/** How long the oldest message of a queue waits. */
const OLDEST = ['OldestEventAge', 'OldestFetchAge', 'OldestErasureAge'] as const satisfies MetricName[];

/** How long events took, in milliseconds, in the clock hour that began at `from`. */
export interface Age {
  readonly from: number;
  readonly p50: number;
  readonly p99: number;
}

/** What the metrics say. */
export interface MetricFacts {
  readonly hour: Counts;
  readonly day: Counts;
  /** Of the newest clock hour in which an event was accepted. */
  readonly age: Age | undefined;
  /** The clock hour of the day with the greatest p99. */
  readonly slowest: Age | undefined;
  /** Ages of the oldest messages of the batches of the last ten minutes, in milliseconds, of those that waited. */
  readonly oldest: ReadonlyMap<(typeof OLDEST)[number], number>;
}

/**
 * Reads the metrics of both spans in three calls: sums without a reason, sums by reason, and ages. Percentiles cannot be
 * added up, so they are those of clock hours.
 */
export async function readMetrics(reader: MetricReader, { now, hour, day }: Spans): Promise<MetricFacts> {
  const sums = [...new Set([...accountMetrics, ...MORE])].map(
    (metric) => ({ metric, stat: 'Sum', periodSeconds: PERIOD_SECONDS }) as const,
  );
  const oldest = OLDEST.map(
    (metric) => ({ metric, stat: 'Maximum', periodSeconds: PERIOD_SECONDS }) as const,
  );
  const [p50, p99] = (['p50', 'p99'] as const).map(
    (stat) => ({ metric: 'EventAge', stat, periodSeconds: HOUR_SECONDS }) as const,
  ) as [
    { metric: 'EventAge'; stat: 'p50'; periodSeconds: number },
    { metric: 'EventAge'; stat: 'p99'; periodSeconds: number },
  ];
  const [plain, byReason, ages] = await Promise.all([
    reader.readPlain([...sums, ...oldest], { from: day, to: now }),
    reader.readByReason({ from: day, to: now, periodSeconds: PERIOD_SECONDS }),
    reader.readPlain([p50, p99], { from: Math.floor(day / HOUR_MS) * HOUR_MS, to: now }),
  ]);

  const since = (from: number): Counts =>
    toCounts(
      new Map(sums.map((query) => [query.metric, sumSince(plain.get(plainKey(query)), from)])),
      new Map(
        [...byReason].map(([metric, reasons]) => [
          metric,
          new Map([...reasons].map(([reason, buckets]) => [reason, sumSince(buckets, from)])),
        ]),
      ),
    );
  const hours = agesOf(ages.get(plainKey(p50)), ages.get(plainKey(p99)));
  const recent = oldest.flatMap((query) => {
    const found = [...(plain.get(plainKey(query)) ?? [])].filter(
      ([at]) => at >= now - 2 * PERIOD_SECONDS * 1_000,
    );
    const greatest = Math.max(...found.map(([, value]) => value));
    return found.length === 0 ? [] : [[query.metric, greatest] as const];
  });
  return {
    hour: since(hour),
    day: since(day),
    age: hours.at(-1),
    slowest: hours.toSorted((a, b) => b.p99 - a.p99)[0],
    oldest: new Map(recent),
  };
}

function sumSince(buckets: Buckets | undefined, from: number): number {
  return [...(buckets ?? [])].reduce((sum, [at, value]) => (at >= from ? sum + value : sum), 0);
}

function agesOf(p50: Buckets | undefined, p99: Buckets | undefined): Age[] {
  return [...(p99 ?? [])]
    .map(([from, value]) => ({ from, p50: p50?.get(from) ?? value, p99: value }))
    .toSorted((a, b) => a.from - b.from);
}
