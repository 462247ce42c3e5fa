import type { DfineryConnection } from '../connection.ts';
import { classifyAnswer } from '../dfinery/classify-answer.ts';
import { readQuotaReset } from '../dfinery/quota-reset.ts';
import type { ErasureRecord } from '../erasures/erasure-record.ts';
import { UnavailableError } from '../errors.ts';
import type { ErasureMessage } from '../queue/erasure-message.ts';
import { eraseParked } from './erase-parked.ts';
import type { ErasePorts } from './erase-ports.ts';
import type { Fate, Waits } from './fate.ts';

/** Dfinery's slowest answer takes 10 s, and settling 5 s. */
const MIN_REMAINING_MS = 20_000;

const OUT_OF_TIME: Waits = { kind: 'waits', because: 'out-of-time', code: 'deadline' };

interface Request {
  readonly message: ErasureMessage;
  readonly remainingMs: () => number;
}

/**
 * Carries out one privacy request as far as it gets: tombstones, then a wait for those who looked before they stood, then
 * parked deliveries, then Dfinery. Every step may be done again. Never throws but by a fault of ours.
 */
export async function eraseRequest(ports: ErasePorts, request: Request): Promise<Fate> {
  const { message, remainingMs } = request;
  if (remainingMs() < MIN_REMAINING_MS) return OUT_OF_TIME;
  try {
    const record = await ports.records.begin(message);
    // One that is done and comes back all the same must not delete who has come back since.
    if (record === undefined || record.doneAt !== undefined) return { kind: 'duplicate' };
    return await carryOut(ports, request, record);
  } catch (cause) {
    if (!(cause instanceof UnavailableError)) throw cause;
    ports.telemetry.error('A privacy request waits', fieldsOf(message), cause);
    return { kind: 'waits', because: 'aws-unavailable', code: cause.code };
  }
}

async function carryOut(ports: ErasePorts, request: Request, record: ErasureRecord): Promise<Fate> {
  const { message, remainingMs } = request;
  const { telemetry, records } = ports;
  if (message.kind === 'data-request') {
    await records.finish(message.id, 'not-asked');
    telemetry.warn('A customer wants to know what is held', fieldsOf(message));
    return { kind: 'recorded' };
  }

  const safeAt = record.tombstonesAt + ports.standDownMs;
  if (ports.now() < safeAt)
    return { kind: 'waits', because: 'stand-down', code: 'stand-down', retryAt: safeAt };
  const isThrough = await eraseParked(ports, {
    message,
    after: record.parkedAfter,
    hasTime: () => remainingMs() >= MIN_REMAINING_MS,
  });
  if (!isThrough) return OUT_OF_TIME;

  if (message.kind === 'erase-shop') return finishWithout(ports, message, 'whole-shop');
  const externalId = message.identity?.external_id;
  if (externalId === undefined) return finishWithout(ports, message, 'no-external-id');
  return eraseAtDfinery(ports, message, externalId);
}

/** Dfinery deletes by `external_id` alone, and one at a time. */
async function finishWithout(
  { records, telemetry }: ErasePorts,
  message: ErasureMessage,
  because: 'no-external-id' | 'whole-shop',
): Promise<Fate> {
  await records.finish(message.id, because);
  telemetry.warn('Erased here, not at Dfinery', { ...fieldsOf(message), because });
  return { kind: 'incomplete', because };
}

async function eraseAtDfinery(ports: ErasePorts, message: ErasureMessage, externalId: string): Promise<Fate> {
  const connection = await usableConnection(ports, message);
  if ('because' in connection) return connection;
  const request_datetime = new Date(ports.now()).toISOString();
  const body = JSON.stringify({ identity: { external_id: externalId }, request_datetime });
  const answer = await ports.dfinery.post('identities/delete', { ...connection, body });
  const { outcome, reason: code, message: words } = classifyAnswer(answer);
  ports.telemetry.count('DfineryRequest', 1, outcome);
  if (outcome === 'accepted') {
    await ports.records.finish(message.id, 'deleted');
    ports.telemetry.info('Erased', fieldsOf(message));
    return { kind: 'erased' };
  }
  ports.telemetry.error('Dfinery did not delete', { ...fieldsOf(message), outcome, reason: code });
  const isThrottled = outcome === 'throttled' && answer.kind === 'answered';
  const retryAt = isThrottled ? readQuotaReset(answer.headers, ports.now()) : undefined;
  // There is nothing to cut in halves.
  const because = outcome === 'too-large' ? 'refused' : outcome;
  return { kind: 'waits', because, code, message: words, retryAt };
}

/** Who is to be forgotten by one service is not for another one that the connection was given later. */
async function usableConnection(
  { connections, telemetry }: ErasePorts,
  { connection, serviceId }: ErasureMessage,
): Promise<DfineryConnection | Waits> {
  const reading = await connections.find(connection);
  if (reading.kind === 'unknown') return { kind: 'waits', because: 'misconfigured', code: 'connection-gone' };
  if (reading.kind === 'unavailable') {
    telemetry.error('No usable connection', { connection }, reading.cause);
    return { kind: 'waits', because: 'aws-unavailable', code: 'connection-unavailable' };
  }
  if (reading.value.serviceId === serviceId) return reading.value;
  return { kind: 'waits', because: 'misconfigured', code: 'service-changed' };
}

/** Nothing of the person. */
function fieldsOf({ id, kind, connection, deliveryId, traceId, reference }: ErasureMessage) {
  return { erasure: id, kind, connection, deliveryId, traceId, reference };
}
