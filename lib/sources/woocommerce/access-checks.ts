import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { AccessCheck } from '../listing.ts';
import { apiPath } from './api.ts';

/** No order changes after it. */
const NEVER = '2100-01-01T00:00:00';

/**
 * Asks for orders of the far future: a shop that knows the filter has none. Its version would need a key of an
 * administrator (`system_status`), and the probe has shown already that the key may read orders.
 * @see https://github.com/woocommerce/woocommerce/pull/30585 (`modified_after`, read 2026-11-28)
 */
const filter: AccessCheck = {
  request: (shop) => ({
    method: 'GET',
    path: apiPath(shop, `/orders?modified_after=${NEVER}&dates_are_gmt=true&per_page=1&_fields=id`),
    headers: { 'cache-control': 'no-cache' },
  }),
  read: (body) => {
    if (parsePayload(v.array(v.unknown()), body).length === 0) return [];
    return [
      {
        what: 'which orders changed (the shop does not know modified_after)',
        advice: 'Update WooCommerce: polling needs 5.8 or later.',
        hidesOrders: true,
      },
    ];
  },
};

export const accessChecks: readonly AccessCheck[] = [filter];
