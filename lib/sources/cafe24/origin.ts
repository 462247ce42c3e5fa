import { ConfigError } from '../../model/errors.ts';

/** One label of a host name, so that no mall id leads to another host. */
const MALL_ID = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Returns the origin of a mall's API. @throws {ConfigError} `shop` is not the id of a mall. */
export function origin(shop: string): string {
  if (MALL_ID.test(shop)) return `https://${shop}.cafe24api.com`;
  const message = 'expected the id of the mall, as in {id}.cafe24.com, in small letters';
  throw new ConfigError('The connection names no mall of Cafe24', [{ path: 'shop', message }]);
}
