import { expect, test } from 'vitest';
import { toCounts } from '../lib/cli/status/counts.ts';
import { findWrong } from '../lib/cli/status/find-wrong.ts';
import type { StatusFacts } from '../lib/cli/status/status-facts.ts';
import { concerns } from '../lib/runtime/attention.ts';
import { type MetricName, metrics } from '../lib/runtime/telemetry.ts';

const NOW = Date.parse('2026-11-30T00:00:00Z');
const HOUR_MS = 3_600_000;

/** Returns the facts of a stage at which nothing was counted but this. */
function factsOf(metric: MetricName, reason: string | undefined): StatusFacts {
  const isAge = metrics[metric].startsWith('milliseconds');
  const counted = !isAge && reason === undefined ? [[metric, 1] as const] : [];
  const byReason = !isAge && reason !== undefined ? [[metric, new Map([[reason, 1]])] as const] : [];
  const counts = toCounts(new Map<string, number>(counted), new Map(byReason));
  const none = { visible: 0, inFlight: 0 };
  const ages = isAge ? [[metric as 'OldestEventAge', 3 * HOUR_MS] as const] : [];
  return {
    spans: { now: NOW, hour: NOW - HOUR_MS, day: NOW - 24 * HOUR_MS },
    only: undefined,
    hour: counts,
    day: counts,
    age: undefined,
    slowest: undefined,
    oldest: new Map(ages),
    turnedAway: { count: 0, byFunction: new Map(), last: undefined },
    waiting: { events: none, fetches: none, erasures: none },
    letters: { events: 0, fetches: 0, erasures: 0 },
    parked: 0,
    lateErasures: 0,
    pauses: [],
    connections: [],
  };
}

/** What `status` does not find by metrics, and where it, or the command beside it, shows them instead. */
const elsewhere: Partial<Record<MetricName, string>> = {
  EventDead: 'depth of the dead-letter queue',
  FetchDead: 'depth of the dead-letter queue',
  ErasureDead: 'depth of the dead-letter queue',
  DeliveryParked: 'objects of the bucket',
  FetchParked: 'objects of the bucket',
  PollLag: 'doctor',
};

const all = Object.values(concerns)
  .flat()
  .filter(({ metric }) => elsewhere[metric] === undefined)
  .flatMap(({ metric, reasons = [undefined] }) => reasons.map((reason) => [metric, reason] as const))
  // A refusal is shown by the pause, or by the last answer of the connection.
  .filter(([metric, reason]) => !(metric === 'EventKept' && reason === 'refused'));

test.each(all)('what rings for %s %s, adapter status shows', (metric, reason) => {
  expect(findWrong(factsOf(metric, reason))).toEqual([
    expect.objectContaining({ type: expect.any(String) as string }),
  ]);
});

test('a quiet day is none', () => {
  expect(findWrong(factsOf('EventSent', undefined))).toEqual([]);
});
