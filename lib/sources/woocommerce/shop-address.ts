import { ConfigError } from '../../model/errors.ts';

/** The address of a shop's REST API. */
export interface ShopAddress {
  readonly origin: string;
  /** The folder of WordPress, without a slash at the end; empty at the root. */
  readonly folder: string;
}

/**
 * Returns the API address of a shop, which is given as a host (`shop.example.com`) or as an address
 * (`https://example.com/kr/`). HTTPS only: the key is sent unencrypted otherwise, and WooCommerce refuses it over HTTP.
 * @throws {ConfigError} `shop` is neither.
 * @see https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication-over-https (read 2026-11-25)
 */
export function shopAddress(shop: string): ShopAddress {
  const url = URL.parse(shop.includes('://') ? shop : `https://${shop}`);
  if (url !== null && isPlain(url)) return { origin: url.origin, folder: url.pathname.replace(/\/+$/, '') };
  const message = 'expected the host of the shop, or its address with https';
  throw new ConfigError('The connection does not say where the shop’s API is', [{ path: 'shop', message }]);
}

/** A name without a dot (`main`) is not a host. */
function isPlain({ protocol, hostname, username, password, search, hash }: URL): boolean {
  return protocol === 'https:' && hostname.includes('.') && `${username}${password}${search}${hash}` === '';
}
