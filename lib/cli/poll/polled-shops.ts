import type { ShopConnection } from '../../model/connection.ts';
import { toPolledShop } from '../../poll/poll-shops.ts';
import type { PolledShop } from '../../poll/polled-shop.ts';
import type { ConnectionsAccess } from '../operator-access.ts';

/** Returns the shops that are polled, or the one of a connection if it is polled. */
export async function polledShops(
  access: Pick<ConnectionsAccess, 'connections'>,
  only: string | undefined,
): Promise<PolledShop[]> {
  const shops: PolledShop[] = [];
  for (const { id, shop, api } of (await access.connections().list()).values()) {
    if (shop?.poll === undefined || (only !== undefined && id !== only)) continue;
    const connection: ShopConnection = { ...shop, id, shop: shop.shop ?? id };
    const clients = {
      find: () =>
        Promise.resolve(
          api === undefined ? { kind: 'unknown' as const } : { kind: 'found' as const, value: api },
        ),
    };
    const polled = await toPolledShop({ clients }, connection);
    if (polled !== undefined) shops.push(polled);
  }
  return shops;
}
