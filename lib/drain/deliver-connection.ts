import type { DfineryConnection } from '../model/connection.ts';
import type { AnyMessage, ProfileMessage } from '../queue/message.ts';
import type { Queued } from '../queue/worker/work-batch.ts';
import { findForService } from '../stores/connections/find-for-service.ts';
import { claimEvents, leaveOutKnown } from './claim-events.ts';
import {
  type ConnectionRun,
  decideOnRefused,
  type Invocation,
  openRun,
  reasonToHold,
} from './connection-run.ts';
import { deliverCarefully } from './deliver-carefully.ts';
import { deliverProfiles } from './deliver-profiles.ts';
import type { DrainPorts } from './drain-ports.ts';
import { type EventWaits, type Fates, LEDGER_UNAVAILABLE } from './event-fate.ts';
import { contain, mergeFates, sameFate } from './fates.ts';
import { leaveOutErased } from './leave-out-erased.ts';
import { type PlannedRequest, planRequests } from './plan-requests.ts';
import type { QueuedEvent } from './read-records.ts';
import { sendRequest } from './send-request.ts';
import { closeBehind, type Passage, passTo } from './service-gate.ts';

/** The messages of a batch for one connection to one service. */
export interface ConnectionWork {
  readonly connection: string;
  readonly serviceId: string;
  readonly profiles: readonly Queued<ProfileMessage>[];
  readonly events: readonly QueuedEvent[];
}

/**
 * Sends the messages of a batch for one connection to one service, and returns their fates. The order is the one that
 * Dfinery advises: identities, then user profiles, then events.
 * @see https://docs.dfinery.ai/api-guide/en/undefined-1 (read 2026-11-23)
 */
export async function deliverConnection(
  ports: DrainPorts,
  work: ConnectionWork,
  invocation: Invocation,
): Promise<Fates> {
  const { profiles, events } = work;
  const usable = await findForService(ports.connections, work);
  switch (usable.kind) {
    case 'usable': {
      const { connection } = usable;
      const ofProfiles = await deliverProfiles(ports, profiles, { connection, invocation });
      const failed = { text: 'A connection failed unexpectedly', fields: { connection: work.connection } };
      const ofEvents = await contain(ports.telemetry, failed, () =>
        deliverEvents(ports, work, { connection, invocation }),
      );
      return mergeFates([ofProfiles, ofEvents]);
    }
    case 'unavailable':
      ports.telemetry.error('No usable connection', { connection: work.connection }, usable.cause);
      return hold(ports, { ...work, held: [...profiles, ...events] }, waitFor(usable));
    case 'misconfigured':
      return hold(ports, { ...work, held: [...profiles, ...events] }, waitFor(usable));
  }
}

function waitFor({
  kind,
  code,
}: {
  readonly kind: 'misconfigured' | 'unavailable';
  readonly code: string;
}): EventWaits {
  return { kind: 'waits', because: kind, code };
}

interface Held extends Pick<ConnectionWork, 'connection' | 'serviceId'> {
  readonly held: readonly { readonly message: AnyMessage }[];
}

function hold({ telemetry }: DrainPorts, { connection, serviceId, held }: Held, fate: EventWaits): Fates {
  const { because, code } = fate;
  telemetry.warn('Connection waits', { connection, serviceId, events: held.length, because, code });
  return sameFate(held, fate);
}

async function deliverEvents(
  ports: DrainPorts,
  { connection: id, serviceId, events }: ConnectionWork,
  { connection, invocation }: { readonly connection: DfineryConnection; readonly invocation: Invocation },
): Promise<Fates> {
  if (events.length === 0) return new Map();
  const passage = await admit(ports, serviceId);
  if (passage.kind === 'waits') return hold(ports, { connection: id, serviceId, held: events }, passage);

  const run = openRun(invocation, { connection, pause: passage.pause });
  const standing = await leaveOutErased(ports, events);
  const unknown = await leaveOutKnown(ports, standing.remaining);
  const sent = await deliverCarefully(
    planRequests(unknown.remaining),
    (request) => deliverRequest(ports, run, request),
    { limit: invocation.limit, isProven: () => run.accepted > 0 },
  );
  await closeBehind(ports, serviceId, run);
  return decideOnRefused(run, mergeFates([standing.fates, unknown.fates, sent]));
}

async function deliverRequest(
  ports: DrainPorts,
  run: ConnectionRun,
  request: PlannedRequest,
): Promise<Fates> {
  const reason = reasonToHold(run);
  if (reason !== undefined) return sameFate(request.events, reason);
  const { remaining: events, fates } = await claimEvents(ports, request.events, run.claim);
  if (events.length === 0) return fates;
  return mergeFates([fates, await sendRequest(ports, run, { ...request, events })]);
}

async function admit(ports: DrainPorts, serviceId: string): Promise<Passage> {
  try {
    return await passTo(ports, serviceId);
  } catch (cause) {
    ports.telemetry.error('The pause of a service could not be read', { serviceId }, cause);
    return ports.ledgerOutage === 'deliver' ? { kind: 'open', pause: undefined } : LEDGER_UNAVAILABLE;
  }
}
