import type { ShopConnection } from '../model/connection.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import { apiFault } from '../sources/api-fault.ts';
import { findSource } from '../sources/registry.ts';
import type { ApiClient } from '../sources/shop-api.ts';
import type { ConnectionLookup } from '../stores/connections/parameter-store.ts';
import type { StoredTokens, TokenStore } from '../stores/tokens/token-store.ts';
import { type AccessTokens, needsTokens, type OAuthConnection } from './access-tokens.ts';

const DAY_MS = 24 * 60 * 60_000;

/** A refresh token lives for two weeks with Cafe24, used or not. Many days are left for a refresh that fails. */
const IDLE_MS = 4 * DAY_MS;

export interface RefreshPorts {
  readonly store: Pick<TokenStore, 'list'>;
  /** Not remembered, as the stores of connections do: those hold up look-ups after one that found nothing. */
  readonly findShop: ConnectionLookup<ShopConnection>;
  readonly findClient: ConnectionLookup<ApiClient>;
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

/** Throws where SSM is ill, or holds something that is no connection. */
async function findPlace({ findShop, findClient }: RefreshPorts, connection: string): Promise<FoundPlace> {
  const [shop, client] = await Promise.all([findShop(connection), findClient(connection)]);
  if (shop === undefined || client === undefined) return { kind: 'fault', code: 'connection-unknown' };
  const api = findSource(shop.source)?.api;
  if (api === undefined) return { kind: 'fault', code: 'source-unknown' };
  const place = { connection, shop: shop.shop, api, client };
  // The tokens are of a source that the connection had before.
  if (!needsTokens(place)) return { kind: 'fault', code: 'no-tokens-needed' };
  return apiFault(place) === undefined
    ? { kind: 'place', api: place }
    : { kind: 'fault', code: 'shop-invalid' };
}
