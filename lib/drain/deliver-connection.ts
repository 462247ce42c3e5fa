import type { LimitFunction } from 'p-limit';
import type { DfineryConnection } from '../connection.ts';
import type { AnyMessage, Message, ProfileMessage } from '../queue/message.ts';
import type { Queued } from '../settle/work-batch.ts';
import { claimEvents, leaveOutKnown } from './claim-events.ts';
import { type ConnectionRun, decideOnRefused, type Invocation, reasonToHold } from './connection-run.ts';
import { deliverProfiles } from './deliver-profiles.ts';
import type { DrainPorts } from './drain-ports.ts';
import { LEDGER_ILL, type Waits } from './fate.ts';
import { leaveOutErased } from './leave-out-erased.ts';
import { type PlannedRequest, planRequests } from './plan-requests.ts';
import type { QueuedEvent } from './read-records.ts';
import { sendRequest } from './send-request.ts';
import { closeBehind, passTo } from './service-gate.ts';

/** What a batch holds for one connection to one service. */
export interface ConnectionWork {
  readonly connection: string;
  readonly serviceId: string;
  readonly profiles: readonly Queued<ProfileMessage>[];
  readonly events: readonly QueuedEvent[];
}

/**
 * Sends all that a batch holds for one connection to one service and writes down what becomes of each message: who the
 * customers are, what they are like, then what they did, in the order that Dfinery advises.
 * @see https://docs.dfinery.ai/api-guide/en/undefined-1 (read 2026-11-23)
 */
export async function deliverConnection(
  ports: DrainPorts,
  { connection, serviceId, profiles, events }: ConnectionWork,
  invocation: Invocation,
): Promise<void> {
  const usable = await usableConnection(ports, { connection, serviceId });
  if ('because' in usable) {
    const messages = [...profiles, ...events].map(({ message }) => message);
    holdAll(ports, { connection, serviceId, fate: usable, invocation }, messages);
    return;
  }
  const standing = await leaveOutErased(ports, profiles, invocation.fates);
  const messages = standing.map(({ message }) => message);
  await deliverProfiles(ports, messages, { connection: usable, invocation });
  if (events.length > 0) await deliverEvents(ports, events, { connection, usable, invocation });
}

interface Held {
  readonly connection: string;
  readonly serviceId: string;
  readonly fate: Waits;
  readonly invocation: Invocation;
}

function holdAll(
  { telemetry }: DrainPorts,
  { connection, serviceId, fate, invocation }: Held,
  messages: readonly AnyMessage[],
): void {
  const { because, code } = fate;
  telemetry.warn('Connection waits', { connection, serviceId, events: messages.length, because, code });
  for (const message of messages) invocation.fates.set(message, fate);
}

/**
 * Until the first request is accepted they leave one by one, so that a service which is ill or refuses everything is asked
 * little; then side by side.
 */
async function deliverEvents(
  ports: DrainPorts,
  events: readonly QueuedEvent[],
  {
    connection,
    usable,
    invocation,
  }: { readonly connection: string; readonly usable: DfineryConnection; readonly invocation: Invocation },
): Promise<void> {
  const { serviceId } = usable;
  const admission = await admit(ports, usable);
  if ('because' in admission) {
    const messages = events.map(({ message }) => message);
    holdAll(ports, { connection, serviceId, fate: admission, invocation }, messages);
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
  const standing = await leaveOutErased(ports, events, run.fates);
  const requests = planRequests(await leaveOutKnown(ports, standing, run.fates));
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

/** Returns what a connection sends with, or why it may not send now. */
async function admit(
  ports: DrainPorts,
  connection: DfineryConnection,
): Promise<Pick<ConnectionRun, 'connection' | 'pause'> | Waits> {
  const { serviceId } = connection;
  try {
    const passage = await passTo(ports, serviceId);
    return passage.open ? { connection, pause: passage.pause } : passage.fate;
  } catch (cause) {
    ports.telemetry.error('The pause of a service could not be read', { serviceId }, cause);
    return ports.ledgerOutage === 'deliver' ? { connection, pause: undefined } : LEDGER_ILL;
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
