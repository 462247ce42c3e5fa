import type { ShopConnection } from '../connection.ts';
import type { ConnectionReading } from '../connections/connection-store.ts';
import { PayloadError, UnavailableError } from '../errors.ts';
import { orderAge } from '../order-age.ts';
import { toParkedOrder } from '../parked/parked-delivery.ts';
import type { FetchMessage } from '../queue/fetch-message.ts';
import { queuePurchase } from '../queue/queue-purchase.ts';
import { toMessages } from '../queue/to-messages.ts';
import { readFetchedOrder } from '../read-delivery.ts';
import { findSource } from '../sources/registry.ts';
import type { Source } from '../sources/source.ts';
import type { ApiConnection } from '../tokens/access-tokens.ts';
import { apiFault } from './ask-shop.ts';
import type { Fate, Waits } from './fate.ts';
import { type FetchedAnswer, fetchOrder } from './fetch-order.ts';
import type { FetchPorts } from './fetch-ports.ts';

/** What became of one order, and how long its shop's API wants to be left alone. */
export interface TakenOrder {
  readonly fate: Fate;
  readonly pauseMs: number;
}

/** Fetches an order and queues its events, ignores it, or parks it. Never throws but by a fault of ours. */
export async function takeOrder(ports: FetchPorts, message: FetchMessage): Promise<TakenOrder> {
  const place = await findPlace(ports, message);
  if ('kind' in place) return { fate: place, pauseMs: 0 };
  const { result, pauseMs } = await fetchOrder(ports, place.api, message);
  if (result.kind === 'waits') return { fate: result, pauseMs };
  try {
    return { fate: await take(ports, { message, place, result }), pauseMs };
  } catch (cause) {
    if (!(cause instanceof UnavailableError)) throw cause;
    ports.telemetry.error('The order was not taken', fieldsOf(message), cause);
    return { fate: { kind: 'waits', because: 'aws-unavailable', code: cause.code }, pauseMs };
  }
}

/** Where an order is fetched from, and for whom. */
interface Place {
  readonly source: Source;
  readonly shop: ShopConnection;
  readonly api: ApiConnection;
}

async function findPlace(ports: FetchPorts, { connection, source: id }: FetchMessage): Promise<Place | Fate> {
  const source = findSource(id);
  if (source?.api === undefined) return { kind: 'dead', because: 'message-invalid', code: 'source-unknown' };
  const [shop, client] = await Promise.all([
    ports.connections.find(connection),
    ports.clients.find(connection),
  ]);
  if (shop.kind !== 'found') return waitsForConnection(shop);
  if (client.kind !== 'found') return waitsForConnection(client);
  const api = { connection, shop: shop.value.shop, api: source.api, client: client.value };
  if (shop.value.source !== id || apiFault(api) !== undefined) {
    return { kind: 'waits', because: 'misconfigured', code: 'shop-invalid' };
  }
  return { source, shop: shop.value, api };
}

function waitsForConnection({
  kind,
}: Exclude<ConnectionReading<unknown>, { readonly kind: 'found' }>): Waits {
  return kind === 'unknown'
    ? { kind: 'waits', because: 'misconfigured', code: 'connection-unknown' }
    : { kind: 'waits', because: 'aws-unavailable', code: 'connections-unavailable' };
}

interface Fetched {
  readonly message: FetchMessage;
  readonly place: Place;
  readonly result: Exclude<FetchedAnswer['result'], Waits>;
}

async function take(ports: FetchPorts, fetched: Fetched): Promise<Fate> {
  const { telemetry } = ports;
  const { message } = fetched;
  const reading = read(fetched);
  if (reading instanceof PayloadError) return park(ports, fetched, reading);
  if (reading.kind === 'ignored') {
    telemetry.info('Order ignored', { ...fieldsOf(message), reason: reading.reason });
    return { kind: 'ignored', because: reading.reason };
  }
  await queuePurchase(ports, reading, fieldsOf(message));
  telemetry.info('Order queued', { ...fieldsOf(message), events: reading.bodies.length });
  return { kind: 'fetched' };
}

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
  } catch (error) {
    if (error instanceof PayloadError) return error;
    throw error;
  }
}

async function park(
  ports: FetchPorts,
  { message, place, result }: Fetched,
  error: PayloadError,
): Promise<Fate> {
  const { issues } = error;
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
  ports.telemetry.error('Order parked', { ...fieldsOf(message), key, issues: paths });
  return { kind: 'parked' };
}

function fieldsOf({ connection, source, reference, deliveryId, traceId }: FetchMessage) {
  return { source, connection, orderId: reference.orderId, deliveryId, traceId };
}
