import { ConfigError } from '../../model/errors.ts';

/**
 * The hosts of the server API by the vendor's own pages: the first by those of 2026-04 to 06, the second by one of 2026-09.
 * @see https://server-docs.shopby.co.kr (`servers`; read 2026-11-29)
 */
const HOSTS = ['server-api.e-ncp.com', 'server-api.shopby.co.kr'] as const;

const MALL = /^([1-9]\d{0,11})(?:@(.+))?$/;

/** A mall, and where its API is. */
export interface Mall {
  /** The number of the mall, which `GET /auth/me` names. */
  readonly mallNo: string;
  readonly origin: string;
}

/**
 * Reads a connection's shop: the number of the mall, and the host if it is not the first one: `1234@server-api.shopby.co.kr`.
 * No other host is ever asked. @throws {ConfigError} it is not of this form.
 */
export function mallOf(shop: string): Mall {
  const [, mallNo, name = HOSTS[0]] = MALL.exec(shop) ?? [];
  const host = HOSTS.find((known) => known === name);
  if (mallNo !== undefined && host !== undefined) return { mallNo, origin: `https://${host}` };
  const message = `expected the number of the mall, or the number with a host: 1234@${HOSTS.join(' or 1234@')}`;
  throw new ConfigError('The shop cannot be called', [{ path: 'shop', message }]);
}
