import * as v from 'valibot';
import { AdapterError } from '../../model/errors.ts';
import { API_VERSION } from '../../sources/shopify/api-version.ts';

const TIMEOUT_MS = 15_000;
const PAGE_SIZE = 100;

/** A webhook as the shop keeps it. */
export interface Subscription {
  readonly id: string;
  /** As GraphQL writes it: `ORDERS_PAID`. */
  readonly topic: string;
  readonly uri: string;
}

/** Thrown if the shop does not do what it is asked: the token is wrong, a scope is missing, an address is refused. */
export class ShopifyError extends AdapterError {
  constructor(message: string, options: { retryable: boolean; cause?: unknown }) {
    super(message, { ...options, code: 'shopify-refused' });
  }
}

/** What webhooks need of a shop's Admin API. All methods throw `ShopifyError`. */
export interface ShopifyAdmin {
  /** Returns all of the app's webhooks of this shop. */
  list(): Promise<Subscription[]>;
  create(topic: string, uri: string): Promise<Subscription>;
  remove(id: string): Promise<void>;
}

const SubscriptionSchema = v.object({ id: v.string(), topic: v.string(), uri: v.string() });
const UserErrors = v.array(v.object({ message: v.string() }));

const ListSchema = v.object({
  webhookSubscriptions: v.object({
    nodes: v.array(SubscriptionSchema),
    pageInfo: v.object({ hasNextPage: v.boolean(), endCursor: v.nullable(v.string()) }),
  }),
});
const CreateSchema = v.object({
  webhookSubscriptionCreate: v.object({
    webhookSubscription: v.nullable(SubscriptionSchema),
    userErrors: UserErrors,
  }),
});
const DeleteSchema = v.object({ webhookSubscriptionDelete: v.object({ userErrors: UserErrors }) });

const LIST = `query Webhooks($first: Int!, $after: String) {
  webhookSubscriptions(first: $first, after: $after) {
    nodes { id topic uri }
    pageInfo { hasNextPage endCursor }
  }
}`;

const CREATE = `mutation Subscribe($topic: WebhookSubscriptionTopic!, $webhookSubscription: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhookSubscription) {
    webhookSubscription { id topic uri }
    userErrors { message }
  }
}`;

const DELETE = `mutation Unsubscribe($id: ID!) {
  webhookSubscriptionDelete(id: $id) { userErrors { message } }
}`;

/**
 * Returns the Admin API of a shop. `origin` is `https://{shop}` except in trials.
 * @see https://shopify.dev/docs/api/admin-graphql/latest/mutations/webhookSubscriptionCreate (read 2026-11-24)
 */
export function createShopifyAdmin(options: {
  readonly origin: string;
  readonly accessToken: string;
}): ShopifyAdmin {
  const address = `${options.origin}/admin/api/${API_VERSION}/graphql.json`;

  async function ask<Schema extends v.GenericSchema>(
    schema: Schema,
    request: { readonly query: string; readonly variables: object },
  ): Promise<v.InferOutput<Schema>> {
    const response = await post(address, { accessToken: options.accessToken, body: JSON.stringify(request) });
    const advice = adviceByStatus[response.status];
    if (advice !== undefined) throw new ShopifyError(advice, { retryable: false });
    const answer = v.safeParse(v.object({ data: schema }), response.json);
    if (answer.success) return answer.output.data;
    const failed = v.safeParse(v.object({ errors: UserErrors }), response.json);
    const reasons = failed.success
      ? failed.output.errors.map(({ message }) => message)
      : [`HTTP ${response.status}`];
    throw new ShopifyError(`Shopify answered: ${reasons.join('; ')}`, { retryable: response.status >= 500 });
  }

  return {
    async list() {
      const all: Subscription[] = [];
      let after: string | null = null;
      do {
        const page: v.InferOutput<typeof ListSchema> = await ask(ListSchema, {
          query: LIST,
          variables: { first: PAGE_SIZE, after },
        });
        const { nodes, pageInfo } = page.webhookSubscriptions;
        all.push(...nodes);
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after !== null);
      return all;
    },
    async create(topic, uri) {
      const variables = { topic, webhookSubscription: { uri, format: 'JSON' } };
      const { webhookSubscriptionCreate: created } = await ask(CreateSchema, { query: CREATE, variables });
      refuseErrors(created.userErrors);
      if (created.webhookSubscription !== null) return created.webhookSubscription;
      throw new ShopifyError('Shopify created nothing and gave no reason', { retryable: false });
    },
    async remove(id) {
      const { webhookSubscriptionDelete: removed } = await ask(DeleteSchema, {
        query: DELETE,
        variables: { id },
      });
      refuseErrors(removed.userErrors);
    },
  };
}

const adviceByStatus: Readonly<Record<number, string>> = {
  401: 'Shopify does not accept the token: is it an Admin API access token of this shop?',
  403: 'The token may not do this: the app needs the scope read_orders, and read_customers for profiles.',
  404: 'There is no such shop: `shop` of the connection has to be its myshopify.com name.',
};

function refuseErrors(errors: v.InferOutput<typeof UserErrors>): void {
  if (errors.length === 0) return;
  throw new ShopifyError(`Shopify refused: ${errors.map(({ message }) => message).join('; ')}`, {
    retryable: false,
  });
}

async function post(
  address: string,
  { accessToken, body }: { readonly accessToken: string; readonly body: string },
): Promise<{ readonly status: number; readonly json: unknown }> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': accessToken },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const json: unknown = await response.json().catch(() => undefined);
    return { status: response.status, json };
  } catch (cause) {
    throw new ShopifyError(`${new URL(address).host} cannot be reached`, { retryable: true, cause });
  }
}
