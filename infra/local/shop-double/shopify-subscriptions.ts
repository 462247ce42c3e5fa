import type { Subscription } from '../../../lib/sources/subscriptions.ts';

/** Smaller than what is asked for, so that a few webhooks fill several pages. */
const PAGE = 2;

/** The webhooks that an app subscribed at a stand-in of a Shopify shop. */
export interface ShopifySubscriptions {
  readonly kept: Subscription[];
  /** Answers the body of a GraphQL request: its `data`. */
  readonly answer: (body: string) => unknown;
}

interface Asked {
  readonly query: string;
  readonly variables: {
    readonly after?: string | null;
    readonly id?: string;
    readonly topic?: string;
    readonly webhookSubscription?: { readonly uri: string };
  };
}

/** Keeps webhooks as the Admin API does. It refuses a second one for topic and address, and an address without TLS. */
export function createShopifySubscriptions(): ShopifySubscriptions {
  const kept: Subscription[] = [];
  let made = 0;

  function list(after: string | null | undefined) {
    const from = Number(after ?? 0);
    const hasNextPage = from + PAGE < kept.length;
    const nodes = kept.slice(from, from + PAGE);
    return { webhookSubscriptions: { nodes, pageInfo: { hasNextPage, endCursor: String(from + PAGE) } } };
  }

  function remove(wanted: string | undefined) {
    const index = kept.findIndex(({ id }) => id === wanted);
    if (index >= 0) kept.splice(index, 1);
    const userErrors = index < 0 ? [{ message: 'Webhook subscription does not exist' }] : [];
    return { webhookSubscriptionDelete: { userErrors } };
  }

  function create(topic: string, uri: string) {
    const isTaken = kept.some((known) => known.topic === topic && known.uri === uri);
    if (isTaken || uri.startsWith('http:')) {
      const message = isTaken
        ? 'Address for this topic has already been taken'
        : 'Address protocol http:// is not supported';
      return { webhookSubscriptionCreate: { webhookSubscription: null, userErrors: [{ message }] } };
    }
    const created = { id: `gid://shopify/WebhookSubscription/${(made += 1)}`, topic, uri };
    kept.push(created);
    return { webhookSubscriptionCreate: { webhookSubscription: created, userErrors: [] } };
  }

  return {
    kept,
    answer(body) {
      const { query, variables } = JSON.parse(body) as Asked;
      if (query.startsWith('query')) return list(variables.after);
      if (query.includes('webhookSubscriptionDelete')) return remove(variables.id);
      return create(variables.topic ?? '', variables.webhookSubscription?.uri ?? '');
    },
  };
}
