import type { ShopConnection } from '../model/connection.ts';
import { ConfigError } from '../model/errors.ts';
import { UsageError } from './command.ts';
import type { ConnectionsAccess } from './operator-access.ts';
import { didYouMean } from './suggest.ts';

/**
 * Returns the receiver's part of a connection. Without an id it is the only one that there is.
 * @throws {ConfigError} no connection has this id, or its source is another. @throws {UsageError} there are several, and none is named.
 */
export async function findShopConnection(
  { connections }: Pick<ConnectionsAccess, 'connections'>,
  { id: asked, source }: { readonly id: string | undefined; readonly source?: string },
): Promise<ShopConnection> {
  const all = await connections().list();
  const ids = [...all.keys()];
  if (asked === undefined && ids.length > 1) {
    throw new UsageError(`--connection is needed: one of ${ids.join(', ')}`);
  }
  const id = asked ?? ids[0];
  if (id === undefined) throw new ConfigError('There is no connection');
  const shop = all.get(id)?.shop;
  if (shop === undefined) throw new ConfigError(`Unknown connection: ${id}${didYouMean(id, ids)}`);
  if (source !== undefined && shop.source !== source) {
    throw new ConfigError(`${id} is a connection of ${shop.source}, not of ${source}`);
  }
  return { ...shop, id, shop: shop.shop ?? id };
}
