import type { MappedCustomer } from '../dfinery/to-profile.ts';
import { encodeMessage, type MessageContent } from './message.ts';
import type { MessageContext } from './to-messages.ts';

/**
 * Returns the queue messages of customers, encoded: a profile, a sign-up, or both, in this order. Where the platform does
 * not say when a customer was like this, it was when the delivery came.
 */
export function toCustomerMessages(
  customers: readonly MappedCustomer[],
  { connection, deliveryId, receivedAt, traceId }: MessageContext,
): string[] {
  const shared = {
    connection: connection.id,
    serviceId: connection.dfinery.serviceId,
    source: connection.source,
    shop: connection.shop,
    deliveryId,
    receivedAt: receivedAt.toISOString(),
    traceId,
  };
  return customers.flatMap(({ customerKey: orderId, identity, updatedAt, profile, signUp }) => {
    const messages: MessageContent[] = [];
    if (profile !== undefined) {
      const content = { properties: { ...profile.properties }, changedAt: { ...profile.changedAt } };
      const since = updatedAt ?? shared.receivedAt;
      messages.push({ ...shared, kind: 'profile', orderId, identity, updatedAt: since, ...content });
    }
    if (signUp !== undefined) {
      const part = { orderId, part: 1, parts: 1, total: '0' };
      messages.push({ ...shared, kind: 'sign-up', ...part, identity, event: signUp });
    }
    return messages.map(encodeMessage);
  });
}
