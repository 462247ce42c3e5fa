import pLimit from 'p-limit';
import type { ShopConnection } from '../model/connection.ts';
import { apiFault } from '../sources/api-fault.ts';
import { loadSource } from '../sources/registry.ts';
import { noteSilence } from './note-silence.ts';
import type { PollPorts } from './poll-ports.ts';
import { pollShop, type ShopPolled } from './poll-shop.ts';
import type { PolledShop } from './polled-shop.ts';

/**
 * Shops that are polled at once. One that hangs takes one place, for some seconds. The largest page that is read takes about
 * 100 MB (`ask-shop.ts`), and four of them fit into the function's 512.
 */
const MAX_AT_ONCE = 4;

/** The result of a poll of one connection. */
export type Polled =
  | (ShopPolled & { readonly connection: string })
  | { readonly kind: 'failed'; readonly connection: string; readonly because: string };

/**
 * Polls every connection that has `poll`, side by side: one that is slow, refused or unavailable holds up no other. Counts
 * connections that are silent. With `only`, a single connection. Failures are logged and counted.
 * @throws {UnavailableError} the connections cannot be listed.
 */
export async function pollShops(
  ports: PollPorts,
  remainingMs: () => number,
  only?: string,
): Promise<readonly Polled[]> {
  const ids = only === undefined ? await ports.connectionIds() : [only];
  const limit = pLimit(MAX_AT_ONCE);
  const shops = (await Promise.all(ids.map((id) => limit(() => findShop(ports, id))))).flatMap(
    (shop) => shop ?? [],
  );
  const [polled] = await Promise.all([
    Promise.all(
      shops
        .filter(({ poll }) => poll !== undefined)
        .map((shop) => limit(() => poll(ports, shop, remainingMs))),
    ),
    noteSilence(ports, shops),
  ]);
  return polled;
}

async function findShop(
  { connections, telemetry }: PollPorts,
  id: string,
): Promise<ShopConnection | undefined> {
  const reading = await connections.find(id);
  if (reading.kind === 'found') return reading.value;
  if (reading.kind === 'unknown') return undefined;
  telemetry.error('No usable connection', { connection: id }, reading.cause);
  telemetry.count('PollFailed', 1, 'connection-unavailable');
  return undefined;
}

async function poll(
  ports: PollPorts,
  connection: ShopConnection,
  remainingMs: () => number,
): Promise<Polled> {
  const { telemetry } = ports;
  const { id } = connection;
  const fail = (because: string, cause?: unknown): Polled => {
    telemetry.error('A shop could not be polled', { connection: id, because }, cause);
    telemetry.count('PollFailed', 1, because);
    return { kind: 'failed', connection: id, because };
  };
  try {
    const shop = await toPolledShop(ports, connection);
    if (shop === undefined) return fail('misconfigured');
    const polled = await pollShop(ports, shop, remainingMs);
    if (polled.kind === 'polled') note(ports, id, polled);
    return { ...polled, connection: id };
  } catch (cause) {
    return fail('unexpected', cause);
  }
}

function note(
  { telemetry }: PollPorts,
  connection: string,
  { pages, recovered, lagMs, failure }: Extract<ShopPolled, { kind: 'polled' }>,
): void {
  telemetry.measure('PollLag', lagMs);
  const fields = { connection, pages, recovered, lagMs };
  if (failure === undefined) {
    telemetry.info('Shop polled', fields);
    return;
  }
  const { list, because, code } = failure;
  telemetry.count('PollFailed', 1, because);
  telemetry.warn('Shop polled in part', { ...fields, list, because, code });
}

/** Returns the shop with its lists and the client that may ask for them; `undefined` if the connection lacks one. */
export async function toPolledShop(
  { clients }: Pick<PollPorts, 'clients'>,
  connection: ShopConnection,
): Promise<PolledShop | undefined> {
  const source = await loadSource(connection.source);
  if (source?.api === undefined || source.listing === undefined) return undefined;
  const client = await clients.find(connection.id);
  if (client.kind !== 'found') return undefined;
  const api = { connection: connection.id, shop: connection.shop, api: source.api, client: client.value };
  if (apiFault(api) !== undefined) return undefined;
  return { source, listing: source.listing, connection, api };
}
