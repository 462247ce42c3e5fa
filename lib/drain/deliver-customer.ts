import type { ProfileMessage } from '../queue/message.ts';
import type { Queued } from '../queue/worker/work-batch.ts';
import type { LedgerKey } from '../stores/ledger/ledger.ts';
import type { SentFacts } from '../stores/ledger/profile-ledger.ts';
import type { ConnectionRun } from './connection-run.ts';
import type { DrainPorts } from './drain-ports.ts';
import { type EventFate, type Fates, LEDGER_UNAVAILABLE } from './event-fate.ts';
import { sameFate } from './fates.ts';
import { type ProfileNews, profileNews } from './profile-news.ts';
import { type ProfileRuns, sendProfile } from './send-profile.ts';

/**
 * Tells Dfinery what is new of one customer, the newest state first, while this invocation alone holds the customer. Returns
 * what becomes of each message.
 */
export async function deliverCustomer(
  ports: DrainPorts,
  runs: ProfileRuns,
  customer: readonly [Queued<ProfileMessage>, ...Queued<ProfileMessage>[]],
): Promise<Fates> {
  const { claim, connection } = runs['user-profile'];
  const key: LedgerKey = customer[0].message;
  let known: SentFacts | undefined;
  try {
    known = await ports.profiles.claim(key, claim);
  } catch (cause) {
    ports.telemetry.error('A customer could not be claimed', {}, cause);
    return sameFate(customer, LEDGER_UNAVAILABLE);
  }
  if (known === undefined) {
    return sameFate(customer, { kind: 'waits', because: 'claimed-elsewhere', code: 'claimed' });
  }

  const fates = new Map<ProfileMessage, EventFate>();
  for (const message of customer.map((queued) => queued.message).sort(newestFirst)) {
    const news = profileNews(message, known, connection.accessToken);
    const { fate, facts }: { fate: EventFate; facts: SentFacts } = hasNews(news)
      ? await sendProfile(ports, runs, { message, news })
      : { fate: fateOfKnown(news), facts: {} };
    known = { ...known, ...news.confirmed, ...facts };
    fates.set(message, fate);
  }
  await settle(ports, { key, claim, facts: known });
  return fates;
}

interface Settled {
  readonly key: LedgerKey;
  readonly claim: ConnectionRun['claim'];
  readonly facts: SentFacts;
}

async function settle({ profiles, telemetry }: DrainPorts, { key, claim, facts }: Settled): Promise<void> {
  try {
    await profiles.settle(key, claim, facts);
  } catch (cause) {
    // The lease runs out, and what is known then counts for nothing: the next profile is sent whole.
    telemetry.count('LedgerMarkFailed');
    telemetry.error('The ledger does not know of a profile that was sent', {}, cause);
  }
}

/** Tells whether Dfinery does not know all of it. */
export function hasNews({ isIdentityNew, properties }: ProfileNews): boolean {
  return isIdentityNew || Object.keys(properties).length > 0;
}

/** Returns what becomes of a message that holds no news. */
export function fateOfKnown({ isOutdated }: ProfileNews): EventFate {
  return { kind: isOutdated ? 'profile-outdated' : 'profile-unchanged' };
}

/** Of two states of the same time the one that came later counts. */
function newestFirst(a: ProfileMessage, b: ProfileMessage): number {
  return (
    Date.parse(b.updatedAt) - Date.parse(a.updatedAt) || Date.parse(b.receivedAt) - Date.parse(a.receivedAt)
  );
}
