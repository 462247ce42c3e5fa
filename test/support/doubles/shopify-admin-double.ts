import { readBody } from '../../../infra/local/http-body.ts';
import { type RunningServer, startServer } from '../../../infra/local/http-server.ts';
import {
  createShopifySubscriptions,
  type ShopifySubscriptions,
} from '../../../infra/local/shop-double/shopify-subscriptions.ts';

export interface ShopifyAdminDouble extends RunningServer {
  readonly subscriptions: ShopifySubscriptions['kept'];
}

/** Starts the part of the Admin API that keeps webhooks. */
export async function startShopifyAdminDouble(accessToken: string): Promise<ShopifyAdminDouble> {
  const { kept: subscriptions, answer } = createShopifySubscriptions();
  const server = await startServer(async (request, response) => {
    const body = String(await readBody(request));
    const isKnown = request.headers['x-shopify-access-token'] === accessToken;
    const isHere = request.url === '/admin/api/2026-10/graphql.json';
    response.writeHead(isHere ? (isKnown ? 200 : 401) : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isHere && isKnown ? { data: answer(body) } : { errors: 'Not here' }));
  });
  return { ...server, subscriptions };
}
