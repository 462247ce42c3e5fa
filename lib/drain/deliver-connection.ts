import type { LimitFunction } from 'p-limit';
import type { DfineryConnection } from '../connection.ts';
import type { Claim } from '../ledger/ledger.ts';
import { claimEvents } from './claim-events.ts';
import { type ConnectionRun, reasonToHold } from './connection-run.ts';
import type { DrainPorts } from './drain-ports.ts';
import type { Fate, Waits } from './fate.ts';
import type { PlannedDelivery, PlannedEvent, PlannedRequest } from './plan-requests.ts';
import { sendRequest } from './send-request.ts';
import { closeBehind, type Passage, passTo } from './service-gate.ts';

export interface Invocation {
  readonly claim: Claim;
  readonly remainingMs: () => number;
  /** Shared by all connections. */
  readonly limit: LimitFunction;
}

/**
 * Sends all that a batch holds for one connection and returns what becomes of each event. Until the first request is
 * accepted they leave one by one, so that a service which is ill or refuses everything is asked little; then side by
 * side.
 */
export async function deliverConnection(
  ports: DrainPorts,
  delivery: PlannedDelivery,
  invocation: Invocation,
): Promise<ReadonlyMap<PlannedEvent, Fate>> {
  const connection = await usableConnection(ports, delivery);
  if ('because' in connection) return allOf(delivery, connection);
  const passage = await tryToPass(ports, delivery.serviceId);
  if (!passage.open) return allOf(delivery, passage.fate);

  const run: ConnectionRun = {
    ...invocation,
    connection,
    pause: passage.pause,
    fates: new Map(),
    accepted: 0,
    refusedAlone: [],
    failuresInARow: 0,
    stop: undefined,
  };
  const deliver = (request: PlannedRequest) => invocation.limit(() => deliverRequest(ports, run, request));
  const waiting = [...delivery.requests];
  while (run.accepted === 0) {
    const request = waiting.shift();
    if (request === undefined) break;
    await deliver(request);
  }
  await Promise.all(waiting.map(deliver));

  decideOnRefused(run);
  try {
    await closeBehind(ports, delivery.serviceId, run);
  } catch (cause) {
    ports.telemetry.error(
      'The pause of a service could not be written',
      { serviceId: delivery.serviceId },
      cause,
    );
  }
  return run.fates;
}

async function deliverRequest(ports: DrainPorts, run: ConnectionRun, request: PlannedRequest): Promise<void> {
  const hold = reasonToHold(run);
  if (hold !== undefined) {
    for (const event of request.events) run.fates.set(event, hold);
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
  for (const event of run.refusedAlone) {
    const fate = run.fates.get(event);
    if (fate?.kind === 'waits') run.fates.set(event, { ...fate, kind: 'dead' });
  }
}

/** An event was written for one Dfinery service; it never goes to the one its connection was given later. */
async function usableConnection(
  { connections, telemetry }: DrainPorts,
  { connection, serviceId }: PlannedDelivery,
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

async function tryToPass(ports: DrainPorts, serviceId: string): Promise<Passage> {
  try {
    return await passTo(ports, serviceId);
  } catch (cause) {
    ports.telemetry.error('The pause of a service could not be read', { serviceId }, cause);
    if (ports.ledgerOutage === 'deliver') return { open: true, pause: undefined };
    return { open: false, fate: { kind: 'waits', because: 'ledger-unavailable', code: 'ledger' } };
  }
}

function allOf({ requests }: PlannedDelivery, fate: Fate): ReadonlyMap<PlannedEvent, Fate> {
  return new Map(requests.flatMap(({ events }) => events.map((event) => [event, fate] as const)));
}
