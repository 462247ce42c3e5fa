import * as v from 'valibot';
import { readBody, sendJson } from '../http-body.ts';
import type { HttpHandler } from '../http-server.ts';
import type { ShopifyShop } from './shopify-shop.ts';

/** What a buyer does at the shop is below this path; the platform's API has nothing like it. */
export const SHOP_PREFIX = '/__shop/';

const ROUTE = 'POST /__shop/orders';

const OrderSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.looseObject({ id: v.pipe(v.number(), v.safeInteger(), v.minValue(1)) }),
);

/**
 * Returns what answers requests below `/__shop/`. `POST /__shop/orders` places a paid order of an invented buyer and sends
 * no webhook: `{id}`. With an order as the body, as Shopify's API has it, this one is stored, in place of an earlier one of
 * its id, and counts as changed now.
 */
export function shopHandler(shop: Pick<ShopifyShop, 'place' | 'put' | 'touch'>): HttpHandler {
  function answer(route: string, body: string): { readonly status?: number; readonly body: unknown } {
    if (route !== ROUTE) return { status: 404, body: { message: `expected ${ROUTE}` } };
    if (body === '') return { body: { id: shop.place() } };
    const reading = v.safeParse(OrderSchema, body);
    if (!reading.success)
      return { status: 400, body: { message: 'expected an order with its id, or nothing' } };
    const id = String(reading.output.id);
    shop.put(reading.output);
    shop.touch(id);
    return { body: { id } };
  }

  return async (request, response) => {
    const body = String(await readBody(request));
    const [path = ''] = (request.url ?? '').split('?');
    sendJson(response, answer(`${request.method ?? ''} ${path}`, body));
  };
}
