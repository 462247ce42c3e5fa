import { ConfigError } from '../../model/errors.ts';

/** The address of a shop's REST API. */
export interface ShopAddress {
  readonly origin: string;
  /** The folder of WordPress, without a slash at the end; empty at the root. */
  readonly folder: '' | `/${string}`;
}

/** Names of a machine or of a local network (RFC 6761, RFC 6762), which no shop is called by from outside. */
const LOCAL_NAME = /(?:^|\.)(?:localhost|localdomain|local|internal)$/;

/**
 * Returns the API address of a shop, which is given as a host (`shop.example.com`) or as an address
 * (`https://example.com/kr/`). HTTPS only: the key is sent unencrypted otherwise, and WooCommerce refuses it over HTTP.
 * Addresses of a network and local names are refused: the key would go to whatever answers there.
 * @throws {ConfigError} `shop` is neither.
 * @see https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication-over-https (read 2026-11-25)
 */
export function shopAddress(shop: string): ShopAddress {
  const url = URL.parse(shop.includes('://') ? shop : `https://${shop}`);
  const folder = url === null ? '' : folderOf(url);
  if (url !== null && isPlain(url) && !folder.includes('//')) return { origin: url.origin, folder };
  const message = 'expected the public host of the shop, or its address with https';
  throw new ConfigError('The connection does not say where the shop’s API is', [{ path: 'shop', message }]);
}

function folderOf({ pathname }: URL): ShopAddress['folder'] {
  let end = pathname.length;
  while (pathname[end - 1] === '/') end -= 1;
  return end === 0 ? '' : `/${pathname.slice(1, end)}`;
}

function isPlain({ protocol, hostname, username, password, search, hash }: URL): boolean {
  return protocol === 'https:' && isPublic(hostname) && `${username}${password}${search}${hash}` === '';
}

/**
 * True for names of the public Internet. A parsed URL has an address of version 4 as four numbers, however it was
 * written, and one of version 6 in brackets.
 */
function isPublic(hostname: string): boolean {
  const isName = hostname.includes('.') && !/(?:\.\d*|\])$/.test(hostname);
  return isName && !LOCAL_NAME.test(hostname);
}
