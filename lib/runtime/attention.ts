import type { Tally } from './metrics-book.ts';
import type { MetricName } from './telemetry.ts';

/** What `NeedsAttention` is counted by: one alarm for each, so that a shop that is closed, or a stranger, hides nothing else. */
export type AttentionGroup = 'orders' | 'shops' | 'privacy' | 'signatures';

/** From how much on a metric of one invocation concerns a person: a sum, or the longest duration. */
export type AttentionLimits = Readonly<Partial<Record<MetricName, number>>>;

/** A metric that concerns a person: with one of these reasons, or in any case. */
export interface Concern {
  readonly metric: MetricName;
  readonly reasons?: readonly string[];
}

/** What a person has to look at. Counted besides the metric itself, once a fault is there: on a quiet day it costs nothing. */
export const concerns: Readonly<Record<AttentionGroup, readonly Concern[]>> = {
  orders: [
    {
      metric: 'DeliveryRefused',
      reasons: ['queue-unavailable', 'parking-unavailable', 'connection-unavailable', 'unexpected'],
    },
    { metric: 'DeliveryParked' },
    { metric: 'FetchParked' },
    {
      metric: 'EventKept',
      reasons: ['refused', 'misconfigured', 'ledger-unavailable', 'erasures-unavailable', 'unexpected'],
    },
    { metric: 'LedgerMarkFailed' },
    { metric: 'EventDead' },
    { metric: 'OldestEventAge' },
    { metric: 'FetchKept', reasons: ['unexpected'] },
    { metric: 'FetchDead' },
    { metric: 'OldestFetchAge' },
    { metric: 'EventUnconfirmed' },
    { metric: 'ArrivalsUnchecked', reasons: ['export-unauthorized'] },
  ],
  shops: [
    { metric: 'FetchKept', reasons: ['misconfigured'] },
    { metric: 'TokenRefresh', reasons: ['unauthorized'] },
    { metric: 'RefundLinesMissed', reasons: ['misconfigured'] },
    { metric: 'DeliveryIgnored', reasons: ['events-delivery'] },
    { metric: 'OrderRecovered' },
    { metric: 'PollLag' },
    // Such a poll measures no lag.
    { metric: 'PollFailed', reasons: ['connection-unavailable', 'misconfigured', 'unexpected'] },
    { metric: 'ConnectionSilent' },
  ],
  privacy: [
    { metric: 'ErasureDead' },
    { metric: 'ErasureIncomplete' },
    { metric: 'DataRequested' },
    { metric: 'ErasureKept', reasons: ['unexpected'] },
    { metric: 'OldestErasureAge' },
  ],
  signatures: [
    {
      metric: 'DeliveryRefused',
      reasons: ['signature-missing', 'signature-mismatch', 'timestamp-stale', 'shop-mismatch'],
    },
  ],
};

/**
 * Returns what of an invocation's metrics needs a person, as further tallies of `NeedsAttention`: as often as it was counted, or
 * once for a duration. A metric without a limit needs one from the first on. Pure.
 */
export function attentionIn(tallies: readonly Tally[], limits: AttentionLimits): Tally[] {
  return Object.entries(concerns).flatMap(([reason, ofGroup]) => {
    const count = ofGroup.reduce((sum, concern) => sum + weightOf(concern, tallies, limits), 0);
    return count === 0
      ? []
      : [{ reason, counts: new Map([['NeedsAttention', count]]), durations: new Map() }];
  });
}

function weightOf({ metric, reasons }: Concern, tallies: readonly Tally[], limits: AttentionLimits): number {
  const limit = limits[metric] ?? 1;
  const meant = tallies.filter(({ reason }) => reasons === undefined || reasons.includes(reason ?? ''));
  const sum = meant.reduce((all, { counts }) => all + (counts.get(metric) ?? 0), 0);
  const isTooLong = meant.some(({ durations }) => durations.get(metric)?.some((one) => one >= limit));
  return (sum >= limit ? sum : 0) + (isTooLong ? 1 : 0);
}
