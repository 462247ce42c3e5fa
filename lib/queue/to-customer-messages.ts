import type { MappedCustomer } from '../dfinery/to-profile.ts';
import { encodeMessage, type MessageContent } from './message.ts';
import { contextEntries, type MessageContext } from './message-context.ts';

/**
 * Returns the queue messages of customers, encoded: a profile, a sign-up, or both, in this order. Where the platform does
 * not say when a customer was like this, it was when the delivery came.
 */
export function toCustomerMessages(customers: readonly MappedCustomer[], context: MessageContext): string[] {
  const shared = contextEntries(context);
  return customers.flatMap(({ customerKey: orderId, identity, updatedAt, profile, signUp }) => {
    const messages: MessageContent[] = [];
    if (profile !== undefined) {
      const content = { properties: { ...profile.properties }, changedAt: { ...profile.changedAt } };
      const when = { updatedAt: updatedAt ?? shared.receivedAt, isDated: updatedAt !== undefined };
      messages.push({ ...shared, kind: 'profile', orderId, identity, ...when, ...content });
    }
    if (signUp !== undefined) {
      const part = { orderId, part: 1, parts: 1, total: '0' };
      messages.push({ ...shared, kind: 'sign-up', ...part, identity, event: signUp });
    }
    return messages.map(encodeMessage);
  });
}
