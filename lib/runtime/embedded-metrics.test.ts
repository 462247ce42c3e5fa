import fc from 'fast-check';
import { expect, test } from 'vitest';
import { faultsOf, type MetricLine } from '../../test/support/reading/embedded-metric-format.ts';
import { toEmbeddedMetrics } from './embedded-metrics.ts';
import { createMetricsBook } from './metrics-book.ts';
import { type MetricName, metrics } from './telemetry.ts';

const names = Object.keys(metrics) as MetricName[];

const counted = fc.record({
  metric: fc.constantFrom(...names),
  value: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.double({ min: 0, max: 1e6, noNaN: true })),
  reason: fc.option(fc.constantFrom('unpaid', 'refused', 'KRW'), { nil: undefined }),
});
const measured = fc.record({
  metric: fc.constantFrom<MetricName>('EventAge', 'PollLag'),
  milliseconds: fc.nat(),
});

const DURATIONS = new Set<string>(['EventAge', 'PollLag']);

/** What CloudWatch makes of a line: name, reason and unit → its values. */
function valuesIn(lines: readonly object[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const line of lines as readonly MetricLine[]) {
    for (const { Dimensions, Metrics } of line._aws.CloudWatchMetrics) {
      const reason = Dimensions.flat().includes('reason') ? String(line['reason']) : '';
      for (const { Name, Unit } of Metrics) {
        const key = `${Name}:${reason}:${Unit ?? ''}`;
        found.set(key, [...(found.get(key) ?? []), ...([line[Name]].flat() as number[])]);
      }
    }
  }
  return found;
}

test('whatever is counted and measured, each line is one of AWS’s format, and nothing is lost', () => {
  fc.assert(
    fc.property(
      fc.array(counted, { maxLength: 60 }),
      fc.array(measured, { maxLength: 350 }),
      (counts, durations) => {
        const book = createMetricsBook();
        const wanted = new Map<string, number[]>();
        for (const { metric, value, reason } of counts) {
          if (DURATIONS.has(metric)) continue;
          book.count(metric, value, reason);
          const key = `${metric}:${reason ?? ''}:`;
          wanted.set(key, [(wanted.get(key)?.[0] ?? 0) + value]);
        }
        for (const { metric, milliseconds } of durations) {
          book.measure(metric, milliseconds);
          const key = `${metric}::Milliseconds`;
          wanted.set(key, [...(wanted.get(key) ?? []), milliseconds]);
        }
        const lines = toEmbeddedMetrics(book.take(), { namespace: 'adapter', at: 1 }).map((members) => ({
          ...members,
          service: 'adapter',
        }));

        expect(lines.flatMap(faultsOf)).toEqual([]);
        expect(valuesIn(lines)).toEqual(wanted);
        // As few lines as can be: one, unless reasons differ, a name stands in two of them, or there are many values.
        const reasons = new Set(counts.flatMap(({ reason }) => reason ?? []));
        if (reasons.size === 0 && durations.length <= 100) expect(lines.length).toBeLessThanOrEqual(1);
        expect(book.take()).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});

test('a counter with a reason stands in the line of those without one', () => {
  const book = createMetricsBook();
  book.count('DeliveryReceived', 1, undefined);
  book.count('DeliveryIgnored', 1, 'unpaid');

  expect(toEmbeddedMetrics(book.take(), { namespace: 'adapter', at: 5 })).toEqual([
    {
      _aws: {
        Timestamp: 5,
        CloudWatchMetrics: [
          {
            Namespace: 'adapter',
            Dimensions: [['service']],
            Metrics: [{ Name: 'DeliveryReceived' }],
          },
          {
            Namespace: 'adapter',
            Dimensions: [['service', 'reason']],
            Metrics: [{ Name: 'DeliveryIgnored' }],
          },
        ],
      },
      reason: 'unpaid',
      DeliveryReceived: 1,
      DeliveryIgnored: 1,
    },
  ]);
});

test('one directive can hold every metric there is', () => {
  expect(names.length).toBeLessThanOrEqual(100);
});
