import type { ShopConnection } from '../connection.ts';
import type { ConnectionStore } from '../connections/connection-store.ts';
import { findSource } from '../sources/registry.ts';
import type { ApiClient } from '../sources/shop-api.ts';
import type { Telemetry } from '../telemetry.ts';
import type { AccessTokens, ApiConnection } from './access-tokens.ts';
import type { StoredTokens, TokenStore } from './token-store.ts';

const DAY_MS = 24 * 60 * 60_000;

/** A refresh token lives for two weeks with Cafe24, used or not. Many days are left for a refresh that fails. */
const IDLE_MS = 4 * DAY_MS;

export interface RefreshPorts {
  readonly store: Pick<TokenStore, 'list'>;
  readonly connections: ConnectionStore<ShopConnection>;
  readonly clients: ConnectionStore<ApiClient>;
  readonly tokens: AccessTokens;
  readonly telemetry: Telemetry;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Trades in the refresh tokens that nobody has used for four days, so that a shop without orders stays authorized. One
 * that fails is logged and keeps none of the others. @throws {UnavailableError} the token table did not answer.
 */
export async function refreshIdleTokens(ports: RefreshPorts): Promise<void> {
  const idle = (await ports.store.list()).filter(({ changedAt }) => ports.now() - changedAt > IDLE_MS);
  for (const stored of idle) {
    const code = await refresh(ports, stored);
    const fields = { connection: stored.connection, code };
    if (code === 'refreshed') ports.telemetry.info('Tokens refreshed', fields);
    else ports.telemetry.error('Tokens were not refreshed', fields);
  }
}

async function refresh(ports: RefreshPorts, { connection }: StoredTokens): Promise<string> {
  const [shop, client] = await Promise.all([
    ports.connections.find(connection),
    ports.clients.find(connection),
  ]);
  if (shop.kind !== 'found' || client.kind !== 'found') return 'connection-unknown';
  const api = findSource(shop.value.source)?.api;
  if (api === undefined) return 'source-unknown';
  const place: ApiConnection = { connection, shop: shop.value.shop, api, client: client.value };
  const reading = await ports.tokens.refresh(place);
  return reading.kind === 'token' ? 'refreshed' : reading.code;
}
