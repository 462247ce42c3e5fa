import { type Issue, PayloadError, UnavailableError } from '../errors.ts';
import { orderAge } from '../order-age.ts';
import { toParkedDelivery } from '../parked/parked-delivery.ts';
import { queueCustomers } from '../queue/queue-customers.ts';
import { queuePurchase } from '../queue/queue-purchase.ts';
import { toCustomerMessages } from '../queue/to-customer-messages.ts';
import { toErasureMessages } from '../queue/to-erasure-messages.ts';
import { toOrderFetch } from '../queue/to-order-fetch.ts';
import { type OrderMessages, toOrderMessages } from '../queue/to-order-messages.ts';
import type { CartReading } from '../read-cart.ts';
import { type DeliveryReading, type IgnoredReason, readDelivery } from '../read-delivery.ts';
import { enqueueCartAddition, enqueueCheckout } from './enqueue-cart.ts';
import { leaveOutErased } from './leave-out-erased.ts';
import type { ReceiverAnswer, ReceiverPorts } from './receiver.ts';
import { contextOf, fieldsOf, type Verified } from './verified.ts';

/**
 * Takes a verified delivery: reads it and queues its events, ignores it, or parks it. Every situation has its answer,
 * so it never throws: what AWS does not take in time is `unavailable`, which asks the platform to deliver again; what
 * cannot be read, be it by a fault of ours, is parked whole.
 */
export async function takeDelivery(ports: ReceiverPorts, verified: Verified): Promise<ReceiverAnswer> {
  try {
    const reading = readVerified(verified);
    if (reading.kind === 'unreadable') return await park(ports, verified, reading);
    if (reading.kind === 'ignored') return ignore(ports, verified, reading.reason);
    if (reading.kind === 'references') return await enqueueFetches(ports, verified, reading);
    if (reading.kind === 'customers') return await enqueueCustomers(ports, verified, reading);
    if (reading.kind === 'privacy') return await enqueueErasures(ports, verified, reading.bodies);
    if (reading.kind === 'checkout') return await enqueueCheckout(ports, verified, reading);
    if (reading.kind === 'cart-addition') return await enqueueCartAddition(ports, verified, reading);
    return await enqueue(ports, verified, reading);
  } catch (cause) {
    const reason = cause instanceof UnavailableError ? cause.code : 'unexpected';
    ports.telemetry.error('The delivery was not taken', { ...fieldsOf(verified), reason }, cause);
    ports.telemetry.count('DeliveryRefused', 1, reason);
    return { kind: 'unavailable' };
  }
}

interface Unreadable {
  readonly kind: 'unreadable';
  readonly issues: readonly Issue[];
  readonly cause?: unknown;
}

type Readable = Extract<DeliveryReading, { kind: 'purchase' }> & OrderMessages;

interface ReadableCustomers extends Extract<DeliveryReading, { kind: 'customers' }> {
  readonly bodies: readonly string[];
}

type References = Extract<DeliveryReading, { kind: 'references' }>;

interface Privacy {
  readonly kind: 'privacy';
  readonly bodies: readonly string[];
}

type Ignored = Extract<DeliveryReading, { kind: 'ignored' }>;

type VerifiedReading =
  | Readable
  | ReadableCustomers
  | References
  | CartReading
  | Privacy
  | Ignored
  | Unreadable;

/** Any fault in reading is the delivery's to wait out in the bucket, not the shop's to repeat until it gives up. */
function readVerified(verified: Verified): VerifiedReading {
  const { source, delivery, connection, request, receivedAt } = verified;
  try {
    const tooOld = orderAge({ since: connection.since, now: receivedAt });
    const reading = readDelivery(source, delivery, { settings: connection, tooOld });
    const context = contextOf(verified);
    if (reading.kind === 'customers') {
      return { ...reading, bodies: toCustomerMessages(reading.customers, context) };
    }
    if (reading.kind === 'privacy') {
      const { rawBody } = delivery;
      const whole = { ...context, rawBody, requestId: request.requestId };
      return { kind: 'privacy', bodies: toErasureMessages(reading.requests, whole) };
    }
    if (reading.kind !== 'purchase') return reading;
    return { ...reading, ...toOrderMessages(reading, context) };
  } catch (cause) {
    if (cause instanceof PayloadError) return { kind: 'unreadable', issues: cause.issues };
    return { kind: 'unreadable', issues: [{ path: '', message: 'the adapter failed to read it' }], cause };
  }
}

async function enqueueFetches(
  ports: ReceiverPorts,
  verified: Verified,
  { references }: References,
): Promise<ReceiverAnswer> {
  const { telemetry } = ports;
  await ports.fetches.sendAll(references.map((reference) => toOrderFetch(reference, contextOf(verified))));
  telemetry.count('DeliveryAccepted');
  telemetry.count('FetchQueued', references.length);
  for (const { orderId } of references) {
    telemetry.info('Order to be fetched', { ...fieldsOf(verified), orderId });
  }
  return { kind: 'fetch-queued', fetches: references.length };
}

async function enqueueErasures(
  ports: ReceiverPorts,
  verified: Verified,
  bodies: readonly string[],
): Promise<ReceiverAnswer> {
  await ports.erasures.sendAll(bodies);
  ports.telemetry.count('DeliveryAccepted');
  ports.telemetry.count('ErasureQueued', bodies.length);
  ports.telemetry.info('Privacy request queued', { ...fieldsOf(verified), requests: bodies.length });
  return { kind: 'erasure-queued', requests: bodies.length };
}

async function enqueue(ports: ReceiverPorts, verified: Verified, reading: Readable): Promise<ReceiverAnswer> {
  const { telemetry } = ports;
  const events = reading.bodies.length;
  const fetches = reading.fetches.length;
  // They tell of one person and one order: none of them may go, or all.
  if ((await leaveOutErased(ports, reading.bodies)).length < events) return { kind: 'erased' };
  await queuePurchase(ports, reading, fieldsOf(verified));
  if (fetches > 0) await ports.fetches.sendAll(reading.fetches);
  telemetry.count('DeliveryAccepted');
  if (fetches > 0) telemetry.count('FetchQueued', fetches);
  const { id: orderId } = reading.order;
  telemetry.info('Delivery queued', {
    ...fieldsOf(verified),
    orderId,
    events,
    ...(fetches > 0 && { fetches }),
  });
  return { kind: 'queued', events, ...(fetches > 0 && { fetches }) };
}

async function enqueueCustomers(
  ports: ReceiverPorts,
  verified: Verified,
  reading: ReadableCustomers,
): Promise<ReceiverAnswer> {
  const bodies = await leaveOutErased(ports, reading.bodies);
  const events = bodies.length;
  if (events === 0) return { kind: 'erased' };
  await queueCustomers(ports, { ...reading, bodies });
  ports.telemetry.count('DeliveryAccepted');
  ports.telemetry.info('Delivery queued', { ...fieldsOf(verified), events });
  return { kind: 'queued', events };
}

async function park(ports: ReceiverPorts, verified: Verified, reading: Unreadable): Promise<ReceiverAnswer> {
  const { issues, cause } = reading;
  const { source, connection, delivery, receivedAt } = verified;
  const { verifiedAt = ports.now() } = verified;
  const parked = { source, connection: connection.id, delivery, receivedAt, verifiedAt, issues };
  const key = await ports.parked.park(toParkedDelivery(parked));
  const paths = issues.map(({ path, message }) => `${path || '(body)'}: ${message}`).join('; ');
  ports.telemetry.error('Delivery parked', { ...fieldsOf(verified), key, issues: paths }, cause);
  ports.telemetry.count('DeliveryParked');
  return { kind: 'parked' };
}

function ignore(ports: ReceiverPorts, verified: Verified, reason: IgnoredReason): ReceiverAnswer {
  ports.telemetry.info('Delivery ignored', { ...fieldsOf(verified), reason });
  ports.telemetry.count('DeliveryIgnored', 1, reason);
  return { kind: 'ignored', reason };
}
