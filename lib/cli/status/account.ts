import type { MetricName } from '../../runtime/telemetry.ts';
import type { Counts } from './counts.ts';

/** One way in which what came was settled. */
export interface Part {
  readonly name: string;
  readonly count: number;
  /** Counts by reason; empty if it has none. */
  readonly reasons: Readonly<Record<string, number>>;
}

/** One side of an account and the other. `rest` is what the parts lack: it waits, or is not counted yet. */
export interface Account {
  readonly total: number;
  readonly parts: readonly Part[];
  readonly rest: number;
}

interface Rule {
  readonly total: readonly MetricName[];
  readonly parts: Readonly<Record<string, readonly MetricName[]>>;
}

/** The accounts of `docs/architecture.md`. */
const rules = {
  deliveries: {
    total: ['DeliveryReceived'],
    parts: {
      accepted: ['DeliveryAccepted'],
      known: ['DeliveryKnown'],
      ignored: ['DeliveryIgnored'],
      parked: ['DeliveryParked'],
      refused: ['DeliveryRefused'],
    },
  },
  events: {
    total: ['EventQueued'],
    parts: {
      sent: ['EventSent', 'ProfileSent'],
      duplicate: ['EventDuplicate'],
      superseded: ['EventSuperseded'],
      untold: ['EventUntold'],
      'without news': ['ProfileUnchanged', 'ProfileOutdated'],
      erased: ['EventErased'],
      dead: ['EventDead'],
    },
  },
  fetches: {
    total: ['FetchQueued'],
    parts: {
      done: ['FetchDone'],
      ignored: ['FetchIgnored'],
      parked: ['FetchParked'],
      erased: ['FetchErased'],
      duplicate: ['FetchDuplicate'],
      dead: ['FetchDead'],
    },
  },
  erasures: {
    total: ['ErasureQueued'],
    parts: {
      done: ['ErasureDone'],
      incomplete: ['ErasureIncomplete'],
      'data requests': ['DataRequested'],
      duplicate: ['ErasureDuplicate'],
      dead: ['ErasureDead'],
    },
  },
} as const satisfies Record<string, Rule>;

export type AccountName = keyof typeof rules;

/** Every metric that an account needs. */
export const accountMetrics: readonly MetricName[] = Object.values<Rule>(rules).flatMap(
  ({ total, parts }) => [...total, ...Object.values(parts).flat()],
);

/** Returns the accounts of a span of time. */
export function accountsOf(counts: Counts): Readonly<Record<AccountName, Account>> {
  return {
    deliveries: accountOf(rules.deliveries, counts),
    events: accountOf(rules.events, counts),
    fetches: accountOf(rules.fetches, counts),
    erasures: accountOf(rules.erasures, counts),
  };
}

function accountOf(rule: Rule, counts: Counts): Account {
  const sumOf = (metrics: readonly MetricName[]) =>
    metrics.reduce((sum, metric) => sum + counts.of(metric), 0);
  const total = sumOf(rule.total);
  const parts = Object.entries(rule.parts).map(([name, metrics]) => ({
    name,
    count: sumOf(metrics),
    reasons: Object.fromEntries(metrics.flatMap((metric) => [...counts.reasonsOf(metric)])),
  }));
  return { total, parts, rest: parts.reduce((left, { count }) => left - count, total) };
}
