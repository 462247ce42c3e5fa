import type { ApiRequest } from '../shop-api.ts';

/** The most rows that are asked for at once: as many as come without being asked. What is allowed is not documented. */
export const ROWS = 50;

/** Returns a GET of a store's API. `resource` begins with its version: `v2/orders`. Lists in the query keep their commas. */
export function storeGet(
  store: string,
  resource: string,
  query: Readonly<Record<string, string>> = {},
): ApiRequest {
  const text = new URLSearchParams(query).toString().replaceAll('%2C', ',');
  return {
    method: 'GET',
    path: `${storePath(store)}/${resource}${text === '' ? '' : `?${text}`}`,
    headers: { accept: 'application/json' },
  };
}

/** Returns where a store's API begins. */
export function storePath(store: string): `/${string}` {
  return `/stores/${encodeURIComponent(store)}`;
}
