import { type Account, accountsOf } from './account.ts';
import type { Counts } from './counts.ts';
import type { Finding, StatusFacts } from './status-facts.ts';

/** Returns what `status --json` prints: instants as ISO 8601, accounts as counts by name. Pure. */
export function toStatusJson({ hour, day, spans, ...facts }: StatusFacts, findings: readonly Finding[]) {
  return {
    at: toText(spans.now),
    hour: { since: toText(spans.hour), ...spanJson(hour, facts.only) },
    day: { since: toText(spans.day), ...spanJson(day, facts.only) },
    age: facts.age && { ...facts.age, from: toText(facts.age.from) },
    slowestHour: facts.slowest && { ...facts.slowest, from: toText(facts.slowest.from) },
    oldestEventMs: facts.oldest.get('OldestEventAge'),
    waiting: facts.waiting,
    pauses: facts.pauses.map((pause) => ({
      ...pause,
      until: toText(pause.until),
      nextProbe: toText(pause.nextProbe),
    })),
    connections: facts.connections.map(({ acceptedAt, refusedAt, heardAt, ...connection }) => ({
      ...connection,
      acceptedAt: toText(acceptedAt),
      refusedAt: toText(refusedAt),
      heardAt: toText(heardAt),
    })),
    forPerson: {
      parked: facts.parked,
      deadLetters: facts.letters,
      latePrivacyRequests: facts.lateErasures,
      ...(facts.only === undefined && metricsForPerson(day)),
    },
    findings,
  };
}

/** Log lines of a connection do not tell these. */
function metricsForPerson(day: Counts) {
  return {
    incompletePrivacyRequests: day.of('ErasureIncomplete') + day.of('DataRequested'),
    recovered: day.of('OrderRecovered'),
    unconfirmed: day.of('EventUnconfirmed'),
  };
}

/** The log lines of one connection do not fill the account of events. */
function spanJson(counts: Counts, only: string | undefined) {
  if (only === undefined) {
    const accounts = accountsOf(counts);
    return Object.fromEntries(
      Object.entries(accounts).map(([name, account]) => [name, accountJson(account)]),
    );
  }
  return {
    deliveries: accountJson(accountsOf(counts).deliveries),
    events: { total: counts.of('EventQueued'), sent: counts.of('EventSent') },
  };
}

function accountJson({ total, parts, rest }: Account) {
  return {
    total,
    ...Object.fromEntries(parts.map(({ name, count }) => [name, count])),
    rest,
    reasons: Object.fromEntries(
      parts.flatMap(({ name, reasons }) => (Object.keys(reasons).length > 0 ? [[name, reasons]] : [])),
    ),
  };
}

function toText(ms: number): string;
function toText(ms: number | undefined): string | undefined;
function toText(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
