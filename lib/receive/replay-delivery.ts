import { randomUUID } from 'node:crypto';
import { ConfigError, UnavailableError } from '../errors.ts';
import type { ParkedDelivery } from '../parked/parked-delivery.ts';
import { findSource } from '../sources/registry.ts';
import { withoutVerification } from '../sources/source.ts';
import type { ReceiverAnswer, ReceiverPorts } from './receiver.ts';
import { takeDelivery } from './take-delivery.ts';

/**
 * Takes a parked delivery as the receiver takes one whose signature was checked: it was, when it was parked. What still
 * cannot be read is parked under the same key. The order keeps the time at which it was received.
 * @throws {ConfigError} its source or connection is gone. @throws {UnavailableError} the connection cannot be looked up.
 */
export async function replayDelivery(ports: ReceiverPorts, parked: ParkedDelivery): Promise<ReceiverAnswer> {
  const source = findSource(parked.source);
  if (source === undefined) throw new ConfigError(`Unknown source: ${parked.source}`);
  const reading = await ports.connections.find(parked.connection);
  if (reading.kind === 'unavailable') {
    const { cause } = reading;
    throw new UnavailableError('No usable connection', { code: 'connections-unavailable', cause });
  }
  if (reading.kind === 'unknown') throw new ConfigError(`Unknown connection: ${parked.connection}`);

  const { headers } = parked;
  const webhook = { headers, rawBody: Buffer.from(parked.rawBody, 'base64') };
  const id = randomUUID();
  return takeDelivery(ports, {
    request: { ...webhook, source: source.id, connection: parked.connection, requestId: id, traceId: id },
    source,
    connection: reading.value,
    delivery: withoutVerification(source.readDelivery(webhook)),
    receivedAt: new Date(parked.receivedAt),
    verifiedAt: new Date(parked.verifiedAt),
  });
}
