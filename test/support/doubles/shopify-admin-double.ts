import { readBody } from '../../../infra/local/http-body.ts';
import { type RunningServer, startServer } from '../../../infra/local/http-server.ts';

interface Subscription {
  readonly id: string;
  readonly topic: string;
  readonly uri: string;
}

export interface ShopifyAdminDouble extends RunningServer {
  readonly subscriptions: Subscription[];
}

/** Starts the part of the Admin API that keeps webhooks, in pages of two. It refuses a second one for topic and address. */
export async function startShopifyAdminDouble(accessToken: string): Promise<ShopifyAdminDouble> {
  const subscriptions: Subscription[] = [];
  let made = 0;

  function answer(query: string, variables: Record<string, unknown>): unknown {
    if (query.startsWith('query')) {
      const from = Number(variables['after'] ?? 0);
      const nodes = subscriptions.slice(from, from + 2);
      const hasNextPage = from + 2 < subscriptions.length;
      return { webhookSubscriptions: { nodes, pageInfo: { hasNextPage, endCursor: String(from + 2) } } };
    }
    if (query.includes('webhookSubscriptionDelete')) {
      const index = subscriptions.findIndex(({ id }) => id === variables['id']);
      if (index >= 0) subscriptions.splice(index, 1);
      const userErrors = index < 0 ? [{ message: 'Webhook subscription does not exist' }] : [];
      return { webhookSubscriptionDelete: { userErrors } };
    }
    const { topic, webhookSubscription } = variables as {
      topic: string;
      webhookSubscription: { uri: string };
    };
    const { uri } = webhookSubscription;
    const isTaken = subscriptions.some((known) => known.topic === topic && known.uri === uri);
    if (isTaken || uri.startsWith('http:')) {
      const message = isTaken
        ? 'Address for this topic has already been taken'
        : 'Address protocol http:// is not supported';
      return { webhookSubscriptionCreate: { webhookSubscription: null, userErrors: [{ message }] } };
    }
    const created = { id: `gid://shopify/WebhookSubscription/${(made += 1)}`, topic, uri };
    subscriptions.push(created);
    return { webhookSubscriptionCreate: { webhookSubscription: created, userErrors: [] } };
  }

  const server = await startServer(async (request, response) => {
    const { query, variables } = JSON.parse((await readBody(request))?.toString() ?? '') as {
      query: string;
      variables: Record<string, unknown>;
    };
    const isKnown = request.headers['x-shopify-access-token'] === accessToken;
    const isHere = request.url === '/admin/api/2026-10/graphql.json';
    response.writeHead(isHere ? (isKnown ? 200 : 401) : 404, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(isHere && isKnown ? { data: answer(query, variables) } : { errors: 'Not here' }),
    );
  });
  return { ...server, subscriptions };
}
