import { ConfigError } from '../model/errors.ts';
import type { ShopApi } from './shop-api.ts';

/** Returns why a shop's API cannot be called by this name, or `undefined`. */
export function apiFault({ api, shop }: { api: ShopApi; shop: string }): ConfigError | undefined {
  try {
    api.origin(shop);
    return undefined;
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}
