import type { LimitFunction } from 'p-limit';
import type { DfineryConnection } from '../connection.ts';
import type { Claim } from '../ledger/ledger.ts';
import type { Message } from '../queue/message.ts';
import { claimEvents, leaveOutKnown } from './claim-events.ts';
import { type ConnectionRun, reasonToHold } from './connection-run.ts';
import type { DrainPorts } from './drain-ports.ts';
import type { Fates, Waits } from './fate.ts';
import { type PlannedRequest, planRequests } from './plan-requests.ts';
import type { QueuedEvent } from './read-records.ts';
import { sendRequest } from './send-request.ts';
import { closeBehind, passTo } from './service-gate.ts';

export interface Invocation {
  readonly claim: Claim;
  readonly remainingMs: () => number;
  /** Shared by all connections. */
  readonly limit: LimitFunction;
  readonly fates: Fates;
}

/**
 * Sends all that a batch holds for one connection to one service and writes down what becomes of each event. Until the
 * first request is accepted they leave one by one, so that a service which is ill or refuses everything is asked
 * little; then side by side.
 */
export async function deliverConnection(
  ports: DrainPorts,
  events: readonly [QueuedEvent, ...QueuedEvent[]],
  invocation: Invocation,
): Promise<void> {
  const { connection, serviceId } = events[0].message;
  const admission = await admit(ports, { connection, serviceId });
  if ('because' in admission) {
    const { because, code } = admission;
    ports.telemetry.warn('Connection waits', { connection, serviceId, events: events.length, because, code });
    for (const { message } of events) invocation.fates.set(message, admission);
    return;
  }

  const run: ConnectionRun = {
    ...invocation,
    ...admission,
    accepted: 0,
    refusedAlone: [],
    failuresInARow: 0,
    stop: undefined,
  };
  const requests = planRequests(await leaveOutKnown(ports, events, run.fates));
  await deliverRequests(ports, run, { requests, limit: invocation.limit });
  decideOnRefused(run);
  try {
    await closeBehind(ports, serviceId, run);
  } catch (cause) {
    ports.telemetry.error('The pause of a service could not be written', { serviceId }, cause);
  }
}

async function deliverRequests(
  ports: DrainPorts,
  run: ConnectionRun,
  { requests, limit }: { readonly requests: readonly PlannedRequest[]; readonly limit: LimitFunction },
): Promise<void> {
  const deliver = (request: PlannedRequest) => limit(() => deliverRequest(ports, run, request));
  const waiting = [...requests];
  while (run.accepted === 0) {
    const request = waiting.shift();
    if (request === undefined) return;
    await deliver(request);
  }
  await Promise.all(waiting.map(deliver));
}

async function deliverRequest(ports: DrainPorts, run: ConnectionRun, request: PlannedRequest): Promise<void> {
  const hold = reasonToHold(run);
  if (hold !== undefined) {
    for (const { message } of request.events) run.fates.set(message, hold);
    return;
  }
  try {
    const events = await claimEvents(ports, run, request.events);
    if (events.length > 0) await sendRequest(ports, run, { ...request, events });
  } catch (cause) {
    // A fault of ours: what has no fate by now stays queued, and the other requests go on.
    ports.telemetry.error('A request failed unexpectedly', { connection: request.connection }, cause);
  }
}

/**
 * An event that was refused alone is dead only where Dfinery took another of the same connection: else most likely
 * nothing is registered in the console, and all of them are good.
 */
function decideOnRefused(run: ConnectionRun): void {
  if (run.accepted === 0) return;
  for (const { message } of run.refusedAlone) {
    const fate = run.fates.get(message);
    if (fate?.kind === 'waits') run.fates.set(message, { ...fate, kind: 'dead' });
  }
}

/** Returns what a connection sends with, or why it may not send now. */
async function admit(
  ports: DrainPorts,
  { connection, serviceId }: Pick<Message, 'connection' | 'serviceId'>,
): Promise<Pick<ConnectionRun, 'connection' | 'pause'> | Waits> {
  const usable = await usableConnection(ports, { connection, serviceId });
  if ('because' in usable) return usable;
  try {
    const passage = await passTo(ports, serviceId);
    return passage.open ? { connection: usable, pause: passage.pause } : passage.fate;
  } catch (cause) {
    ports.telemetry.error('The pause of a service could not be read', { serviceId }, cause);
    if (ports.ledgerOutage === 'deliver') return { connection: usable, pause: undefined };
    return { kind: 'waits', because: 'ledger-unavailable', code: 'ledger' };
  }
}

/** An event was written for one Dfinery service; it never goes to the one its connection was given later. */
async function usableConnection(
  { connections, telemetry }: DrainPorts,
  { connection, serviceId }: Pick<Message, 'connection' | 'serviceId'>,
): Promise<DfineryConnection | Waits> {
  const reading = await connections.find(connection);
  if (reading.kind === 'unknown') return { kind: 'waits', because: 'misconfigured', code: 'connection-gone' };
  if (reading.kind === 'unavailable') {
    telemetry.error('No usable connection', { connection }, reading.cause);
    return { kind: 'waits', because: 'unavailable', code: 'connection-unavailable' };
  }
  if (reading.value.serviceId === serviceId) return reading.value;
  return { kind: 'waits', because: 'misconfigured', code: 'service-changed' };
}
