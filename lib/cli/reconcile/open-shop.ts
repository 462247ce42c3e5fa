import { randomUUID } from 'node:crypto';
import type { ShopConnection } from '../../model/connection.ts';
import { ConfigError } from '../../model/errors.ts';
import { createAccessTokens } from '../../shop-client/access-tokens.ts';
import type { PatientPorts } from '../../shop-client/ask-patiently.ts';
import { createAskShop } from '../../shop-client/ask-shop.ts';
import { createGrantedTokens } from '../../shop-client/granted-tokens.ts';
import { findSource } from '../../sources/all-sources.ts';
import { apiFault } from '../../sources/api-fault.ts';
import type { Source } from '../../sources/source.ts';
import type { StoredConnection } from '../../stores/connections/stored-connections.ts';
import type { Terminal } from '../command.ts';
import type { OperatorAccess } from '../operator-access.ts';
import { terminalTelemetry } from '../terminal-telemetry.ts';
import type { ListedShop } from './list-shop-orders.ts';

/** A person waits for a page, not a function. */
const ANSWER_TIMEOUT_MS = 60_000;

/** The connection that is compared. */
export interface OpenedShop {
  readonly source: Source;
  readonly connection: ShopConnection;
  /** Left out if its orders cannot be listed. */
  readonly listed: ListedShop | undefined;
}

/** Returns a connection with its source, and how its orders are listed. @throws {ConfigError} it is not usable. */
export function openShop({ id, shop, api: client }: StoredConnection): OpenedShop {
  if (shop === undefined) throw new ConfigError(`Unknown connection: ${id}`);
  const source = findSource(shop.source);
  if (source === undefined) throw new ConfigError(`Unknown source: ${shop.source}`);
  const connection = { ...shop, id, shop: shop.shop ?? id };
  const { api, listing } = source;
  if (api === undefined || listing === undefined || client === undefined) {
    return { source, connection, listed: undefined };
  }
  const fault = apiFault({ api, shop: connection.shop });
  if (fault !== undefined) throw fault;
  const asked = { connection: id, shop: connection.shop, api, client };
  return { source, connection, listed: { source, listing, connection, api: asked } };
}

/** Returns what it takes to ask a shop from here, with the tokens that the functions use. */
export function openShopPorts(access: OperatorAccess, terminal: Terminal): PatientPorts {
  const ask = createAskShop(access.config.SHOP_API_BASE_URL, ANSWER_TIMEOUT_MS);
  const telemetry = terminalTelemetry(terminal);
  const { sleep } = terminal;
  const now = Date.now;
  const tokens = createAccessTokens({
    store: access.tokens(),
    ask,
    telemetry,
    now,
    sleep,
    newOwner: randomUUID,
  });
  const granted = createGrantedTokens({ ask, telemetry, now });
  return { ask, tokens, granted, telemetry, now, sleep };
}
