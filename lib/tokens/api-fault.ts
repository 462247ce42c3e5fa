import { ConfigError } from '../errors.ts';
import type { ApiConnection } from './access-tokens.ts';

/** Returns what is wrong with the name of a shop whose API is to be asked, or `undefined`. */
export function apiFault({ api, shop }: Pick<ApiConnection, 'api' | 'shop'>): ConfigError | undefined {
  try {
    api.origin(shop);
    return undefined;
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}
