import * as v from 'valibot';
import { PayloadError } from '../../model/errors.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { ApiRequest, ShopApi } from '../shop-api.ts';
import { API_VERSION } from './api-version.ts';
import { Id } from './fields.ts';
import { grant } from './grant.ts';
import { origin } from './origin.ts';
import { pauseMs } from './rate-limit.ts';

const AnswerSchema = v.object({ order: v.looseObject({ id: Id }) });

/** It has no version. @see https://shopify.dev/docs/api/admin-rest/latest/resources/accessscope (read 2026-11-29) */
const SCOPES_PATH = '/admin/oauth/access_scopes.json';

/**
 * The Admin API of a shop, by REST: its orders are the bodies that webhooks have.
 * @see https://shopify.dev/docs/api/admin-rest/2026-10/resources/order (read 2026-11-29)
 */
export const api = {
  origin,
  pauseMs,
  orders: {
    request: ({ orderId }) => get(`orders/${encodeURIComponent(orderId)}`),
    read: (body, { orderId }) => {
      const { order } = parsePayload(AnswerSchema, body);
      if (order.id === orderId) return order;
      throw new PayloadError([{ path: 'order.id', message: 'expected the order that was asked for' }]);
    },
  },
  grant,
  probe: scopesRequest,
} satisfies ShopApi;

/** Returns the request of a resource's JSON. The values of the query are encoded here. */
export function get(resource: string, query: Readonly<Record<string, string>> = {}): ApiRequest {
  const search = new URLSearchParams(query).toString();
  return {
    method: 'GET',
    path: `/admin/api/${API_VERSION}/${resource}.json${search === '' ? '' : `?${search}`}`,
    headers: { accept: 'application/json' },
  };
}

/** Returns the request that names the scopes of the token that it is sent with. */
export function scopesRequest(): ApiRequest {
  return { method: 'GET', path: SCOPES_PATH, headers: { accept: 'application/json' } };
}
