import * as v from 'valibot';
import type {
  Subscription,
  SubscriptionAnswer,
  SubscriptionRequest,
  Subscriptions,
} from '../subscriptions.ts';
import { Id } from './fields.ts';
import { ROWS, storePath } from './store-request.ts';

const HookSchema = v.pipe(
  v.object({ id: Id, scope: v.string(), destination: v.string(), is_active: v.boolean() }),
  v.transform(
    ({ id, scope: topic, destination: uri, is_active }): Subscription => ({
      id,
      topic,
      uri,
      ...(!is_active && { isOff: true }),
    }),
  ),
);
const HookAnswer = v.object({ data: HookSchema });
const ListSchema = v.object({
  data: v.array(HookSchema),
  meta: v.object({ pagination: v.object({ current_page: v.number(), total_pages: v.number() }) }),
});
const ErrorSchema = v.object({ title: v.pipe(v.string(), v.nonEmpty()) });

/** What an update of an order tells, too; and what only names a customer, who comes by the lists. */
const NOT_NEEDED: ReadonlySet<string> = new Set([
  'store/order/statusUpdated',
  'store/customer/created',
  'store/customer/updated',
]);

/**
 * The webhooks of an API account in a store. One that failed for 48 hours, or had nothing to tell for 90 days, stays there
 * and is off until it is updated; a second one for the same topic and address is refused.
 * @see https://github.com/bigcommerce/docs/blob/main/reference/webhooks.v3.yml (commit 24f580ca, read 2026-11-29)
 * @see https://github.com/bigcommerce/docs/blob/main/docs/integrations/webhooks/overview.mdx#platform-limits (commit 24f580ca, read 2026-11-29)
 */
export const subscriptions: Subscriptions = {
  topicInApi: (name) => (name.startsWith('store/') && !NOT_NEEDED.has(name) ? name : undefined),
  listRequest: (after = '1', shop) => hooks(shop, 'GET', { path: `?limit=${ROWS}&page=${after}` }),
  readList: (body) => {
    const answer = read(ListSchema, body);
    if (answer.kind === 'refused') return answer;
    const { data, meta } = answer.found;
    const { current_page: page, total_pages: pages } = meta.pagination;
    return {
      kind: 'done',
      found: { subscriptions: data, next: page < pages ? String(page + 1) : undefined },
    };
  },
  createRequest: (topic, uri, shop) => hooks(shop, 'POST', { body: hook(topic, uri) }),
  readCreated: (body) => {
    const answer = read(HookAnswer, body);
    return answer.kind === 'refused' ? answer : { kind: 'done', found: answer.found.data };
  },
  reviveRequest: ({ id, topic, uri }, shop) => hooks(shop, 'PUT', { path: `/${id}`, body: hook(topic, uri) }),
  removeRequest: (id, shop) => hooks(shop, 'DELETE', { path: `/${encodeURIComponent(id)}` }),
  readRemoved: (body) => {
    const answer = read(HookAnswer, body);
    return answer.kind === 'refused' ? answer : { kind: 'done', found: undefined };
  },
  adviceByStatus: {
    401: 'BigCommerce does not accept the token: is it the access token of this store’s API account?',
    403: 'The token may not do this: the API account needs the scope Orders, at least read-only.',
    404: 'There is no such store: `shop` of the connection has to be its hash.',
  },
};

function hook(scope: string, destination: string): object {
  return { scope, destination, is_active: true };
}

function hooks(
  shop: string,
  method: SubscriptionRequest['method'],
  { path = '', body }: { readonly path?: string; readonly body?: object },
): SubscriptionRequest {
  return {
    method,
    path: `${storePath(shop)}/v3/hooks${path}`,
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

function read<Schema extends v.GenericSchema>(
  schema: Schema,
  body: unknown,
): SubscriptionAnswer<v.InferOutput<Schema>> {
  const answer = v.safeParse(schema, body);
  if (answer.success) return { kind: 'done', found: answer.output };
  const failed = v.safeParse(ErrorSchema, body);
  return { kind: 'refused', reasons: failed.success ? [failed.output.title] : [] };
}
