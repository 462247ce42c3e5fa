import { type AnswerFate, fateOfAnswer } from '../dfinery/fate-of-answer.ts';
import type { ProfileMessage } from '../queue/message.ts';
import { type SentFacts, withoutPrints } from '../stores/ledger/profile-ledger.ts';
import { type ConnectionRun, noteAccepted, noteFailure, reasonToHold } from './connection-run.ts';
import type { DrainPorts } from './drain-ports.ts';
import { afterTry, type EventFate } from './event-fate.ts';
import type { TriedBefore } from './fates.ts';
import type { ProfileNews } from './profile-news.ts';

/** The calls about a customer, in the order that Dfinery advises. */
const CALLS = ['identities', 'user-profile'] as const;

type Call = (typeof CALLS)[number];

export type ProfileRuns = Readonly<Record<Call, ConnectionRun>>;

interface Sent {
  readonly fate: EventFate;
  /** What the ledger has to remember, whatever the outcome. */
  readonly facts: SentFacts;
}

interface SentProfile {
  readonly message: ProfileMessage;
  readonly news: ProfileNews;
  /** What the ledger remembers of tries before. */
  readonly before: TriedBefore;
}

/**
 * Sends what is new about a customer: the identity, then the profile, each only if it changed.
 * @see https://docs.dfinery.ai/api-guide/en/undefined-1 (order of the calls; read 2026-11-23)
 */
export async function sendProfile(
  ports: DrainPorts,
  runs: ProfileRuns,
  { before, ...sent }: SentProfile,
): Promise<Sent> {
  const { news } = sent;
  let facts: SentFacts = {};
  for (const call of CALLS) {
    if (Object.keys(news.facts[call]).length === 0) continue;
    const result = await makeCall(ports, runs[call], { ...sent, call, before });
    if (result.kind === 'accepted') {
      facts = { ...facts, ...news.facts[call] };
      continue;
    }
    // Dfinery may have stored it: the next state is sent in any case, and nothing older.
    if (result.isUncertain) facts = { ...facts, ...withoutPrints(news.facts[call]) };
    return { fate: result.fate, facts };
  }
  return { fate: { kind: 'profile-sent' }, facts };
}

interface CustomerCall extends SentProfile {
  readonly call: Call;
}

type CallResult =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'failed'; readonly fate: EventFate; readonly isUncertain: boolean };

async function makeCall(
  ports: DrainPorts,
  run: ConnectionRun,
  { call, message, news, before: { tries = 0, failedOf } }: CustomerCall,
): Promise<CallResult> {
  const held = reasonToHold(run, { areUntried: tries === 0 });
  if (held !== undefined) return { kind: 'failed', fate: { ...held, failedOf }, isUncertain: false };

  const wasProven = run.accepted > 0;
  const body = toBody(call, news, new Date(ports.now()));
  const answer = await ports.dfinery.post(call, { ...run.connection, body });
  const result = fateOfAnswer(answer, ports.now());
  logCall(ports, message, { call, result });
  if (result.kind === 'accepted') {
    noteAccepted(run, [message]);
    return { kind: 'accepted' };
  }
  ports.telemetry.count('DfineryRequest', 1, result.outcome);
  const { waits } = result;
  noteFailure(run, waits);
  if (wasProven && waits.because === 'refused') {
    return { kind: 'failed', fate: { ...waits, kind: 'dead' }, isUncertain: false };
  }
  return { kind: 'failed', fate: afterTry(waits, tries), isUncertain: waits.because === 'unavailable' };
}

function toBody(call: Call, { identity, properties }: ProfileNews, now: Date): string {
  const request_datetime = now.toISOString();
  return JSON.stringify(
    call === 'identities'
      ? { identity, request_datetime }
      : { identity, user_properties: properties, request_datetime },
  );
}

/** Logs ids only, no personal data. */
function logCall(
  { telemetry }: DrainPorts,
  { connection, serviceId, subjectKey }: ProfileMessage,
  { call, result }: { readonly call: Call; readonly result: AnswerFate },
): void {
  const { kind, outcome, code: reason } = result;
  const fields = { connection, serviceId, call, customer: subjectKey };
  if (kind === 'accepted') telemetry.info('Profile sent', fields);
  else telemetry.error('Profile not sent', { ...fields, outcome, reason });
}
