import * as v from 'valibot';
import { PayloadError } from '../../model/errors.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import { retryAfterMs } from '../retry-after.ts';
import type { ShopApi } from '../shop-api.ts';
import { OrderNoSchema } from './fields.ts';
import { mallOf } from './mall.ts';
import { isUnpaidHint } from './read-hint.ts';
import { serverGet } from './server-request.ts';

const AnswerSchema = v.looseObject({ orderNo: OrderNoSchema });

/**
 * The server API of a mall. The client's id is the app's system key, its secret the token that lives a hundred years and
 * works from the addresses only that the app registered. The older header `mallKey` has to be absent then.
 * @see https://server-docs.shopby.co.kr/spec/order-server-public.yml (`GET /orders/{orderNo}` 1.0; read 2026-11-29)
 * @see https://server-docs.shopby.co.kr/spec/workspace-server-public.yml (`POST /auth/token/long-lived`, `GET /auth/me`; read 2026-11-29)
 */
export const api = {
  origin: (shop) => mallOf(shop).origin,
  // No page names a limit of calls, or a header that states one.
  pauseMs: retryAfterMs,
  key: {
    parts: 'id-and-secret',
    headers: ({ clientId, clientSecret }) => ({
      systemkey: clientId,
      authorization: `Bearer ${clientSecret}`,
    }),
  },
  orders: {
    request: ({ orderId }) => serverGet('/orders/', { orderNo: orderId }),
    read: (body, { orderId }) => {
      const order = parsePayload(AnswerSchema, body);
      if (order.orderNo === orderId) return order;
      throw new PayloadError([{ path: 'orderNo', message: 'another order than the one that was asked for' }]);
    },
    expectsPaid: (reference) => !isUnpaidHint(reference),
  },
  probe: () => serverGet('/auth/me'),
} satisfies ShopApi;
