import type { DfineryConnection } from '../model/connection.ts';
import type { AnyMessage, ProfileMessage } from '../queue/message.ts';
import type { Queued } from '../queue/worker/work-batch.ts';
import { findForService } from '../stores/connections/find-for-service.ts';
import { claimEvents, type KnownEvent, leaveOutKnown, leaveOutVersions } from './claim-events.ts';
import { confirmRises } from './confirm-rises.ts';
import {
  type ConnectionRun,
  failedAlone,
  finishWrites,
  goOn,
  type Invocation,
  openRun,
  reasonToHold,
  waitForPause,
} from './connection-run.ts';
import { deliverCarefully } from './deliver-carefully.ts';
import { deliverProfiles } from './deliver-profiles.ts';
import type { DrainPorts } from './drain-ports.ts';
import { type EventHeld, type Fates, LEDGER_UNAVAILABLE } from './event-fate.ts';
import { contain, heldFates, isUntried, mergeFates, sameFate, triedBefore } from './fates.ts';
import type { QueuedChange } from './follow-answer.ts';
import { leaveOutErased } from './leave-out-erased.ts';
import { noteHeard } from './note-heard.ts';
import { admit, closeBehind, type Gate, lanesOf, openGate, readGate } from './pause-gate.ts';
import { type PlannedRequest, planRequests, type SendableEvent } from './plan-requests.ts';
import type { QueuedEvent } from './read-records.ts';
import { putBack, sendRequest } from './send-request.ts';
import { tellChanges } from './tell-changes.ts';

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
      const failed = { text: 'A connection failed unexpectedly', fields: { connection: work.connection } };
      const ofProfiles = await contain(ports.telemetry, failed, () =>
        deliverProfiles(ports, work, { connection, invocation }),
      );
      const ofEvents = await contain(ports.telemetry, failed, () =>
        deliverEvents(ports, work, { connection, invocation }),
      );
      await noteHeard(ports, work);
      return mergeFates([ofProfiles, ofEvents]);
    }
    case 'unavailable':
      ports.telemetry.error('No usable connection', { connection: work.connection }, usable.cause);
      return hold(ports, work, { held: [...profiles, ...events], fate: heldBy(usable) });
    case 'misconfigured':
      return hold(ports, work, { held: [...profiles, ...events], fate: heldBy(usable) });
  }
}

function heldBy({
  kind,
  code,
}: {
  readonly kind: 'misconfigured' | 'unavailable';
  readonly code: string;
}): EventHeld {
  return { kind: 'held', because: kind, code };
}

interface Hold {
  readonly held: readonly { readonly message: AnyMessage }[];
  readonly fate: EventHeld;
}

function hold({ telemetry }: DrainPorts, work: ConnectionWork, { held, fate }: Hold): Fates {
  const { connection, serviceId } = work;
  const { because, code } = fate;
  telemetry.warn('Connection waits', { connection, serviceId, events: held.length, because, code });
  return sameFate(held, fate);
}

async function deliverEvents(
  ports: DrainPorts,
  work: ConnectionWork,
  { connection, invocation }: { readonly connection: DfineryConnection; readonly invocation: Invocation },
): Promise<Fates> {
  const { events } = work;
  if (events.length === 0) return new Map();
  // Three reads at once: one after the other, the time of each would be paid for.
  const [seen, standing, unknown] = await Promise.all([
    look(ports, work),
    leaveOutErased(ports, events),
    leaveOutKnown(ports, events),
  ]);
  if (seen.kind === 'held') return hold(ports, work, { held: events, fate: seen });

  const versions = leaveOutVersions(unknown.remaining.filter(({ message }) => !standing.fates.has(message)));
  const { gate, remaining, fates } = await admit(ports, seen, versions.remaining);
  const run = openRun(invocation, { connection, gate });
  const isChange = (event: KnownEvent): event is KnownEvent & QueuedChange => event.isChange;
  const sent = await sendAll(ports, run, {
    events: remaining.filter((event) => !isChange(event)),
    invocation,
  });
  // A refund leaves only after its purchase was accepted.
  const changed = await sendChanges(ports, run, { changes: remaining.filter(isChange), invocation });
  const [until] = await Promise.all([closeBehind(ports, run), remember(ports, work, run), finishWrites(run)]);
  const tried = waitForPause(mergeFates([sent, changed]), until);
  return mergeFates([unknown.fates, standing.fates, versions.fates, fates, tried]);
}

interface Round {
  readonly events: readonly SendableEvent[];
  readonly invocation: Invocation;
}

/** Sends events, and returns once the ledger knows of them. */
async function sendAll(ports: DrainPorts, run: ConnectionRun, { events, invocation }: Round): Promise<Fates> {
  const requests = planRequests(events);
  const fates = await deliverCarefully(requests, (request) => deliverRequest(ports, run, request), {
    limit: invocation.limit,
    isProven: () => run.accepted > 0,
    async secondTry(sofar) {
      await finishWrites(run);
      return goOn([run], run.accepted > 0) ? requests.flatMap((request) => leftOf(request, sofar)) : [];
    },
  });
  await finishWrites(run);
  return fates;
}

/** Sends what follows of changes of orders that were told before. */
async function sendChanges(
  ports: DrainPorts,
  run: ConnectionRun,
  { changes, invocation }: { readonly changes: readonly QueuedChange[]; readonly invocation: Invocation },
): Promise<Fates> {
  if (changes.length === 0) return new Map();
  const { told, fates } = await tellChanges(ports, run, changes);
  const sent = await sendAll(ports, run, { events: told, invocation });
  const confirmed = await confirmRises(ports, told, sent);
  const ofCarriers = told.flatMap(({ message, carrier }) => {
    const fate = confirmed.get(message) ?? sent.get(message);
    return fate === undefined ? [] : [[carrier, fate] as const];
  });
  return mergeFates([fates, new Map(ofCarriers)]);
}

/** Keeps the last answer for a person to see. */
async function remember(
  { lastAnswers, telemetry }: DrainPorts,
  { connection, serviceId }: ConnectionWork,
  { lastAnswer }: ConnectionRun,
): Promise<void> {
  if (Object.keys(lastAnswer).length === 0) return;
  try {
    await lastAnswers.note({ connection, serviceId }, lastAnswer);
  } catch (cause) {
    telemetry.error('The last answer could not be written', { connection, serviceId }, cause);
  }
}

/** Returns the part of a request that failed alone, as a request. */
function leftOf(request: PlannedRequest, fates: Fates): PlannedRequest[] {
  const events = request.events.filter(({ message }) => failedAlone(fates.get(message)));
  const triedNow = events.map((event) => ({ ...event, ...triedBefore(fates.get(event.message)) }));
  return events.length === 0 ? [] : [{ ...request, events: triedNow }];
}

async function deliverRequest(
  ports: DrainPorts,
  run: ConnectionRun,
  request: PlannedRequest,
): Promise<Fates> {
  const held = reasonToHold(run, { areUntried: request.events.every(isUntried) });
  if (held !== undefined) return heldFates(request.events, held);
  const { remaining: events, fates } = await claimEvents(ports, request.events, run.claim);
  // The ledger may have taken a claim all the same. Nobody should wait for the end of its lease.
  const lost = request.events.filter(({ message }) => fates.get(message) === LEDGER_UNAVAILABLE);
  const waiting = mergeFates([fates, putBack(ports, run, { events: lost, held: LEDGER_UNAVAILABLE })]);
  if (events.length === 0) return waiting;
  return mergeFates([waiting, await sendRequest(ports, run, { ...request, events })]);
}

async function look(ports: DrainPorts, work: ConnectionWork): Promise<Gate | EventHeld> {
  const lanes = lanesOf(work);
  try {
    return await readGate(ports, lanes);
  } catch (cause) {
    ports.telemetry.error('The pauses of a service could not be read', { serviceId: work.serviceId }, cause);
    return ports.ledgerOutage === 'deliver' ? openGate(lanes) : LEDGER_UNAVAILABLE;
  }
}
