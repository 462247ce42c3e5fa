import type { Subject } from '../erasures/subject.ts';
import { subjectOfFetch, subjectOfMessage } from '../erasures/subject-of-message.ts';
import { PayloadError, UnavailableError } from '../errors.ts';
import { orderAge } from '../order-age.ts';
import { toParkedOrder } from '../parked/parked-delivery.ts';
import type { FetchMessage } from '../queue/fetch-message.ts';
import { decodeMessage } from '../queue/message.ts';
import { queuePurchase } from '../queue/queue-purchase.ts';
import { toMessages } from '../queue/to-messages.ts';
import { type IgnoredReason, readFetchedOrder } from '../read-delivery.ts';
import { asPayloadError } from './as-payload-error.ts';
import type { Fate, Waits } from './fate.ts';
import { type FetchedAnswer, fetchOrder } from './fetch-order.ts';
import type { FetchPorts } from './fetch-ports.ts';
import { findPlace, type Place } from './find-place.ts';
import type { QueuedFetch } from './read-fetches.ts';

/** For so long an API may lag behind its own webhooks. */
const LAG_MS = 15 * 60_000;

/** What became of one order, and how long its shop's API wants to be left alone. */
export interface TakenOrder {
  readonly fate: Fate;
  readonly pauseMs: number;
}

/** Fetches an order and queues its events, ignores it, or parks it. Never throws but by a fault of ours. */
export async function takeOrder(ports: FetchPorts, queued: QueuedFetch): Promise<TakenOrder> {
  const taken = await tryTake(ports, queued);
  if (taken.fate.kind === 'waits') {
    const { because: reason, code } = taken.fate;
    ports.telemetry.warn('Order waits', { ...fieldsOf(queued.message), reason, code });
  }
  return taken;
}

async function tryTake(ports: FetchPorts, { message, queuedAt }: QueuedFetch): Promise<TakenOrder> {
  const place = await findPlace(ports, message);
  if ('kind' in place) return { fate: place, pauseMs: 0 };
  const { result, pauseMs } = await fetchOrder(ports, place.api, message);
  if (result.kind === 'waits') return { fate: result, pauseMs };
  try {
    return { fate: await take(ports, { message, queuedAt, place, result }), pauseMs };
  } catch (cause) {
    if (!(cause instanceof UnavailableError)) throw cause;
    ports.telemetry.error('The order was not taken', fieldsOf(message), cause);
    return { fate: { kind: 'waits', because: 'aws-unavailable', code: cause.code }, pauseMs };
  }
}

interface Fetched extends Pick<QueuedFetch, 'message' | 'queuedAt'> {
  readonly place: Place;
  readonly result: Exclude<FetchedAnswer['result'], Waits>;
}

async function take(ports: FetchPorts, fetched: Fetched): Promise<Fate> {
  const { telemetry } = ports;
  const { message } = fetched;
  const reading = read(fetched);
  if (reading instanceof PayloadError) {
    const subject = subjectOfFetch(message, fetched.place.shop.shop);
    return (await isErased(ports, subject)) ? dropErased(ports, message) : park(ports, fetched, reading);
  }
  if (reading.kind === 'ignored') return ignore(ports, fetched, reading.reason);
  const [first] = reading.bodies;
  if (first !== undefined && (await isErased(ports, subjectOfMessage(decodeMessage(first))))) {
    return dropErased(ports, message);
  }
  await queuePurchase(ports, reading, fieldsOf(message));
  telemetry.info('Order queued', { ...fieldsOf(message), events: reading.bodies.length });
  return { kind: 'fetched' };
}

async function isErased({ tombstones }: FetchPorts, subject: Subject): Promise<boolean> {
  return (await tombstones.erased([subject])).has(subject);
}

function dropErased({ telemetry }: FetchPorts, message: FetchMessage): Fate {
  telemetry.info('Order of somebody who was erased', fieldsOf(message));
  return { kind: 'erased' };
}

/** Any fault in reading is the order's to wait out in the bucket, as it is a delivery's. */
function read({ message, place, result }: Fetched) {
  const { source, shop } = place;
  if (result.kind === 'unreadable') return result.error;
  const receivedAt = new Date(message.receivedAt);
  try {
    const tooOld = orderAge({ since: shop.since, now: receivedAt });
    const reading = readFetchedOrder(source, result.order, { settings: shop, tooOld });
    if (reading.kind === 'references') throw new PayloadError([{ path: '', message: 'only names an order' }]);
    if (reading.kind === 'ignored') return reading;
    const { deliveryId, traceId } = message;
    return { ...reading, bodies: toMessages(reading, { connection: shop, deliveryId, receivedAt, traceId }) };
  } catch (cause) {
    return asPayloadError(cause);
  }
}

/** Orders are fetched where their webhook did not say that they are unpaid, so the API may only be late to say so. */
function ignore({ telemetry, now }: FetchPorts, { message, queuedAt }: Fetched, reason: IgnoredReason): Fate {
  if (reason === 'unpaid' && now() - queuedAt < LAG_MS) {
    return { kind: 'waits', because: 'unpaid', code: 'unpaid' };
  }
  telemetry.info('Order ignored', { ...fieldsOf(message), reason });
  return { kind: 'ignored', because: reason };
}

async function park(
  ports: FetchPorts,
  { message, place, result }: Fetched,
  error: PayloadError,
): Promise<Fate> {
  const { issues, cause } = error;
  const receivedAt = new Date(message.receivedAt);
  const key = await ports.parked.park(
    toParkedOrder({
      source: place.source.id,
      connection: place.shop.id,
      reference: message.reference,
      deliveryId: message.deliveryId,
      rawBody: Buffer.from(result.rawBody),
      receivedAt,
      verifiedAt: receivedAt,
      issues,
    }),
  );
  const paths = issues.map(({ path, message: expected }) => `${path || '(order)'}: ${expected}`).join('; ');
  ports.telemetry.error('Order parked', { ...fieldsOf(message), key, issues: paths }, cause);
  return { kind: 'parked' };
}

function fieldsOf({ connection, source, reference, deliveryId, traceId }: FetchMessage) {
  return { source, connection, orderId: reference.orderId, deliveryId, traceId };
}
