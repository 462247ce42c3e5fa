import type { ShopConnection } from '../model/connection.ts';
import type { FetchMessage } from '../queue/fetch-message.ts';
import type { ApiConnection } from '../shop-client/access-tokens.ts';
import { apiFault } from '../sources/api-fault.ts';
import { loadSource } from '../sources/registry.ts';
import type { Source } from '../sources/source.ts';
import type { ConnectionReading } from '../stores/connections/connection-store.ts';
import type { FetchFate, FetchWaits } from './fetch-fate.ts';
import type { FetchPorts } from './fetch-ports.ts';

/** Where to fetch an order from, and for which connection. */
export interface Place {
  readonly kind: 'place';
  readonly source: Source;
  readonly shop: ShopConnection;
  readonly api: ApiConnection;
}

/** Returns where to fetch an order from, or its fate if that cannot be found out. */
export async function findPlace(
  ports: Pick<FetchPorts, 'connections' | 'clients' | 'telemetry'>,
  { connection, source: id }: FetchMessage,
): Promise<Place | FetchFate> {
  const source = await loadSource(id);
  if (source?.api === undefined) return { kind: 'dead', because: 'message-invalid', code: 'source-unknown' };
  const [shop, client] = await Promise.all([
    ports.connections.find(connection),
    ports.clients.find(connection),
  ]);
  if (shop.kind !== 'found') return waitsForConnection(ports, connection, shop);
  if (client.kind !== 'found') return waitsForConnection(ports, connection, client);
  const api = { connection, shop: shop.value.shop, api: source.api, client: client.value };
  if (shop.value.source !== id || apiFault(api) !== undefined) {
    return { kind: 'waits', because: 'misconfigured', code: 'shop-invalid' };
  }
  return { kind: 'place', source, shop: shop.value, api };
}

function waitsForConnection(
  { telemetry }: Pick<FetchPorts, 'telemetry'>,
  connection: string,
  reading: Exclude<ConnectionReading<unknown>, { readonly kind: 'found' }>,
): FetchWaits {
  if (reading.kind === 'unknown') {
    return { kind: 'waits', because: 'misconfigured', code: 'connection-unknown' };
  }
  telemetry.error('No usable connection', { connection }, reading.cause);
  return { kind: 'waits', because: 'aws-unavailable', code: 'connections-unavailable' };
}
