import { toCartFetch, toCheckoutMessage } from '../queue/to-cart-messages.ts';
import type { CartReading } from '../read-cart.ts';
import { leaveOutErased } from './leave-out-erased.ts';
import type { ReceiverAnswer, ReceiverPorts } from './receiver.ts';
import { contextOf, fieldsOf, type Verified } from './verified.ts';

/** Queues the event of a checkout. @throws {UnavailableError} SQS did not accept it within its budget. */
export async function enqueueCheckout(
  ports: ReceiverPorts,
  verified: Verified,
  { checkout }: Extract<CartReading, { kind: 'checkout' }>,
): Promise<ReceiverAnswer> {
  const { queue, telemetry } = ports;
  const bodies = await leaveOutErased(ports, [toCheckoutMessage(checkout, contextOf(verified))]);
  if (bodies.length === 0) return { kind: 'erased' };
  await queue.sendAll(bodies);
  if (checkout.unusablePhones > 0) telemetry.count('UnusablePhone', checkout.unusablePhones);
  telemetry.count('EventQueued');
  telemetry.count('DeliveryAccepted');
  telemetry.info('Delivery queued', { ...fieldsOf(verified), events: 1 });
  return { kind: 'queued', events: 1 };
}

/** Queues the fetch of a product that was put into a cart. @throws {UnavailableError} SQS did not accept it. */
export async function enqueueCartAddition(
  { fetches, telemetry }: ReceiverPorts,
  verified: Verified,
  reading: Extract<CartReading, { kind: 'cart-addition' }>,
): Promise<ReceiverAnswer> {
  await fetches.sendAll([toCartFetch(reading, contextOf(verified))]);
  telemetry.count('FetchQueued');
  telemetry.count('DeliveryAccepted');
  telemetry.info('Product to be fetched', fieldsOf(verified));
  return { kind: 'fetch-queued', fetches: 1 };
}
