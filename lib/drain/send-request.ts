import { type Classification, classifyAnswer } from '../dfinery/classify-answer.ts';
import { type ConnectionRun, noteAccepted, noteFailure, reasonToHold } from './connection-run.ts';
import type { DrainPorts } from './drain-ports.ts';
import { toFate, type Waits } from './fate.ts';
import { type PlannedEvent, type PlannedRequest, toRequestBody } from './plan-requests.ts';

/**
 * Sends claimed events as one request and writes what became of each into the run. A refused or too large request is
 * cut in halves, one after the other, until each culprit was refused alone.
 *
 * With k culprits among n events this takes at most min(2n − 2, 2k⌈log₂ n⌉) requests more than the first. Where
 * nothing of the connection is accepted the run stops after two lone refusals, which takes at most ⌈log₂ n⌉ + 1 more.
 */
export async function sendRequest(
  ports: DrainPorts,
  run: ConnectionRun,
  request: PlannedRequest,
): Promise<void> {
  const { events } = request;
  const hold = reasonToHold(run);
  if (hold !== undefined) return letGo(ports, run, { events, fate: hold, isUncertain: false });

  const answer = await ports.dfinery.post('events', { ...run.connection, body: toRequestBody(request) });
  const classification = classifyAnswer(answer);
  const { outcome } = classification;
  ports.telemetry.count('DfineryRequest', 1, outcome);
  logRequest(ports, request, classification);
  if (outcome === 'accepted') return accept(ports, run, events);
  if (events.length > 1 && (outcome === 'refused' || outcome === 'too-large')) {
    return sendHalves(ports, run, request);
  }

  // One event that is too large alone will never be taken.
  const failure = outcome === 'too-large' ? 'refused' : outcome;
  if (failure === 'refused') run.refusedAlone.push(...events);
  const fate = toFate(failure, { classification, answer, now: ports.now() });
  noteFailure(run, failure, fate);
  return letGo(ports, run, { events, fate, isUncertain: failure === 'unavailable' });
}

async function sendHalves(ports: DrainPorts, run: ConnectionRun, request: PlannedRequest): Promise<void> {
  const middle = Math.ceil(request.events.length / 2);
  await sendRequest(ports, run, { ...request, events: request.events.slice(0, middle) });
  await sendRequest(ports, run, { ...request, events: request.events.slice(middle) });
}

async function accept(
  { ledger, telemetry }: DrainPorts,
  run: ConnectionRun,
  events: readonly PlannedEvent[],
): Promise<void> {
  noteAccepted(run, events);
  for (const { message } of events) run.fates.set(message, { kind: 'sent' });
  const marks = await Promise.allSettled(events.map(({ message }) => ledger.markSent(message, run.claim)));
  for (const mark of marks) {
    if (mark.status === 'fulfilled') continue;
    // It was sent, so it is acknowledged; a second delivery of the order would be sent again.
    telemetry.count('LedgerMarkFailed');
    telemetry.error('The ledger does not know of an event that was sent', {}, mark.reason);
  }
}

interface Kept {
  readonly events: readonly PlannedEvent[];
  readonly fate: Waits;
  /** Dfinery may have them all the same. */
  readonly isUncertain: boolean;
}

/**
 * Gives up the claims of events that stay queued. Where Dfinery may have them, no other version of their orders may take
 * their place.
 */
async function letGo(
  { ledger, telemetry }: DrainPorts,
  run: ConnectionRun,
  { events, fate, isUncertain }: Kept,
): Promise<void> {
  for (const { message } of events) run.fates.set(message, fate);
  if (isUncertain) telemetry.count('EventUncertain', events.length);
  const results = await Promise.allSettled(
    events.map(({ message }) =>
      isUncertain ? ledger.markUncertain(message, run.claim) : ledger.release(message, run.claim),
    ),
  );
  const held = results.filter(({ status }) => status === 'rejected').length;
  if (held > 0) telemetry.warn('Claims are held until their lease is over', { events: held });
}

/** Counts and ids only: what is in an order is nobody's business in a log. */
function logRequest(
  { telemetry }: DrainPorts,
  { connection, serviceId, events }: PlannedRequest,
  { outcome, reason }: Classification,
): void {
  const fields = {
    connection,
    serviceId,
    events: events.length,
    items: events.reduce((count, { items }) => count + items, 0),
    orderIds: events.map(({ message }) => message.orderId).join(','),
    outcome,
    reason,
  };
  if (outcome === 'accepted') telemetry.info('Events sent', fields);
  else telemetry.error('Events not sent', fields);
}
