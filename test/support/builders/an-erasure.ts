import type { ErasureMessage } from '../../../lib/queue/erasure-message.ts';

/** Returns a request to erase a customer of a shop, received at the start of 2026-11-24, with changes. */
export function anErasure({
  receivedAt = new Date('2026-11-24T00:00:00.000Z'),
  ...changes
}: Partial<Omit<ErasureMessage, 'receivedAt'>> & { readonly receivedAt?: Date } = {}): ErasureMessage {
  return {
    v: 1,
    kind: 'erase-customer',
    id: 'request-1',
    digest: 'digest-1',
    connection: 'main',
    serviceId: 'service-1',
    source: 'shopify',
    shop: 'example.myshopify.com',
    identity: { external_id: 'c-1', email: 'c-1@example.com' },
    customerIds: ['c-1'],
    emails: ['c-1@example.com'],
    phones: [],
    orderIds: [],
    deliveryId: 'delivery-1',
    traceId: 'trace-1',
    ...changes,
    receivedAt: receivedAt.toISOString(),
  };
}
