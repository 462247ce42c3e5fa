import type { ShopApi } from '../shop-api.ts';
import { readRefund } from './read-refund.ts';
import { retryAfterMs } from './retry-after.ts';
import { shopAddress } from './shop-address.ts';

const API = '/wp-json/wc/v3';

/**
 * The REST API of a shop, for refunds. A key with the permission Read uses HTTP Basic over HTTPS. Each refund is
 * fetched by its own address, because a list holds at most 100 a page.
 * @see https://woocommerce.github.io/woocommerce-rest-api-docs/#retrieve-a-refund (version 3, read 2026-11-25)
 * @see https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/class-wc-rest-authentication.php (read 2026-11-25)
 */
export const api = {
  origin: (shop) => shopAddress(shop).origin,
  pauseMs: retryAfterMs,
  refunds: {
    request: ({ orderId, refundId }, shop) => {
      const path = `/orders/${encodeURIComponent(orderId)}/refunds/${encodeURIComponent(refundId)}`;
      return { method: 'GET', path: `${shopAddress(shop).folder}${API}${path}`, headers: {} };
    },
    read: readRefund,
  },
  probe: (shop) => ({
    method: 'GET',
    path: `${shopAddress(shop).folder}${API}/orders?per_page=1&_fields=id`,
    headers: {},
  }),
} satisfies ShopApi;
