import type * as v from 'valibot';
import type { ShopConnection, ShopConnectionSchema } from '../../../lib/model/connection.ts';
import { toDecimal } from '../../../lib/model/money.ts';
import type { RefundFetch } from '../../../lib/queue/fetch-message.ts';
import { aShopConnection } from './a-connection.ts';

/** Returns a refund of 29.75 EUR that waits for its lines, with changes. It matches `aWooCommerceRefund`. */
export function aRefundFetch(changes: Partial<RefundFetch> = {}): RefundFetch {
  return {
    v: 1,
    kind: 'refund',
    connection: 'main',
    source: 'woocommerce',
    reference: { orderId: '9001', refundId: '9002', taxesIncluded: true },
    identity: { external_id: 'c-1', email: 'buyer@example.com' },
    order: { name: '9001', placedAt: '2026-11-20T00:00:00.000Z', currency: 'EUR' },
    refund: { refundedAt: '2026-11-24T09:31:00.000Z', amount: toDecimal('29.75') },
    deliveryId: 'delivery-1',
    receivedAt: '2026-11-24T09:31:05.000Z',
    traceId: 'trace-1',
    ...changes,
  };
}

/** Returns a WooCommerce connection that fetches the lines of refunds, with changes. */
export function aRefundShop(
  changes: Partial<v.InferInput<typeof ShopConnectionSchema>> = {},
): ShopConnection {
  const shop = 'shop.example.com';
  return aShopConnection({ source: 'woocommerce', shop, refundLines: 'fetch', ...changes });
}
