import type { DfineryConnection } from '../model/connection.ts';
import type { ProfileMessage } from '../queue/message.ts';
import type { Queued } from '../queue/worker/work-batch.ts';
import { ledgerId } from '../stores/ledger/ledger.ts';
import { decideOnRefused, type Invocation, laneOf, openRun } from './connection-run.ts';
import { deliverCarefully } from './deliver-carefully.ts';
import { deliverCustomer, fateOfKnown, hasNews } from './deliver-customer.ts';
import type { DrainPorts } from './drain-ports.ts';
import { type EventWaits, type Fates, LEDGER_UNAVAILABLE } from './event-fate.ts';
import { contain, mergeFates, type Sifted, sameFate, sift } from './fates.ts';
import { leaveOutErased } from './leave-out-erased.ts';
import { profileNews } from './profile-news.ts';
import type { ProfileRuns } from './send-profile.ts';
import { closeBehind, passTo } from './service-gate.ts';

/** Left for the events of the same connection, which are sent afterwards. */
const LEFT_FOR_EVENTS_MS = 15_000;

type QueuedProfile = Queued<ProfileMessage>;

interface Delivery {
  readonly connection: DfineryConnection;
  readonly invocation: Invocation;
}

/**
 * Sends what changed about the customers of one connection, each customer's newest state first, and returns the fate of
 * each message. Each of the two calls has its own quota, and so its own run and pause. While the ledger is unavailable,
 * profiles always wait: without it an older state could overwrite a newer one.
 */
export async function deliverProfiles(
  ports: DrainPorts,
  profiles: readonly QueuedProfile[],
  { connection, invocation }: Delivery,
): Promise<Fates> {
  if (profiles.length === 0) return new Map();
  const { serviceId } = connection;
  const standing = await leaveOutErased(ports, profiles);
  try {
    const news = await leaveOutKnown(ports, standing.remaining, connection);
    const fates = mergeFates([standing.fates, news.fates]);
    if (news.remaining.length === 0) return fates;
    const opened = await openRuns(ports, { connection, invocation });
    if (opened.kind === 'waits') return mergeFates([fates, sameFate(news.remaining, opened)]);

    const sent = await deliverCustomers(ports, opened.runs, { profiles: news.remaining, invocation });
    for (const [call, run] of Object.entries(opened.runs)) {
      await closeBehind(ports, laneOf(serviceId, call), run);
    }
    const decided = Object.values(opened.runs).reduce((some, run) => decideOnRefused(run, some), sent);
    return mergeFates([fates, decided]);
  } catch (cause) {
    ports.telemetry.error('Profiles could not be delivered', { serviceId }, cause);
    return mergeFates([standing.fates, sameFate(standing.remaining, LEDGER_UNAVAILABLE)]);
  }
}

/** Leaves out profiles that, by a read of the ledger, have no news. */
async function leaveOutKnown(
  { profiles: ledger }: DrainPorts,
  profiles: readonly QueuedProfile[],
  { accessToken }: DfineryConnection,
): Promise<Sifted<QueuedProfile>> {
  const sent = await ledger.read(profiles.map(({ message }) => message));
  return sift(profiles, ({ message }) => {
    const entry = sent.get(ledgerId(message));
    if (entry === undefined) return undefined;
    const news = profileNews(message, entry.facts, accessToken);
    return hasNews(news) || Object.keys(news.confirmed).length > 0 ? undefined : fateOfKnown(news);
  });
}

async function openRuns(
  ports: DrainPorts,
  { connection, invocation }: Delivery,
): Promise<{ readonly kind: 'open'; readonly runs: ProfileRuns } | EventWaits> {
  const pass = (call: string) => passTo(ports, laneOf(connection.serviceId, call));
  const [identities, userProfile] = await Promise.all([pass('identities'), pass('user-profile')]);
  if (identities.kind === 'waits') return identities;
  if (userProfile.kind === 'waits') return userProfile;
  const time = {
    claim: invocation.claim,
    remainingMs: () => invocation.remainingMs() - LEFT_FOR_EVENTS_MS,
  };
  const runs = {
    identities: openRun(time, { connection, pause: identities.pause }),
    'user-profile': openRun(time, { connection, pause: userProfile.pause }),
  };
  return { kind: 'open', runs };
}

function deliverCustomers(
  ports: DrainPorts,
  runs: ProfileRuns,
  { profiles, invocation }: { readonly profiles: readonly QueuedProfile[]; readonly invocation: Invocation },
): Promise<Fates> {
  const customers = [...Map.groupBy(profiles, ({ message }) => ledgerId(message)).values()];
  const failed = { text: 'A customer failed unexpectedly', fields: {} };
  return deliverCarefully(
    customers,
    ([first, ...others]) =>
      contain(ports.telemetry, failed, async () =>
        first === undefined ? new Map() : deliverCustomer(ports, runs, [first, ...others]),
      ),
    { limit: invocation.limit, isProven: () => isProven(runs) },
  );
}

/** The second call succeeded, or the first did and the second has not failed. */
function isProven({ identities, 'user-profile': profile }: ProfileRuns): boolean {
  const isUntried = profile.refusedAlone.length === 0 && profile.failuresInARow === 0;
  return profile.accepted > 0 || (identities.accepted > 0 && isUntried);
}
