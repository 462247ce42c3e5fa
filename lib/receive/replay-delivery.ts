import { randomUUID } from 'node:crypto';
import { ConfigError, UnavailableError } from '../model/errors.ts';
import { encodeFetchMessage } from '../queue/fetch-message.ts';
import { loadSource } from '../sources/registry.ts';
import type { OrderReference } from '../sources/shop-api.ts';
import { withoutVerification } from '../sources/source.ts';
import type { ParkedDelivery } from '../stores/parked/parked-delivery.ts';
import type { ReceiverAnswer, ReceiverPorts } from './receiver.ts';
import { takeDelivery } from './take-delivery.ts';

/**
 * Takes a parked delivery as the receiver takes a verified one: its signature was checked before it was parked. If it
 * still cannot be read, it is parked under the same key. It keeps its time of receipt. A fetched order is fetched again.
 * @throws {ConfigError} its source or connection is gone. @throws {UnavailableError}
 * the connection cannot be looked up, or SQS does not accept the fetch.
 */
export async function replayDelivery(ports: ReceiverPorts, parked: ParkedDelivery): Promise<ReceiverAnswer> {
  const source = await loadSource(parked.source);
  if (source === undefined) throw new ConfigError(`Unknown source: ${parked.source}`);
  const reading = await ports.connections.find(parked.connection);
  if (reading.kind === 'unavailable' || reading.kind === 'not-looked-up') {
    const { cause } = reading;
    throw new UnavailableError('No usable connection', { code: 'connections-unavailable', cause });
  }
  if (reading.kind === 'unknown') throw new ConfigError(`Unknown connection: ${parked.connection}`);

  if (parked.reference !== undefined) return fetchAgain(ports, parked, parked.reference);
  const { headers } = parked;
  const webhook = { headers, rawBody: Buffer.from(parked.rawBody, 'base64') };
  const id = randomUUID();
  return takeDelivery(ports, {
    request: { ...webhook, source: source.id, connection: parked.connection, requestId: id, traceId: id },
    source,
    connection: reading.value,
    delivery: withoutVerification(source.readHeaders(webhook)),
    receivedAt: new Date(parked.receivedAt),
    verifiedAt: new Date(parked.verifiedAt),
  });
}

/** Fetches the order again instead of reading the parked one: it may have changed, and the shop still has it. */
async function fetchAgain(
  ports: ReceiverPorts,
  { source, connection, receivedAt }: ParkedDelivery,
  reference: OrderReference,
): Promise<ReceiverAnswer> {
  const id = randomUUID();
  const message = {
    kind: 'order' as const,
    source,
    connection,
    reference: { ...reference },
    receivedAt,
    deliveryId: id,
    traceId: id,
  };
  await ports.fetches.sendAll([encodeFetchMessage(message)], connection);
  return { kind: 'fetch-queued', fetches: 1 };
}
