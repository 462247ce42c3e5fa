import { ConfigError } from '../../model/errors.ts';

/** Where the REST API of a shop is. */
export interface ShopAddress {
  readonly origin: string;
  /** Of the folder that WordPress is in, without a slash at the end; empty at the root. */
  readonly folder: string;
}

/**
 * Returns where the API of a shop is that is given as a host (`shop.example.com`) or as an address
 * (`https://example.com/kr/`). Only HTTPS: the key is sent along as it is, and WooCommerce takes it no other way.
 * @throws {ConfigError} `shop` is neither.
 * @see https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication-over-https (read 2026-11-25)
 */
export function shopAddress(shop: string): ShopAddress {
  const url = URL.parse(shop.includes('://') ? shop : `https://${shop}`);
  if (url !== null && isPlain(url)) return { origin: url.origin, folder: url.pathname.replace(/\/+$/, '') };
  const message = 'expected the host of the shop, or its address with https, to ask its API';
  throw new ConfigError('The connection names no shop whose API could be asked', [{ path: 'shop', message }]);
}

/** A name without a dot (`main`) is nobody's host. */
function isPlain({ protocol, hostname, username, password, search, hash }: URL): boolean {
  return protocol === 'https:' && hostname.includes('.') && `${username}${password}${search}${hash}` === '';
}
