import type { ApiRequest } from '../shop-api.ts';

/** The versions of the calls, which the header `Version` names for each. */
const VERSIONS = {
  '/auth/me': '1.0',
  '/claims': '1.0',
  '/members': '1.3',
  '/members/expelled-members': '1.1',
  '/orders': '1.1',
  '/orders/': '1.0',
} as const;

type Resource = keyof typeof VERSIONS;

/**
 * Returns a GET of the server API. `orderNo`: of the one order that is asked for.
 * @see https://server-docs.shopby.co.kr (`Version`, `systemKey`, `Authorization`; read 2026-11-29)
 */
export function serverGet(
  resource: Resource,
  {
    query = {},
    orderNo = '',
  }: { readonly query?: Readonly<Record<string, string>>; readonly orderNo?: string } = {},
): ApiRequest {
  const text = new URLSearchParams(query).toString();
  const path = `${resource}${encodeURIComponent(orderNo)}` as const;
  return {
    method: 'GET',
    path: text === '' ? path : `${path}?${text}`,
    headers: { version: VERSIONS[resource] },
  };
}

/** Returns a search, which is a POST with its conditions as JSON. It changes nothing. */
export function serverSearch(resource: Resource, conditions: Readonly<Record<string, unknown>>): ApiRequest {
  return {
    method: 'POST',
    path: resource,
    headers: { version: VERSIONS[resource], 'content-type': 'application/json' },
    body: JSON.stringify(conditions),
  };
}
