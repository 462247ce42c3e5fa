import type { ShopConnection } from '../model/connection.ts';
import { ConfigError } from '../model/errors.ts';
import type { ConnectionsAccess } from './operator-access.ts';

/**
 * Returns the receiver's part of a connection.
 * @throws {ConfigError} no connection has this id, or its source is another.
 */
export async function findShopConnection(
  { connections }: Pick<ConnectionsAccess, 'connections'>,
  { id, source }: { readonly id: string; readonly source?: string },
): Promise<ShopConnection> {
  const shop = (await connections().list()).get(id)?.shop;
  if (shop === undefined) throw new ConfigError(`Unknown connection: ${id}`);
  if (source !== undefined && shop.source !== source) {
    throw new ConfigError(`${id} is a connection of ${shop.source}, not of ${source}`);
  }
  return { ...shop, id, shop: shop.shop ?? id };
}
