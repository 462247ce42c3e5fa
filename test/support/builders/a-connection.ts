import * as v from 'valibot';
import {
  type Connection,
  ConnectionSchema,
  type MappingSettings,
  type ShopConnection,
  ShopConnectionSchema,
} from '../../../lib/model/connection.ts';

const SHOP = 'example.myshopify.com';

/** Returns a minimal connection of a Shopify shop, with defaults filled in and with changes. */
export function aConnection(changes: Partial<v.InferInput<typeof ConnectionSchema>> = {}): Connection {
  return v.parse(ConnectionSchema, {
    source: 'shopify',
    shop: SHOP,
    secrets: ['first-secret-of-the-test', 'second-secret-of-the-test'],
    dfinery: { serviceId: 'service-1', accessToken: 'access-token-of-the-test' },
    ...changes,
  });
}

/** Returns the receiver's view of such a connection, under the id `main`. */
export function aShopConnection(
  changes: Partial<v.InferInput<typeof ShopConnectionSchema>> = {},
): ShopConnection {
  const { dfinery, ...shop } = aConnection();
  const stored = { ...shop, dfinery: { serviceId: dfinery.serviceId }, ...changes };
  return { ...v.parse(ShopConnectionSchema, stored), id: 'main', shop: stored.shop ?? SHOP };
}

/** Returns the part of such a connection that decides how an order reads and maps. */
export function mappingSettings(changes: Partial<MappingSettings> = {}): MappingSettings {
  return { ...aShopConnection(), ...changes };
}
