import type { ProfileMessage } from '../queue/message.ts';
import { isKept } from '../queue/worker/fate.ts';
import type { LedgerKey } from '../stores/ledger/ledger.ts';
import type { ProfileEntry, SentFacts } from '../stores/ledger/profile-ledger.ts';
import type { ConnectionRun } from './connection-run.ts';
import type { DrainPorts } from './drain-ports.ts';
import { CLAIMED_ELSEWHERE, type EventFate, type Fates, LEDGER_UNAVAILABLE } from './event-fate.ts';
import { sameFate, type TriedBefore } from './fates.ts';
import { type ProfileNews, profileNews } from './profile-news.ts';
import type { QueuedProfile } from './read-records.ts';
import { type ProfileRuns, sendProfile } from './send-profile.ts';

export type KnownProfile = QueuedProfile & TriedBefore;

/** The profiles of one customer. */
export type Customer = readonly [KnownProfile, ...KnownProfile[]];

/**
 * Sends what is new about one customer, the newest state first, while only
 * this invocation holds the customer. Returns the fate of each message.
 */
export async function deliverCustomer(
  ports: DrainPorts,
  runs: ProfileRuns,
  customer: Customer,
): Promise<Fates> {
  const { claim, connection } = runs['user-profile'];
  const key: LedgerKey = customer[0].message;
  let entry: ProfileEntry | undefined;
  try {
    entry = await ports.profiles.claim(key, claim);
  } catch (cause) {
    ports.telemetry.error('A customer could not be claimed', {}, cause);
    return sameFate(customer, LEDGER_UNAVAILABLE);
  }
  if (entry === undefined) return sameFate(customer, CLAIMED_ELSEWHERE);

  const fates = new Map<ProfileMessage, EventFate>();
  let known = entry.facts;
  for (const message of customer.map((queued) => queued.message).sort(newestFirst)) {
    const news = profileNews(message, known, connection.accessToken);
    const { fate, facts }: { fate: EventFate; facts: SentFacts } = hasNews(news)
      ? await sendProfile(ports, runs, { message, news, before: entry })
      : { fate: fateOfKnown(news), facts: {} };
    known = { ...known, ...news.confirmed, ...facts };
    fates.set(message, fate);
  }
  return (await settle(ports, { key, claim, facts: known, fates })) ? fates : stayQueued(fates);
}

/** Without a record an older state that comes later would be sent, so the customer's news is sent once more. */
function stayQueued(fates: Fates): Fates {
  return new Map([...fates].map(([message, fate]) => [message, isKept(fate) ? fate : LEDGER_UNAVAILABLE]));
}

interface Settled {
  readonly key: LedgerKey;
  readonly claim: ConnectionRun['claim'];
  readonly facts: SentFacts;
  readonly fates: Fates;
}

async function settle(
  { profiles, telemetry }: DrainPorts,
  { key, claim, facts, fates }: Settled,
): Promise<boolean> {
  const all = [...fates.values()];
  const failed = all.find((fate) => fate.kind === 'waits');
  const isHeld = all.some((fate) => fate.kind === 'held');
  try {
    if (failed === undefined && isHeld) await profiles.putBack(key, claim, facts);
    else await profiles.settle(key, claim, facts, failed?.because);
    return true;
  } catch (cause) {
    // Once the lease is over, the facts in the ledger do not count: the next profile is sent whole.
    telemetry.count('LedgerMarkFailed');
    telemetry.error('A sent profile could not be recorded in the ledger', {}, cause);
    return false;
  }
}

/** Says whether a message has anything that Dfinery does not know. */
export function hasNews({ isIdentityNew, properties }: ProfileNews): boolean {
  return isIdentityNew || Object.keys(properties).length > 0;
}

/** Returns the fate of a message without news. */
export function fateOfKnown({ isOutdated }: ProfileNews): EventFate {
  return { kind: isOutdated ? 'profile-outdated' : 'profile-unchanged' };
}

/** If two states have the same time, the one received later counts. */
function newestFirst(a: ProfileMessage, b: ProfileMessage): number {
  return (
    Date.parse(b.updatedAt) - Date.parse(a.updatedAt) || Date.parse(b.receivedAt) - Date.parse(a.receivedAt)
  );
}
