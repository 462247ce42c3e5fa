import type { ShopConnection } from '../model/connection.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import { apiFault } from '../sources/api-fault.ts';
import { loadSource } from '../sources/registry.ts';
import type { ApiClient } from '../sources/shop-api.ts';
import type { ConnectionLookup } from '../stores/connections/parameter-store.ts';
import type { StoredTokens, TokenStore } from '../stores/tokens/token-store.ts';
import { type AccessTokens, needsTokens, type OAuthConnection } from './access-tokens.ts';

const DAY_MS = 24 * 60 * 60_000;

/** A refresh token of Cafe24 lives for two weeks, used or not. This leaves ten days for refreshes that fail. */
const IDLE_MS = 4 * DAY_MS;

export interface RefreshPorts {
  readonly store: Pick<TokenStore, 'list'>;
  /** Not through the connection store, which pauses look-ups after one that found nothing. */
  readonly findShop: ConnectionLookup<ShopConnection>;
  readonly findClient: ConnectionLookup<ApiClient>;
  readonly tokens: AccessTokens;
  readonly telemetry: Telemetry;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Refreshes the tokens that were not used for four days, so that a shop without orders stays authorized. A failure is
 * logged and does not stop the others. @throws {UnavailableError} the token table is unavailable.
 */
export async function refreshIdleTokens(ports: RefreshPorts): Promise<void> {
  const idle = (await ports.store.list()).filter(({ changedAt }) => ports.now() - changedAt > IDLE_MS);
  for (const stored of idle) await refresh(ports, stored);
}

async function refresh(ports: RefreshPorts, { connection }: StoredTokens): Promise<void> {
  try {
    const place = await findPlace(ports, connection);
    const reading = place.kind === 'fault' ? place : await ports.tokens.refresh(place.api);
    if (reading.kind === 'token') ports.telemetry.info('Tokens refreshed', { connection });
    else ports.telemetry.error(NOT_REFRESHED, { connection, code: reading.code });
  } catch (cause) {
    ports.telemetry.error(NOT_REFRESHED, { connection, code: 'connections-unavailable' }, cause);
  }
}

const NOT_REFRESHED = 'Tokens were not refreshed';

type FoundPlace =
  | { readonly kind: 'place'; readonly api: OAuthConnection }
  | { readonly kind: 'fault'; readonly code: string };

/** Throws if SSM is unavailable, or if a parameter is not a connection. */
async function findPlace({ findShop, findClient }: RefreshPorts, connection: string): Promise<FoundPlace> {
  const [shop, client] = await Promise.all([findShop(connection), findClient(connection)]);
  if (shop === undefined || client === undefined) return { kind: 'fault', code: 'connection-unknown' };
  const api = (await loadSource(shop.source))?.api;
  if (api === undefined) return { kind: 'fault', code: 'source-unknown' };
  const place = { connection, shop: shop.shop, api, client };
  // The tokens belong to an earlier source of the connection.
  if (!needsTokens(place)) return { kind: 'fault', code: 'no-tokens-needed' };
  return apiFault(place) === undefined
    ? { kind: 'place', api: place }
    : { kind: 'fault', code: 'shop-invalid' };
}
