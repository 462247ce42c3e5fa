import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import { retryAfterMs } from '../retry-after.ts';
import type { ShopApi } from '../shop-api.ts';
import { readRefund } from './read-refund.ts';
import { Id } from './schema.ts';
import { shopAddress } from './shop-address.ts';

const OrderSchema = v.looseObject({ id: Id });

/** Returns the path of a resource of a shop's REST API. */
export function apiPath(shop: string, resource: `/${string}`): `/${string}` {
  return `${shopAddress(shop).folder}/wp-json/wc/v3${resource}`;
}

/**
 * The REST API of a shop, for orders and for refunds. A key with the permission Read uses HTTP Basic over HTTPS. Each
 * refund is fetched by its own address, because a list holds at most 100 a page. WooCommerce does not limit calls; hosts and
 * firewalls in front of it may.
 * @see https://woocommerce.github.io/woocommerce-rest-api-docs/#retrieve-a-refund (version 3, read 2026-11-25)
 * @see https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/class-wc-rest-authentication.php (read 2026-11-25)
 */
export const api = {
  origin: (shop) => shopAddress(shop).origin,
  pauseMs: retryAfterMs,
  refunds: {
    request: ({ orderId, refundId }, shop) => {
      const path = `/orders/${encodeURIComponent(orderId)}/refunds/${encodeURIComponent(refundId)}` as const;
      return { method: 'GET', path: apiPath(shop, path), headers: {} };
    },
    read: readRefund,
  },
  orders: {
    request: ({ orderId }, shop) => ({
      method: 'GET',
      path: apiPath(shop, `/orders/${encodeURIComponent(orderId)}`),
      headers: {},
    }),
    read: (body) => parsePayload(OrderSchema, body),
  },
  probe: (shop) => ({
    method: 'GET',
    path: apiPath(shop, '/orders?per_page=1&_fields=id'),
    headers: {},
  }),
} satisfies ShopApi;
