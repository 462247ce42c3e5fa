import type { DfineryConnection } from '../connection.ts';
import { type Classification, classifyAnswer, type RequestOutcome } from '../dfinery/classify-answer.ts';
import type { DrainPorts } from './drain-ports.ts';
import { type PlannedEvent, type PlannedRequest, toRequestBody } from './plan-requests.ts';

/** No request leaves with less time than this: it could end half-settled. Its answer may take 12 s. */
export const STOP_SENDING_MS = 15_000;

/** What became of the events of a request. */
export interface RequestSettlement {
  readonly accepted: readonly PlannedEvent[];
  /** Stay queued. */
  readonly kept: readonly { readonly event: PlannedEvent; readonly because: KeptBecause }[];
}

/** Why an event stays queued: an outcome of Dfinery's, or a reason not to ask it. */
export type KeptBecause = Exclude<RequestOutcome, 'accepted'> | 'out-of-time';

/**
 * Sends one planned request and tells what became of each of its events. What turns out to be too large is sent again
 * in two halves.
 */
export async function sendRequest(
  ports: DrainPorts,
  request: PlannedRequest,
  remainingMs: () => number,
): Promise<RequestSettlement> {
  if (remainingMs() < STOP_SENDING_MS)
    return settle(ports, request, { outcome: 'out-of-time', reason: 'deadline' });
  const connection = await usableConnection(ports, request);
  if ('outcome' in connection) return settle(ports, request, connection);

  const answer = await ports.dfinery.postEvents({ ...connection, body: toRequestBody(request) });
  const classification = classifyAnswer(answer);
  ports.telemetry.count('DfineryRequest', 1, classification.outcome);
  if (classification.outcome !== 'too-large' || request.events.length === 1) {
    return settle(ports, request, classification);
  }
  const middle = Math.ceil(request.events.length / 2);
  const halves = [request.events.slice(0, middle), request.events.slice(middle)];
  const settlements: RequestSettlement[] = [];
  for (const events of halves)
    settlements.push(await sendRequest(ports, { ...request, events }, remainingMs));
  return {
    accepted: settlements.flatMap(({ accepted }) => accepted),
    kept: settlements.flatMap(({ kept }) => kept),
  };
}

/** An event was written for one Dfinery service; it never goes to the one its connection was given later. */
async function usableConnection(
  { connections, telemetry }: DrainPorts,
  { connection, serviceId }: PlannedRequest,
): Promise<DfineryConnection | Classification> {
  const reading = await connections.find(connection);
  if (reading.kind === 'unknown') return { outcome: 'misconfigured', reason: 'connection-gone' };
  if (reading.kind === 'unavailable') {
    telemetry.error('No usable connection', { connection }, reading.cause);
    return { outcome: 'unavailable', reason: 'connection-unavailable' };
  }
  if (reading.value.serviceId === serviceId) return reading.value;
  return { outcome: 'misconfigured', reason: 'service-changed' };
}

function settle(
  { telemetry }: DrainPorts,
  request: PlannedRequest,
  { outcome, reason }: { outcome: KeptBecause | 'accepted'; reason: string },
): RequestSettlement {
  const { events, connection, serviceId } = request;
  const fields = {
    connection,
    serviceId,
    events: events.length,
    items: events.reduce((count, { items }) => count + items, 0),
    orderIds: events.map(({ message }) => message.orderId).join(','),
    outcome,
    reason,
  };
  if (outcome === 'accepted') {
    const duplicates = events.reduce((count, { recordIds }) => count + recordIds.length - 1, 0);
    telemetry.count('EventSent', events.length);
    if (duplicates > 0) telemetry.count('EventDuplicate', duplicates);
    telemetry.info('Events sent', fields);
    return { accepted: events, kept: [] };
  }
  telemetry.count('EventKept', events.length, outcome);
  telemetry.error('Events stay queued', fields);
  return { accepted: [], kept: events.map((event) => ({ event, because: outcome })) };
}
