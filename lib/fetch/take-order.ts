import { asPayloadError, PayloadError } from '../model/errors.ts';
import { orderAge } from '../model/too-old.ts';
import { fieldsOfFetch, type OrderFetch } from '../queue/fetch-message.ts';
import { type FetchResult, fetchFromShop } from '../shop-client/fetch-from-shop.ts';
import { toParkedOrder } from '../stores/parked/parked-delivery.ts';
import { planOrder } from '../translate/plan-queueing.ts';
import { readBareOrder } from '../translate/read-delivery.ts';
import type { IgnoredReason } from '../translate/reading.ts';
import { subjectOfFetch } from '../translate/subject-of-message.ts';
import type { FetchFate, FetchWaits } from './fetch-fate.ts';
import type { FetchPorts } from './fetch-ports.ts';
import { dropErased, queueFetched } from './queue-fetched.ts';
import { LAG_MS, NO_CALL, type Placed, type Taken } from './taken.ts';

/** Fetches an order and queues its events, ignores it, or parks it. @throws {UnavailableError} AWS is unavailable. */
export async function takeOrder(ports: FetchPorts, queued: Placed<OrderFetch>): Promise<Taken> {
  const { message, place } = queued;
  const call = place.api.api.orders;
  if (call === undefined) return { fate: NO_CALL, pauseMs: 0 };
  const { reference } = message;
  const { result, pauseMs } = await fetchFromShop(ports, place.api, { call, reference });
  if (result.kind === 'waits') return { fate: result, pauseMs };
  const isEarly = ports.now() - queued.queuedAt < LAG_MS;
  if (isEarly && result.kind === 'found' && call.isBehind?.(result.found) === true) {
    return { fate: { kind: 'waits', because: 'behind', code: 'behind' }, pauseMs };
  }
  return { fate: await take(ports, { ...queued, result }), pauseMs };
}

interface Fetched extends Placed<OrderFetch> {
  readonly result: Exclude<FetchResult<unknown>, FetchWaits>;
}

async function take(ports: FetchPorts, fetched: Fetched): Promise<FetchFate> {
  const { message } = fetched;
  const reading = read(fetched);
  if (reading instanceof PayloadError) {
    const subject = subjectOfFetch(message, fetched.place.shop.shop);
    const isErased = (await ports.tombstones.erased([subject])).has(subject);
    return isErased ? dropErased(ports, message) : park(ports, fetched, reading);
  }
  if (reading.kind === 'ignored') return ignore(ports, fetched, reading.reason);
  return queueFetched(ports, message, reading.plan);
}

/** Any error while reading parks the order, as it parks a delivery. */
function read({ message, place, result }: Fetched) {
  const { source, shop } = place;
  if (result.kind === 'unreadable') return result.error;
  const receivedAt = new Date(message.receivedAt);
  try {
    const tooOld = orderAge({ since: shop.since, now: receivedAt });
    const reading = readBareOrder(source, result.found, { settings: shop, tooOld });
    if (reading.kind === 'ignored') return reading;
    const { deliveryId, traceId } = message;
    const context = { connection: shop, deliveryId, receivedAt, traceId };
    // The API's order already has all that can be known of its refunds.
    const plan = planOrder(reading, context, { ready: reading.refunds, toFetch: [] });
    return { kind: 'read' as const, plan };
  } catch (cause) {
    return asPayloadError(cause);
  }
}

/** Unless its webhook did not call the order paid either, the API may just be late. */
function ignore(
  { telemetry, now }: FetchPorts,
  { message, queuedAt, place }: Fetched,
  reason: IgnoredReason,
): FetchFate {
  const isExpected = place.api.api.orders?.expectsPaid?.(message.reference) !== false;
  if (reason === 'unpaid' && isExpected && now() - queuedAt < LAG_MS) {
    return { kind: 'waits', because: 'unpaid', code: 'unpaid' };
  }
  telemetry.info('Order ignored', { ...fieldsOfFetch(message), reason });
  return { kind: 'ignored', because: reason };
}

async function park(
  ports: FetchPorts,
  { message, place, result }: Fetched,
  error: PayloadError,
): Promise<FetchFate> {
  const { issues, cause } = error;
  const receivedAt = new Date(message.receivedAt);
  const key = await ports.parked.park(
    toParkedOrder({
      source: place.source.id,
      connection: place.shop.id,
      reference: message.reference,
      deliveryId: message.deliveryId,
      rawBody: result.rawBody,
      receivedAt,
      verifiedAt: receivedAt,
      issues,
    }),
  );
  const paths = issues.map(({ path, message: expected }) => `${path || '(order)'}: ${expected}`).join('; ');
  ports.telemetry.error('Order parked', { ...fieldsOfFetch(message), key, issues: paths }, cause);
  return { kind: 'parked' };
}
