import { type AnswerFate, type AnswerWait, fateOfAnswer } from '../dfinery/fate-of-answer.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import { type ConnectionRun, noteAccepted, noteAnswer, noteFailure, reasonToHold } from './connection-run.ts';
import type { DrainPorts } from './drain-ports.ts';
import { afterTry, type EventHeld, type Fates } from './event-fate.ts';
import { contain, heldFates, isUntried, mergeFates, sameFate } from './fates.ts';
import { type PlannedEvent, type PlannedRequest, toRequestBody } from './plan-requests.ts';

/**
 * Sends claimed events as one request and returns their fates. A refused or too large
 * request is cut in halves, one after the other, until each bad event was refused alone.
 *
 * With k bad events among n this takes at most min(2n − 2, 2k⌈log₂ n⌉) requests after the first. If nothing of the
 * connection is accepted, the run stops after two events were refused alone, which takes at most ⌈log₂ n⌉ + 1 after it,
 * unless none of the events was tried before: each of them has its own try.
 */
export function sendRequest(ports: DrainPorts, run: ConnectionRun, request: PlannedRequest): Promise<Fates> {
  const failed = { text: 'A request failed unexpectedly', fields: { connection: request.connection } };
  return contain(ports.telemetry, failed, () => send(ports, run, request));
}

async function send(ports: DrainPorts, run: ConnectionRun, request: PlannedRequest): Promise<Fates> {
  const { events } = request;
  const held = reasonToHold(run, { areUntried: events.every(isUntried) });
  if (held !== undefined) return putBack(ports, run, { events, held });

  const wasProven = run.accepted > 0;
  const answer = await ports.dfinery.post('events', { ...run.connection, body: toRequestBody(request) });
  const result = fateOfAnswer(answer, ports.now());
  if (result.kind !== 'accepted') ports.telemetry.count('DfineryRequest', 1, result.outcome);
  noteAnswer(run, result, ports.now());
  logRequest(ports, request, result);
  if (result.kind === 'accepted') {
    measureAges(ports, events);
    return accept(ports, run, events);
  }

  const { waits } = result;
  if (waits.because === 'refused' && events.length > 1) {
    // The service answers, so failures before are not in a row with those after.
    run.failuresInARow = 0;
    return sendHalves(ports, run, request);
  }
  noteFailure(run, waits);
  return letGo(ports, run, { events, waits, isCulprit: wasProven && waits.because === 'refused' });
}

async function sendHalves(ports: DrainPorts, run: ConnectionRun, request: PlannedRequest): Promise<Fates> {
  const middle = Math.ceil(request.events.length / 2);
  const first = await sendRequest(ports, run, { ...request, events: request.events.slice(0, middle) });
  const second = await sendRequest(ports, run, { ...request, events: request.events.slice(middle) });
  return mergeFates([first, second]);
}

function accept(
  { ledger, telemetry }: DrainPorts,
  run: ConnectionRun,
  events: readonly PlannedEvent[],
): Fates {
  noteAccepted(run, events);
  for (const { message } of events) {
    const mark = ledger.markSent(message, run.claim).catch((cause: unknown) => {
      // The event was sent, so its record is done with. If the shop delivers the order again, it is sent again.
      telemetry.count('LedgerMarkFailed');
      telemetry.error('A sent event could not be recorded in the ledger', {}, cause);
    });
    run.writes.push(mark);
  }
  return sameFate(events, { kind: 'sent' });
}

/** Measures how long each event took from its webhook. A redriven one counts from the webhook, too. */
function measureAges({ telemetry, now }: DrainPorts, events: readonly PlannedEvent[]): void {
  const acceptedAt = now();
  for (const { message } of events) {
    telemetry.measure('EventAge', Math.max(0, acceptedAt - Date.parse(message.receivedAt)));
  }
}

interface Failed {
  readonly events: readonly PlannedEvent[];
  readonly waits: AnswerWait;
  /** It was refused although others were accepted before, so the fault is its own. */
  readonly isCulprit: boolean;
}

/**
 * Releases the claims of events that failed, and counts the try. If Dfinery may have
 * stored them, no other version of their orders may take their place.
 */
function letGo(
  { ledger, telemetry }: DrainPorts,
  run: ConnectionRun,
  { events, waits, isCulprit }: Failed,
): Fates {
  // Dfinery gave no readable answer, so it may have stored the events.
  const isUncertain = waits.because === 'unavailable';
  if (isUncertain) telemetry.count('EventUncertain', events.length);
  const writes = events.map(({ message, mayHaveArrived = false }) =>
    isUncertain || mayHaveArrived
      ? ledger.markUncertain(message, run.claim, waits.because)
      : ledger.release(message, run.claim, waits.because),
  );
  run.writes.push(released(telemetry, writes));
  if (isCulprit) return sameFate(events, { ...waits, kind: 'dead' });
  return new Map(events.map(({ message, tries }) => [message, afterTry(waits, tries)]));
}

/** Releases the claims of events that were not tried, and returns their fates. */
export function putBack(
  { ledger, telemetry }: DrainPorts,
  run: ConnectionRun,
  { events, held }: { readonly events: readonly PlannedEvent[]; readonly held: EventHeld },
): Fates {
  const writes = events.map(({ message, mayHaveArrived = false }) =>
    mayHaveArrived ? ledger.markUncertain(message, run.claim) : ledger.release(message, run.claim),
  );
  run.writes.push(released(telemetry, writes));
  return heldFates(events, held);
}

async function released(telemetry: Telemetry, writes: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(writes);
  const failed = results.filter(({ status }) => status === 'rejected').length;
  if (failed > 0) telemetry.warn('Claims are held until their lease is over', { events: failed });
}

/** Logs counts and ids only, nothing of an order's content. */
function logRequest(
  { telemetry }: DrainPorts,
  { connection, serviceId, events }: PlannedRequest,
  { kind, outcome, code }: AnswerFate,
): void {
  const fields = {
    connection,
    serviceId,
    events: events.length,
    orderIds: events.map(({ message, rise }) => rise?.order.subjectKey ?? message.subjectKey).join(','),
  };
  if (kind === 'accepted') telemetry.info('Events sent', fields);
  else telemetry.error('Events not sent', { ...fields, items: itemsOf(events), outcome, reason: code });
}

function itemsOf(events: readonly PlannedEvent[]): number {
  return events.reduce((count, { items }) => count + items, 0);
}
