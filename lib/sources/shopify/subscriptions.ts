import * as v from 'valibot';
import type { SubscriptionAnswer, SubscriptionRequest, Subscriptions } from '../subscriptions.ts';
import { API_VERSION } from './api-version.ts';

const PAGE_SIZE = 100;

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
 * The webhooks of a shop, in its Admin API. Topics about privacy are not among them: they are set in the app's
 * configuration.
 * @see https://shopify.dev/docs/api/admin-graphql/latest/mutations/webhookSubscriptionCreate (read 2026-11-24)
 * @see https://shopify.dev/docs/api/admin-graphql/latest/enums/WebhookSubscriptionTopic (read 2026-11-25)
 */
export const subscriptions: Subscriptions = {
  topicInApi: (name, { about }) => (about === 'privacy' ? undefined : name.replace('/', '_').toUpperCase()),
  listRequest: (after) => toRequest(LIST, { first: PAGE_SIZE, after: after ?? null }),
  readList: (body) => {
    const answer = read(ListSchema, body);
    if (answer.kind === 'refused') return answer;
    const { nodes, pageInfo } = answer.found.webhookSubscriptions;
    const next = pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined;
    return { kind: 'done', found: { subscriptions: nodes, next } };
  },
  createRequest: (topic, uri) => toRequest(CREATE, { topic, webhookSubscription: { uri, format: 'JSON' } }),
  readCreated: (body) => {
    const answer = read(CreateSchema, body);
    if (answer.kind === 'refused') return answer;
    const { webhookSubscription, userErrors } = answer.found.webhookSubscriptionCreate;
    if (userErrors.length > 0) return refusedBy(userErrors);
    if (webhookSubscription !== null) return { kind: 'done', found: webhookSubscription };
    return { kind: 'refused', reasons: ['it created nothing and gave no reason'] };
  },
  removeRequest: (id) => toRequest(DELETE, { id }),
  readRemoved: (body) => {
    const answer = read(DeleteSchema, body);
    if (answer.kind === 'refused') return answer;
    const { userErrors } = answer.found.webhookSubscriptionDelete;
    return userErrors.length > 0 ? refusedBy(userErrors) : { kind: 'done', found: undefined };
  },
  adviceByStatus: {
    401: 'Shopify does not accept the token: is it an Admin API access token of this shop?',
    403: 'The token may not do this: the app needs the scope read_orders, and read_customers for profiles.',
    404: 'There is no such shop: `shop` of the connection has to be its myshopify.com name.',
  },
  token: {
    variable: 'SHOPIFY_ACCESS_TOKEN',
    question: 'Admin API access token of the shop: ',
    originVariable: 'SHOPIFY_ADMIN_URL',
    headers: (token) => ({ 'x-shopify-access-token': token }),
  },
};

function toRequest(query: string, variables: object): SubscriptionRequest {
  return {
    method: 'POST',
    path: `/admin/api/${API_VERSION}/graphql.json`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  };
}

/** GraphQL answers 200 to a refusal as well. */
function read<Schema extends v.GenericSchema>(
  schema: Schema,
  body: unknown,
): SubscriptionAnswer<v.InferOutput<Schema>> {
  const answer = v.safeParse(v.object({ data: schema }), body);
  if (answer.success) return { kind: 'done', found: answer.output.data };
  const failed = v.safeParse(v.object({ errors: UserErrors }), body);
  return failed.success ? refusedBy(failed.output.errors) : { kind: 'refused', reasons: [] };
}

function refusedBy(errors: v.InferOutput<typeof UserErrors>) {
  return { kind: 'refused', reasons: errors.map(({ message }) => message) } as const;
}
