import { ConfigError } from '../../model/errors.ts';

/** All sites share one API. */
const ORIGIN = 'https://openapi.imweb.me';

/** The code of a site: `S2025012450f7813d2ddau`. */
const SITE_CODE = /^S[A-Za-z0-9]{8,63}$/;

/** Returns the origin of the API. @throws {ConfigError} `shop` is not the code of a site. */
export function origin(shop: string): string {
  if (SITE_CODE.test(shop)) return ORIGIN;
  const message = 'expected the code of the site, as webhooks have it in data.siteCode: S2025…';
  throw new ConfigError('The connection names no site of Imweb', [{ path: 'shop', message }]);
}
