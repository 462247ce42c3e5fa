import { type LedgerKey } from '../ledger/ledger.ts';
import type { SentFacts } from '../ledger/profile-ledger.ts';
import type { ProfileMessage } from '../queue/message.ts';
import type { ConnectionRun } from './connection-run.ts';
import type { DrainPorts } from './drain-ports.ts';
import { type Fate, type Fates, LEDGER_ILL, type Waits } from './fate.ts';
import { type ProfileNews, profileNews } from './profile-news.ts';
import { type ProfileRuns, sendProfile } from './send-profile.ts';

/** Tells Dfinery what is new of one customer, the newest state first, while this instance alone holds the customer. */
export async function deliverCustomer(
  ports: DrainPorts,
  runs: ProfileRuns,
  messages: readonly ProfileMessage[],
): Promise<void> {
  const { claim, connection, fates } = runs['user-profile'];
  const [first] = messages;
  if (first === undefined) return;
  const key: LedgerKey = first;
  let sent: SentFacts | undefined;
  try {
    sent = await ports.profiles.claim(key, claim);
  } catch (cause) {
    ports.telemetry.error('A customer could not be claimed', {}, cause);
    wait(messages, LEDGER_ILL, { fates });
    return;
  }
  if (sent === undefined) {
    wait(messages, { kind: 'waits', because: 'claimed-elsewhere', code: 'claimed' }, { fates });
    return;
  }

  let known: SentFacts = sent;
  for (const message of [...messages].sort(newestFirst)) {
    const news = profileNews(message, known, connection.accessToken);
    const { fate, facts } = hasNews(news)
      ? await sendProfile(ports, runs, { message, news })
      : { fate: fateOfKnown(news), facts: {} };
    known = { ...known, ...news.confirmed, ...facts };
    fates.set(message, fate);
  }
  await settle(ports, { key, claim, facts: known });
}

async function settle(
  { profiles, telemetry }: DrainPorts,
  {
    key,
    claim,
    facts,
  }: { readonly key: LedgerKey; readonly claim: ConnectionRun['claim']; readonly facts: SentFacts },
): Promise<void> {
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
export function fateOfKnown({ isOutdated }: ProfileNews): Fate {
  return { kind: isOutdated ? 'profile-outdated' : 'profile-unchanged' };
}

/** Where two are of the same time, what came later counts. */
function newestFirst(a: ProfileMessage, b: ProfileMessage): number {
  return (
    Date.parse(b.updatedAt) - Date.parse(a.updatedAt) || Date.parse(b.receivedAt) - Date.parse(a.receivedAt)
  );
}

/** Has messages wait, but for those whose fate is known. */
export function wait(
  messages: readonly ProfileMessage[],
  fate: Waits,
  { fates }: { readonly fates: Fates },
): void {
  for (const message of messages) if (!fates.has(message)) fates.set(message, fate);
}
