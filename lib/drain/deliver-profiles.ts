import type { DfineryConnection } from '../model/connection.ts';
import type { ProfileMessage } from '../queue/message.ts';
import type { Queued } from '../queue/worker/work-batch.ts';
import { ledgerId } from '../stores/ledger/ledger.ts';
import { failedAlone, goOn, type Invocation, openRun, waitForPause } from './connection-run.ts';
import { deliverCarefully } from './deliver-carefully.ts';
import {
  type Customer,
  deliverCustomer,
  fateOfKnown,
  hasNews,
  type KnownProfile,
} from './deliver-customer.ts';
import type { DrainPorts } from './drain-ports.ts';
import { type Fates, LEDGER_UNAVAILABLE } from './event-fate.ts';
import { contain, heldFates, mergeFates, type Sifted, sameFate, sift, triedBefore } from './fates.ts';
import { leaveOutErased } from './leave-out-erased.ts';
import { admit, closeBehind, lanesOf, readGate } from './pause-gate.ts';
import { profileNews } from './profile-news.ts';
import type { ProfileRuns } from './send-profile.ts';

/** Left for the events of the same connection, which are sent afterwards. */
const LEFT_FOR_EVENTS_MS = 15_000;

interface ProfileWork {
  readonly connection: string;
  readonly serviceId: string;
  readonly profiles: readonly Queued<ProfileMessage>[];
}

interface Delivery {
  readonly connection: DfineryConnection;
  readonly invocation: Invocation;
}

/**
 * Sends what changed about the customers of one connection, each customer's newest state first, and returns the fate of
 * each message. Each of the two calls has its own quota, and so its own run and pauses. While the ledger is unavailable,
 * profiles always wait: without it an older state could overwrite a newer one.
 */
export async function deliverProfiles(
  ports: DrainPorts,
  work: ProfileWork,
  delivery: Delivery,
): Promise<Fates> {
  if (work.profiles.length === 0) return new Map();
  const standing = await leaveOutErased(ports, work.profiles);
  try {
    const news = await leaveOutKnown(ports, standing.remaining, delivery.connection);
    const sent = await deliverNews(ports, { ...work, profiles: news.remaining }, delivery);
    return mergeFates([standing.fates, news.fates, sent]);
  } catch (cause) {
    ports.telemetry.error('Profiles could not be delivered', { serviceId: work.serviceId }, cause);
    return mergeFates([standing.fates, sameFate(standing.remaining, LEDGER_UNAVAILABLE)]);
  }
}

/** Leaves out profiles that, by a read of the ledger, have no news, and says of the others how often they were tried. */
async function leaveOutKnown(
  { profiles: ledger }: DrainPorts,
  profiles: readonly Queued<ProfileMessage>[],
  { accessToken }: DfineryConnection,
): Promise<Sifted<KnownProfile>> {
  const entries = await ledger.read(profiles.map(({ message }) => message));
  const known = profiles.map((profile) => {
    const { tries = 0, failedOf } = entries.get(ledgerId(profile.message)) ?? {};
    return { ...profile, tries, failedOf };
  });
  return sift(known, ({ message }) => {
    const entry = entries.get(ledgerId(message));
    if (entry === undefined) return undefined;
    const news = profileNews(message, entry.facts, accessToken);
    return hasNews(news) || Object.keys(news.confirmed).length > 0 ? undefined : fateOfKnown(news);
  });
}

async function deliverNews(
  ports: DrainPorts,
  { profiles, ...at }: Omit<ProfileWork, 'profiles'> & { readonly profiles: readonly KnownProfile[] },
  { connection, invocation }: Delivery,
): Promise<Fates> {
  if (profiles.length === 0) return new Map();
  const [identities, userProfile] = await Promise.all([
    readGate(ports, lanesOf(at, 'identities')),
    readGate(ports, lanesOf(at, 'user-profile')),
  ]);
  if (identities.kind === 'held') return heldFates(profiles, identities);
  if (userProfile.kind === 'held') return heldFates(profiles, userProfile);
  const first = await admit(ports, identities, profiles);
  const second = await admit(ports, userProfile, first.remaining);

  const time = {
    claim: invocation.claim,
    remainingMs: () => invocation.remainingMs() - LEFT_FOR_EVENTS_MS,
  };
  const runs: ProfileRuns = {
    identities: openRun(time, { connection, gate: first.gate }),
    'user-profile': openRun(time, { connection, gate: second.gate }),
  };
  const sent = await deliverCustomers(ports, runs, { profiles: second.remaining, invocation });
  const ends = await Promise.all(Object.values(runs).map((run) => closeBehind(ports, run)));
  const until = ends.filter((end) => end !== undefined);
  const waiting = waitForPause(sent, until.length === 0 ? undefined : Math.max(...until));
  return mergeFates([first.fates, second.fates, waiting]);
}

function deliverCustomers(
  ports: DrainPorts,
  runs: ProfileRuns,
  { profiles, invocation }: { readonly profiles: readonly KnownProfile[]; readonly invocation: Invocation },
): Promise<Fates> {
  const customers = [...Map.groupBy(profiles, ({ message }) => ledgerId(message)).values()]
    .flatMap(([first, ...others]): Customer[] => (first === undefined ? [] : [[first, ...others]]))
    .sort(([{ tries: a = 0 }], [{ tries: b = 0 }]) => a - b);
  const mayGoOn = () => goOn(Object.values(runs), isProven(runs));
  const failed = { text: 'A customer failed unexpectedly', fields: {} };
  return deliverCarefully<Customer>(
    customers,
    (customer) => contain(ports.telemetry, failed, () => deliverCustomer(ports, runs, customer)),
    {
      limit: invocation.limit,
      isProven: () => isProven(runs),
      secondTry: (sofar) =>
        Promise.resolve(mayGoOn() ? customers.flatMap((customer) => leftOf(customer, sofar)) : []),
    },
  );
}

/** Returns the messages of a customer that failed alone, as a customer. */
function leftOf(customer: Customer, fates: Fates): Customer[] {
  const [first, ...others] = customer
    .filter(({ message }) => failedAlone(fates.get(message)))
    .map((profile) => ({ ...profile, ...triedBefore(fates.get(profile.message)) }));
  return first === undefined ? [] : [[first, ...others]];
}

/** The second call succeeded, or the first did and the second has not failed. */
function isProven({ identities, 'user-profile': profile }: ProfileRuns): boolean {
  const isUntried = profile.refusedAlone === 0 && profile.failuresInARow === 0;
  return profile.accepted > 0 || (identities.accepted > 0 && isUntried);
}
