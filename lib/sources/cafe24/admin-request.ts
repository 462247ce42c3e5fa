import type { ApiRequest } from '../shop-api.ts';

/**
 * The newest version whose documents could be read whole (read 2026-11-24). 2026-06-01 and 2026-09-01 came since; shops that
 * call 2026-09-01 name the same fields of an order. A version ends a year after a newer one came at the latest, so this one
 * before July 2027; from then on Cafe24 answers as the oldest valid one.
 * @see https://developers.cafe24.com/docs/api/admin/#versioning (version 2026-03-01, copy of 2026-06, read 2026-11-29)
 */
export const API_VERSION = '2026-03-01';

/** A year after 2026-06-01 came. */
export const SUPPORTED_UNTIL = '2027-06-01';

/** Returns a request of the Admin API. Lists in the query are texts with commas, which stay as they are. */
export function adminRequest(resource: string, query: Readonly<Record<string, string>>): ApiRequest {
  return cafe24Get(`/api/v2/admin/${resource}?${queryText(query)}`);
}

/** Returns a GET with the headers that every call has. */
export function cafe24Get(path: ApiRequest['path']): ApiRequest {
  return {
    method: 'GET',
    path,
    headers: { 'content-type': 'application/json', 'x-cafe24-api-version': API_VERSION },
  };
}

function queryText(query: Readonly<Record<string, string>>): string {
  return new URLSearchParams(query).toString().replaceAll('%2C', ',');
}
