import type { LimitFunction } from 'p-limit';
import type { DfineryConnection } from '../connection.ts';
import { ledgerId } from '../ledger/ledger.ts';
import type { ProfileMessage } from '../queue/message.ts';
import { type ConnectionRun, decideOnRefused, type Invocation, laneOf } from './connection-run.ts';
import { deliverCustomer, fateOfKnown, hasNews, wait } from './deliver-customer.ts';
import type { DrainPorts } from './drain-ports.ts';
import { LEDGER_ILL, type Waits } from './fate.ts';
import { profileNews } from './profile-news.ts';
import type { ProfileRuns } from './send-profile.ts';
import { closeBehind, passTo } from './service-gate.ts';

/** Left for the events of the same connection, whose turn comes after. */
const LEFT_FOR_EVENTS_MS = 15_000;

/**
 * Tells Dfinery what changed of the customers of one connection, each customer's newest state first, and writes down what
 * becomes of each message. Each of the two calls has its own quota and so its own run and pause. Where the ledger is ill
 * profiles wait, whatever events do: without it an older state could overwrite a newer one.
 */
export async function deliverProfiles(
  ports: DrainPorts,
  messages: readonly ProfileMessage[],
  { connection, invocation }: { readonly connection: DfineryConnection; readonly invocation: Invocation },
): Promise<void> {
  if (messages.length === 0) return;
  const { serviceId } = connection;
  try {
    const wanted = await leaveOutKnown(ports, messages, { connection, invocation });
    if (wanted.length === 0) return;
    const runs = await openRuns(ports, { connection, invocation });
    if ('because' in runs) {
      wait(wanted, runs, invocation);
      return;
    }
    await deliverCustomers(ports, runs, { messages: wanted, limit: invocation.limit });
    for (const [call, run] of Object.entries(runs)) {
      decideOnRefused(run);
      await closeBehind(ports, laneOf(serviceId, call), run);
    }
  } catch (cause) {
    ports.telemetry.error('Profiles could not be delivered', { serviceId }, cause);
    wait(messages, LEDGER_ILL, invocation);
  }
}

/** Returns the messages that hold news, as far as a look into the ledger tells; of the others, their fates are written. */
async function leaveOutKnown(
  { profiles }: DrainPorts,
  messages: readonly ProfileMessage[],
  { connection, invocation }: { readonly connection: DfineryConnection; readonly invocation: Invocation },
): Promise<readonly ProfileMessage[]> {
  const sent = await profiles.read(messages);
  return messages.filter((message) => {
    const facts = sent.get(ledgerId(message));
    if (facts === undefined) return true;
    const news = profileNews(message, facts, connection.accessToken);
    if (hasNews(news) || Object.keys(news.confirmed).length > 0) return true;
    invocation.fates.set(message, fateOfKnown(news));
    return false;
  });
}

async function openRuns(
  ports: DrainPorts,
  { connection, invocation }: { readonly connection: DfineryConnection; readonly invocation: Invocation },
): Promise<ProfileRuns | Waits> {
  const calls = ['identities', 'user-profile'] as const;
  const passages = await Promise.all(calls.map((call) => passTo(ports, laneOf(connection.serviceId, call))));
  const runs = passages.map((passage): ConnectionRun | Waits =>
    passage.open
      ? {
          ...invocation,
          connection,
          pause: passage.pause,
          remainingMs: () => invocation.remainingMs() - LEFT_FOR_EVENTS_MS,
          accepted: 0,
          refusedAlone: [],
          failuresInARow: 0,
          stop: undefined,
        }
      : passage.fate,
  );
  const [identities, userProfile] = runs;
  if (identities === undefined || userProfile === undefined) return LEDGER_ILL;
  if ('because' in identities) return identities;
  if ('because' in userProfile) return userProfile;
  return { identities, 'user-profile': userProfile };
}

/** One by one until something is accepted, so that a service which is ill is asked little; then side by side. */
async function deliverCustomers(
  ports: DrainPorts,
  runs: ProfileRuns,
  { messages, limit }: { readonly messages: readonly ProfileMessage[]; readonly limit: LimitFunction },
): Promise<void> {
  const customers = [...Map.groupBy(messages, (message) => ledgerId(message)).values()];
  const deliver = (customer: readonly ProfileMessage[]) =>
    limit(() => deliverCustomer(ports, runs, customer));
  while (!isProven(runs)) {
    const customer = customers.shift();
    if (customer === undefined) return;
    await deliver(customer);
  }
  await Promise.all(customers.map(deliver));
}

/** Something was accepted, and of the call that comes second nothing but refused. */
function isProven({ identities, 'user-profile': profile }: ProfileRuns): boolean {
  const isUntried = profile.refusedAlone.length === 0 && profile.failuresInARow === 0;
  return profile.accepted > 0 || (identities.accepted > 0 && isUntried);
}
