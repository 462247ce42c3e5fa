import type { DfineryConnection } from '../connection.ts';
import { classifyAnswer } from '../dfinery/classify-answer.ts';
import { readQuotaReset } from '../dfinery/quota-reset.ts';
import type { ErasureMessage } from '../queue/erasure-message.ts';
import type { ErasePorts } from './erase-ports.ts';
import type { Waits } from './fate.ts';
import { fieldsOf } from './fields-of.ts';

/** Has Dfinery delete somebody, by `external_id` alone and one at a time. Returns what it came to, or why it has to wait. */
export async function deleteAtDfinery(
  ports: ErasePorts,
  message: ErasureMessage,
): Promise<'deleted' | 'no-external-id' | Waits> {
  const externalId = message.identity?.external_id;
  if (externalId === undefined) return 'no-external-id';
  const connection = await usableConnection(ports, message);
  if ('because' in connection) return connection;
  const request_datetime = new Date(ports.now()).toISOString();
  const body = JSON.stringify({ identity: { external_id: externalId }, request_datetime });
  const answer = await ports.dfinery.post('identities/delete', { ...connection, body });
  const { outcome, reason: code, message: words } = classifyAnswer(answer);
  ports.telemetry.count('DfineryRequest', 1, outcome);
  if (outcome === 'accepted') return 'deleted';
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
