import type { MappingSettings } from '../../model/connection.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { OrderReading, VerifiedDelivery } from '../source.ts';
import { PaymentEventSchema, SessionEventSchema } from './event-schema.ts';
import { paymentReference, sessionReference } from './to-reference.ts';

type Settings = Pick<MappingSettings, 'testOrders' | 'purchaseOn'>;

/**
 * Reads an event about a session as a reference to it: the event has no lines. One that is not paid and does not count
 * before it is, needs no fetch: another event follows its payment.
 * @throws {PayloadError} the event has no session.
 */
export function readSession(body: unknown, { testOrders, purchaseOn }: Settings): OrderReading {
  const event = parsePayload(SessionEventSchema, body);
  if (event.livemode === false && testOrders === 'ignore') return { kind: 'ignored', reason: 'test-order' };
  const { mode, payment_status: paid } = event.data.object;
  if (mode !== 'payment') return { kind: 'ignored', reason: 'other-payment' };
  if (purchaseOn === 'paid' && paid === 'unpaid') return { kind: 'ignored', reason: 'unpaid' };
  return { kind: 'references', references: [sessionReference(event)] };
}

/**
 * Reads an event about a payment, a charge or a refund. None of them names the session: it is found by the payment.
 * @throws {PayloadError} the event has no such object.
 */
export function readPayment(
  body: unknown,
  { testOrders }: Settings,
  { topic = '' }: VerifiedDelivery,
): OrderReading {
  const event = parsePayload(PaymentEventSchema, body);
  if (event.livemode === false && testOrders === 'ignore') return { kind: 'ignored', reason: 'test-order' };
  const reference = paymentReference(topic, event);
  return reference === undefined
    ? { kind: 'ignored', reason: 'other-payment' }
    : { kind: 'references', references: [reference] };
}
