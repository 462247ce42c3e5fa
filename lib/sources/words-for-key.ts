import type { ShopApi } from './shop-api.ts';

/** Returns what a connection needs to call a shop's API, in words. */
export function wordsForKey(api: ShopApi | undefined): string {
  return api?.key?.parts === 'token'
    ? 'an API token (`"api": {"token": "…"}`)'
    : 'a client id and a client secret (`"api": {"clientId": "…", "clientSecret": "…"}`)';
}
