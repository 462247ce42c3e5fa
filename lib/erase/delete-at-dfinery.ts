import { fateOfAnswer } from '../dfinery/fate-of-answer.ts';
import { type ErasureMessage, fieldsOfErasure } from '../queue/erasure-message.ts';
import { findForService } from '../stores/connections/find-for-service.ts';
import type { ErasePorts } from './erase-ports.ts';
import type { ErasureWaits } from './erasure-fate.ts';

/** The result of a deletion: done, not possible without an external id, or to be tried again. */
export type Deletion = { readonly kind: 'deleted' } | { readonly kind: 'no-external-id' } | ErasureWaits;

/** Asks Dfinery to delete a person: by `external_id` alone, one per request. */
export async function deleteAtDfinery(ports: ErasePorts, message: ErasureMessage): Promise<Deletion> {
  const externalId = message.identity?.external_id;
  if (externalId === undefined) return { kind: 'no-external-id' };
  const usable = await findForService(ports.connections, message);
  if (usable.kind === 'misconfigured') return { kind: 'waits', because: usable.kind, code: usable.code };
  if (usable.kind === 'unavailable') {
    ports.telemetry.error('No usable connection', { connection: message.connection }, usable.cause);
    return { kind: 'waits', because: 'aws-unavailable', code: usable.code };
  }
  const request_datetime = new Date(ports.now()).toISOString();
  const body = JSON.stringify({ identity: { external_id: externalId }, request_datetime });
  const answer = await ports.dfinery.post('identities/delete', { ...usable.connection, body });
  const result = fateOfAnswer(answer, ports.now());
  if (result.kind === 'accepted') return { kind: 'deleted' };
  const { outcome, code: reason } = result;
  ports.telemetry.count('DfineryRequest', 1, outcome);
  ports.telemetry.error('Dfinery did not delete', { ...fieldsOfErasure(message), outcome, reason });
  return result.waits;
}
