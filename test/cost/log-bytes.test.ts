import { expect, test } from 'vitest';
import { logBytes, metricsIn } from './log-bytes.ts';

/** A line with metrics, as CloudWatch's embedded metric format has them. */
function metricLine(names: readonly string[], dimensions: Readonly<Record<string, string>>): string {
  const directive = {
    Namespace: 'N',
    Dimensions: [Object.keys(dimensions)],
    Metrics: names.map((Name) => ({ Name, Unit: 'Count' })),
  };
  return JSON.stringify({ _aws: { Timestamp: 0, CloudWatchMetrics: [directive] }, ...dimensions });
}

test('bytes are counted apart for metrics and for the rest, in UTF-8', () => {
  const metrics = metricLine(['A'], { service: 's' });

  expect(logBytes(['{"message":"유자"}', metrics, '{}'])).toEqual({ info: 20 + 2, metrics: metrics.length });
});

test('a metric is one for every value of its dimensions, however often it is written', () => {
  const lines = [
    metricLine(['A', 'B'], { service: 's' }),
    metricLine(['A'], { service: 's' }),
    metricLine(['A'], { service: 's', reason: 'r' }),
    metricLine(['A'], { reason: 'r', service: 's' }),
    metricLine(['A'], { service: 's', reason: 'other' }),
    '{"message":"no metric"}',
  ];

  expect(metricsIn(lines).size).toBe(4);
});
