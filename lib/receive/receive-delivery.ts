import { CONNECTION_ID } from '../model/connection.ts';
import { loadSource } from '../sources/registry.ts';
import type { RefusalReason, Source } from '../sources/source.ts';
import type { ReceiverAnswer, ReceiverPorts, ReceiverRequest } from './receiver.ts';
import { takeDelivery } from './take-delivery.ts';

/** Lambda passes at most 6 MiB, the event around the body and its escaping included; a body over 4 MiB may not fit. */
export const MAX_WEBHOOK_BYTES = 4 * 1024 * 1024;

/**
 * Receives one webhook delivery: connection → signature → reading → queue. Every case has an answer, so it does not throw,
 * unless the code of a platform cannot be loaded: the package is broken then, and API Gateway answers 500.
 * An unverified delivery leaves only a counter, and a log line without its content if its connection exists.
 */
export async function receiveDelivery(
  ports: ReceiverPorts,
  request: ReceiverRequest,
): Promise<ReceiverAnswer> {
  const { telemetry } = ports;
  telemetry.count('DeliveryReceived');
  const receivedAt = ports.now();
  const source = await loadSource(request.source);
  if (source === undefined || !CONNECTION_ID.test(request.connection)) return notFound(ports);
  if (request.rawBody.length > MAX_WEBHOOK_BYTES) {
    return refuse(ports, request, { reason: 'too-large', answer: { kind: 'too-large' } });
  }

  const reading = await ports.connections.find(request.connection);
  if (reading.kind === 'not-looked-up') {
    return turnAway(ports, { reason: 'not-looked-up', answer: { kind: 'unavailable' } });
  }
  if (reading.kind === 'unavailable') {
    telemetry.error('No usable connection', { connection: request.connection }, reading.cause);
    return refuse(ports, request, { reason: 'connection-unavailable', answer: { kind: 'unavailable' } });
  }
  if (reading.kind === 'unknown' || reading.value.source !== source.id) return notFound(ports);
  // The shop sends no webhooks, so whoever sends one is somebody else.
  if (reading.value.intake === 'poll') return notFound(ports);

  const connection = reading.value;
  if (source.isPing?.(request) === true) return ignorePing(ports, request);
  const verdict = source.verify(source.readHeaders(request), connection, receivedAt);
  if (!verdict.valid) return refuseSignature(ports, { request, source, reason: verdict.reason });
  telemetry.count('DeliveryVerified');
  return takeDelivery(ports, { request, source, connection, delivery: verdict.delivery, receivedAt });
}

function ignorePing(
  { telemetry }: ReceiverPorts,
  { connection, requestId }: ReceiverRequest,
): ReceiverAnswer {
  const reason = 'ping';
  telemetry.info('Webhook address pinged', { connection, requestId, reason });
  telemetry.count('DeliveryIgnored', 1, reason);
  return { kind: 'ignored', reason };
}

function notFound(ports: ReceiverPorts): ReceiverAnswer {
  return turnAway(ports, { reason: 'not-found', answer: { kind: 'not-found' } });
}

function refuseSignature(
  ports: ReceiverPorts,
  refused: { request: ReceiverRequest; source: Source; reason: RefusalReason },
): ReceiverAnswer {
  const answer: ReceiverAnswer = { kind: 'unauthorized', status: refused.source.refusalStatus };
  return refuse(ports, refused.request, { reason: refused.reason, answer });
}

interface Refusal {
  readonly reason: string;
  readonly answer: ReceiverAnswer;
}

/** Refuses a request to no known address. Anybody can send millions, so each leaves a count and no log line. */
function turnAway({ telemetry }: ReceiverPorts, { reason, answer }: Refusal): ReceiverAnswer {
  telemetry.count('DeliveryRefused', 1, reason);
  return answer;
}

function refuse(ports: ReceiverPorts, request: ReceiverRequest, refusal: Refusal): ReceiverAnswer {
  const { connection, requestId } = request;
  ports.telemetry.warn('Delivery refused', { connection, reason: refusal.reason, requestId });
  return turnAway(ports, refusal);
}
