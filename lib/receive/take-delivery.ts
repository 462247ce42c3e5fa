import { asPayloadError, type PayloadError, UnavailableError } from '../model/errors.ts';
import { orderAge } from '../model/too-old.ts';
import { toParkedDelivery } from '../stores/parked/parked-delivery.ts';
import { carryOut, withoutErased } from '../translate/carry-out.ts';
import { type Plan, planQueueing } from '../translate/plan-queueing.ts';
import { readDelivery } from '../translate/read-delivery.ts';
import type { Ignored } from '../translate/reading.ts';
import type { KnownBy } from './door.ts';
import {
  contextOf,
  fieldsOfDelivery,
  type ReceiverAnswer,
  type ReceiverPorts,
  type Verified,
} from './receiver.ts';

/**
 * Takes a verified delivery: queues its content, ignores it, or parks it. Every case has
 * an answer, so it never throws. If AWS does not accept it in time the answer is `unavailable`, and the platform delivers
 * it again. A delivery that cannot be read, even if the fault is ours, is parked whole.
 */
export async function takeDelivery(ports: ReceiverPorts, verified: Verified): Promise<ReceiverAnswer> {
  try {
    const reading = read(verified);
    if (reading.kind === 'unreadable') return await park(ports, verified, reading.error);
    if (reading.kind === 'ignored') return ignore(ports, verified, reading);
    return await enqueue(ports, verified, reading.plan);
  } catch (cause) {
    const reason = cause instanceof UnavailableError ? cause.code : 'unexpected';
    ports.telemetry.error('Delivery not accepted', { ...fieldsOfDelivery(verified), reason }, cause);
    ports.telemetry.count('DeliveryRefused', 1, reason);
    return { kind: 'unavailable' };
  }
}

interface Unreadable {
  readonly kind: 'unreadable';
  readonly error: PayloadError;
}

/** Any error while reading parks the delivery. Otherwise the shop would repeat it until it gives up. */
function read(verified: Verified): { readonly kind: 'read'; readonly plan: Plan } | Ignored | Unreadable {
  const { source, delivery, connection, request, receivedAt } = verified;
  try {
    const tooOld = orderAge({ since: connection.since, now: receivedAt });
    const reading = readDelivery(source, delivery, { settings: connection, tooOld });
    if (reading.kind === 'ignored') return reading;
    const context = { ...contextOf(verified), rawBody: delivery.rawBody, requestId: request.requestId };
    return { kind: 'read', plan: planQueueing(reading, context) };
  } catch (cause) {
    return { kind: 'unreadable', error: asPayloadError(cause) };
  }
}

async function enqueue(ports: ReceiverPorts, verified: Verified, plan: Plan): Promise<ReceiverAnswer> {
  const { telemetry, tombstones, door } = ports;
  const standing = tombstones === undefined ? plan : await withoutErased(tombstones, plan);
  if (standing === undefined) return { kind: 'erased' };
  const knownBy = await door?.findKnown(standing, verified.connection);
  if (knownBy !== undefined) return passOver(ports, verified, { plan: standing, knownBy });
  const fields = fieldsOfDelivery(verified);
  await carryOut(ports, standing, fields);
  door?.remember(standing, verified.connection);
  telemetry.count('DeliveryAccepted');
  const answer = answerOf(standing);
  const { kind, ...counts } = answer;
  const { orderIds } = standing;
  // One line per order, so that `adapter trace` finds it.
  for (const orderId of orderIds.length > 0 ? orderIds : [undefined]) {
    telemetry.info('Delivery queued', { ...fields, orderId, ...counts });
  }
  return answer;
}

/** Nothing of it is queued. The line has the order's id, so that `adapter trace` finds it. */
function passOver(
  { telemetry }: ReceiverPorts,
  verified: Verified,
  { plan, knownBy }: { readonly plan: Plan; readonly knownBy: KnownBy },
): ReceiverAnswer {
  const [orderId] = plan.orderIds;
  const { length: events } = plan.events;
  telemetry.info('Delivery known', { ...fieldsOfDelivery(verified), orderId, events, reason: knownBy });
  telemetry.count('DeliveryKnown');
  return { kind: 'known' };
}

function answerOf({ events, fetches, erasures }: Plan): ReceiverAnswer {
  if (erasures.length > 0) return { kind: 'erasure-queued', requests: erasures.length };
  if (events.length === 0) return { kind: 'fetch-queued', fetches: fetches.length };
  return { kind: 'queued', events: events.length, ...(fetches.length > 0 && { fetches: fetches.length }) };
}

async function park(ports: ReceiverPorts, verified: Verified, error: PayloadError): Promise<ReceiverAnswer> {
  const { issues, cause } = error;
  const { source, connection, delivery, receivedAt } = verified;
  const { verifiedAt = ports.now() } = verified;
  const parked = { source, connection: connection.id, delivery, receivedAt, verifiedAt, issues };
  const key = await ports.parked.park(toParkedDelivery(parked));
  const paths = issues.map(({ path, message }) => `${path || '(body)'}: ${message}`).join('; ');
  ports.telemetry.error('Delivery parked', { ...fieldsOfDelivery(verified), key, issues: paths }, cause);
  ports.telemetry.count('DeliveryParked');
  return { kind: 'parked' };
}

function ignore(ports: ReceiverPorts, verified: Verified, { reason, orderId }: Ignored): ReceiverAnswer {
  // With the order's id, so that `adapter trace` finds it.
  ports.telemetry.info('Delivery ignored', { ...fieldsOfDelivery(verified), orderId, reason });
  ports.telemetry.count('DeliveryIgnored', 1, reason);
  return { kind: 'ignored', reason };
}
