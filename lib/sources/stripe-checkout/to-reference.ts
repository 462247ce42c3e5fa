import type { OrderReference } from '../shop-api.ts';
import type { PaymentEvent, SessionEvent } from './event-schema.ts';

/** The event that tells of an authorised payment that came in. */
export const CAPTURED = 'charge.captured';

/** What the fetched order is expected to have: it is paid, and it lists this refund. */
const PAID = { paid: 'Y' };

/** Returns the session of an event about it. Pure. */
export function sessionReference({ data: { object } }: SessionEvent): OrderReference {
  const isPaid = object.payment_status === 'paid' || object.payment_status === 'no_payment_required';
  return { orderId: object.id, parameters: isPaid ? PAID : {} };
}

/** Returns the payment of an event, by which its session is found; `undefined` if it has none. Pure. */
export function paymentReference(
  topic: string,
  { data: { object } }: PaymentEvent,
): OrderReference | undefined {
  const { object: kind, id, status, payment_intent: payment } = object;
  if (payment == null) return undefined;
  const isMade = kind === 'refund' && status === 'succeeded';
  return {
    orderId: payment,
    parameters: { ...(topic === CAPTURED && PAID), ...(isMade && { refund: id }) },
  };
}
