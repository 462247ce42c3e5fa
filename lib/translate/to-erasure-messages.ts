import { createHash } from 'node:crypto';
import { toIdentity } from '../dfinery/to-identity.ts';
import { PayloadError } from '../model/errors.ts';
import { encodeErasureMessage } from '../queue/erasure-message.ts';
import { MAX_MESSAGE_BYTES } from '../queue/to-batches.ts';
import type { RawBody } from '../sources/raw-body.ts';
import type { PrivacyRequest } from '../sources/source.ts';
import type { MessageContext } from './to-messages.ts';

/**
 * Returns the encoded queue messages of privacy requests, one per request.
 * `rawBody` tells requests apart: a repeated delivery has the same one.
 * @throws {PayloadError} a message is over SQS's limit, which needs about ten thousand orders.
 */
export function toErasureMessages(
  requests: readonly PrivacyRequest[],
  {
    rawBody,
    requestId,
    ...context
  }: MessageContext & { readonly rawBody: RawBody; readonly requestId: string },
): string[] {
  const digest = createHash('sha256').update(rawBody).digest('hex');
  return requests.map((request, index) => {
    const { connection, deliveryId, receivedAt, traceId } = context;
    const body = encodeErasureMessage({
      kind: request.kind,
      id: `${requestId}-${index + 1}`,
      digest: `${digest}-${index + 1}`,
      connection: connection.id,
      serviceId: connection.dfinery.serviceId,
      source: connection.source,
      shop: connection.shop,
      ...personOf(request, connection),
      deliveryId,
      receivedAt: receivedAt.toISOString(),
      traceId,
    });
    if (Buffer.byteLength(body) <= MAX_MESSAGE_BYTES) return body;
    throw new PayloadError([{ path: '', message: 'too long for one queue message' }]);
  });
}

function personOf(request: PrivacyRequest, connection: MessageContext['connection']) {
  if (request.kind === 'erase-shop') return { customerIds: [], emails: [], phones: [], orderIds: [] };
  const { customer, orderIds } = request;
  // Identifiers that are excluded today may have been in earlier events.
  const { identity } = toIdentity(customer, { ...connection, excludeIdentities: [] });
  const reference = request.kind === 'data-request' ? request.reference : undefined;
  return {
    ...(identity !== undefined && { identity }),
    customerIds: customer.id === undefined ? [] : [customer.id],
    emails: [...customer.emails],
    phones: customer.phones.map(({ number }) => number),
    orderIds: [...orderIds],
    ...(reference !== undefined && { reference }),
  };
}
