import { ConfigError } from '../../model/errors.ts';

/** @see https://shopify.dev/docs/apps/build/security/app-security-checks/weak-shop-validation (read 2026-11-28) */
const SHOP = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/i;

/** Returns the origin of a shop's Admin API. @throws {ConfigError} `shop` is not the myshopify.com name of a shop. */
export function origin(shop: string): string {
  if (SHOP.test(shop)) return `https://${shop}`;
  const message = 'expected the name of the shop that ends with .myshopify.com';
  throw new ConfigError('The connection names no shop of Shopify', [{ path: 'shop', message }]);
}
