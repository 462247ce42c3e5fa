import { ConfigError } from '../../model/errors.ts';
import { authorize } from '../../shop-client/shop-access.ts';
import type { ApiClient } from '../../sources/shop-api.ts';
import { shopPorts } from '../doctor/ask-api.ts';
import type { OperatorAccess } from '../operator-access.ts';
import { createShopWebhooks, type ShopWebhooks } from './shop-webhooks.ts';
import type { SubscribingSource } from './subscribing-source.ts';

/** A shop whose webhooks its connection's own key may see. */
export interface OwnShop {
  readonly source: SubscribingSource;
  /** The connection's id. */
  readonly connection: string;
  readonly shop: string;
  readonly client: ApiClient;
}

/** Returns the webhooks of a shop, asked for with the connection's own key. @throws {ConfigError} the key gets no access. */
export async function openOwnWebhooks(
  access: OperatorAccess,
  { source, connection, shop, client }: OwnShop,
): Promise<ShopWebhooks> {
  const { name, api, subscriptions } = source;
  const authorization = await authorize(shopPorts(access), { connection, shop, api, client });
  if (authorization.kind !== 'headers')
    throw new ConfigError(`No access to the shop’s API: ${authorization.code}`);
  const origin = access.config.SHOP_API_BASE_URL?.origin ?? api.origin(shop);
  return createShopWebhooks({ name, shop, origin, access: authorization.headers, subscriptions });
}
