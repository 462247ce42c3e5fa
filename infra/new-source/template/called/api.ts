import * as v from 'valibot';
import { ConfigError } from '../../../../lib/model/errors.ts';
import { parsePayload } from '../../../../lib/model/parse-payload.ts';
import { retryAfterMs } from '../../../../lib/sources/retry-after.ts';
import type { ShopApi } from '../../../../lib/sources/shop-api.ts';

const HOST = /^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/;

const AnswerSchema = v.object({ order: v.looseObject({ id: v.union([v.string(), v.number()]) }) });

// TO DO 80: How is the API asked? Its host, its paths, the header with the key, and how it says "not so fast" (`pauseMs`). Write api.test.ts beside it.

/** The API of a shop. Only describes requests and reads answers. */
export const api = {
  origin: (shop) => {
    if (HOST.test(shop)) return `https://${shop}`;
    throw new ConfigError('The shop cannot be called', [{ path: 'shop', message: 'expected a host name' }]);
  },
  pauseMs: retryAfterMs,
  key: { parts: 'token', headers: ({ clientSecret }) => ({ 'x-auth-token': clientSecret }) },
  orders: {
    request: ({ orderId }) => ({
      method: 'GET',
      path: `/api/orders/${encodeURIComponent(orderId)}`,
      headers: {},
    }),
    read: (body) => parsePayload(AnswerSchema, body).order,
  },
  probe: () => ({ method: 'GET', path: '/api/orders?limit=1', headers: {} }),
} satisfies ShopApi;
