import type { ShopConnection } from '../connection.ts';
import { subjectOfMessage } from '../erasures/subject-of-message.ts';
import { type Issue, PayloadError, UnavailableError } from '../errors.ts';
import { orderAge } from '../order-age.ts';
import { toParkedDelivery } from '../parked/parked-delivery.ts';
import { encodeFetchMessage } from '../queue/fetch-message.ts';
import { decodeMessage } from '../queue/message.ts';
import { queueCustomers } from '../queue/queue-customers.ts';
import { queuePurchase } from '../queue/queue-purchase.ts';
import { toCustomerMessages } from '../queue/to-customer-messages.ts';
import { toErasureMessages } from '../queue/to-erasure-messages.ts';
import { toMessages } from '../queue/to-messages.ts';
import { type DeliveryReading, type IgnoredReason, readDelivery } from '../read-delivery.ts';
import type { Source, VerifiedDelivery } from '../sources/source.ts';
import type { ReceiverAnswer, ReceiverPorts, ReceiverRequest } from './receiver.ts';

/** A delivery whose signature was checked, with what it was checked against. */
export interface Verified {
  readonly request: ReceiverRequest;
  readonly source: Source;
  readonly connection: ShopConnection;
  readonly delivery: VerifiedDelivery;
  readonly receivedAt: Date;
  /** When the signature was checked, where that was not just now. */
  readonly verifiedAt?: Date;
}

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

interface Readable extends Extract<DeliveryReading, { kind: 'purchase' }> {
  readonly bodies: readonly string[];
}

interface ReadableCustomers extends Extract<DeliveryReading, { kind: 'customers' }> {
  readonly bodies: readonly string[];
}

type References = Extract<DeliveryReading, { kind: 'references' }>;

interface Privacy {
  readonly kind: 'privacy';
  readonly bodies: readonly string[];
}

type Ignored = Extract<DeliveryReading, { kind: 'ignored' }>;

type VerifiedReading = Readable | ReadableCustomers | References | Privacy | Ignored | Unreadable;

/** Any fault in reading is the delivery's to wait out in the bucket, not the shop's to repeat until it gives up. */
function readVerified(verified: Verified): VerifiedReading {
  const { source, delivery, connection, request, receivedAt } = verified;
  try {
    const tooOld = orderAge({ since: connection.since, now: receivedAt });
    const reading = readDelivery(source, delivery, { settings: connection, tooOld });
    const context = { connection, deliveryId: deliveryIdOf(verified), receivedAt, traceId: request.traceId };
    if (reading.kind === 'customers') {
      return { ...reading, bodies: toCustomerMessages(reading.customers, context) };
    }
    if (reading.kind === 'privacy') {
      const { rawBody } = delivery;
      const whole = { ...context, rawBody, requestId: request.requestId };
      return { kind: 'privacy', bodies: toErasureMessages(reading.requests, whole) };
    }
    if (reading.kind !== 'purchase') return reading;
    return { ...reading, bodies: toMessages(reading, context) };
  } catch (cause) {
    if (cause instanceof PayloadError) return { kind: 'unreadable', issues: cause.issues };
    return { kind: 'unreadable', issues: [{ path: '', message: 'the adapter failed to read it' }], cause };
  }
}

/** Not every platform gives its deliveries an id. */
function deliveryIdOf({ delivery, request }: Verified): string {
  return delivery.deliveryId ?? request.requestId;
}

async function enqueueFetches(
  ports: ReceiverPorts,
  verified: Verified,
  { references }: References,
): Promise<ReceiverAnswer> {
  const { telemetry } = ports;
  const { connection, source, request, receivedAt } = verified;
  const common = {
    kind: 'order' as const,
    connection: connection.id,
    source: source.id,
    deliveryId: deliveryIdOf(verified),
    receivedAt: receivedAt.toISOString(),
    traceId: request.traceId,
  };
  await ports.fetches.sendAll(
    references.map((reference) => encodeFetchMessage({ ...common, reference: { ...reference } })),
  );
  telemetry.count('DeliveryAccepted');
  telemetry.count('FetchQueued', references.length);
  for (const { orderId } of references) {
    telemetry.info('Order to be fetched', { ...fieldsOf(verified), orderId });
  }
  return { kind: 'fetch-queued' };
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

/** The messages of one delivery tell of one person and one order. */
async function isErased({ tombstones }: ReceiverPorts, [body]: readonly string[]): Promise<boolean> {
  if (tombstones === undefined || body === undefined) return false;
  return (await tombstones.erased([subjectOfMessage(decodeMessage(body))])).size > 0;
}

/** The messages of one delivery may tell of several customers. */
async function leaveOutErased(
  { tombstones }: ReceiverPorts,
  bodies: readonly string[],
): Promise<readonly string[]> {
  if (tombstones === undefined) return bodies;
  const subjects = bodies.map((body) => ({ ...subjectOfMessage(decodeMessage(body)), body }));
  const erased = await tombstones.erased(subjects);
  return subjects.filter((subject) => !erased.has(subject)).map(({ body }) => body);
}

async function enqueue(ports: ReceiverPorts, verified: Verified, reading: Readable): Promise<ReceiverAnswer> {
  const { telemetry } = ports;
  const events = reading.bodies.length;
  if (await isErased(ports, reading.bodies)) return { kind: 'erased' };
  await queuePurchase(ports, reading, fieldsOf(verified));
  telemetry.count('DeliveryAccepted');
  telemetry.info('Delivery queued', { ...fieldsOf(verified), orderId: reading.order.id, events });
  return { kind: 'queued', events };
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

function fieldsOf({ request, source, connection, delivery }: Verified) {
  return {
    source: source.id,
    connection: connection.id,
    topic: delivery.topic,
    deliveryId: delivery.deliveryId,
    requestId: request.requestId,
    traceId: request.traceId,
  };
}
