import * as v from 'valibot';
import type { SubscriptionAnswer, Subscriptions } from '../subscriptions.ts';
import { apiPath } from './api.ts';
import { API_VERSION } from './api-version.ts';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

const WebhookSchema = v.pipe(
  v.object({ id: v.union([v.number(), v.string()]), topic: v.string(), address: v.string() }),
  v.transform(({ id, topic, address: uri }) => ({ id: String(id), topic, uri })),
);
const ListSchema = v.object({ webhooks: v.nullish(v.array(WebhookSchema), []) });
const CreatedSchema = v.object({ webhook: WebhookSchema });
const FaultSchema = v.object({
  errors: v.pipe(
    v.union([v.string(), v.array(v.string()), v.record(v.string(), v.unknown())]),
    v.transform((errors) =>
      typeof errors === 'string' ? [errors] : Object.values(errors).flat().map(String),
    ),
  ),
});
const MessageSchema = v.object({ message: v.pipe(v.string(), v.nonEmpty()) });

/**
 * The webhooks of a shop, in its Admin API: all of the app's, in one answer. After 19 failures in 48 hours SHOPLINE deletes
 * one.
 * @see https://developer.shopline.com/docs/admin-rest-api/webhook/subscribe-to-a-webhook (read 2026-11-29)
 * @see https://developer.shopline.com/docs/admin-rest-api/webhook/unsubscribe-from-a-webhook (read 2026-11-29)
 */
export const subscriptions: Subscriptions = {
  topicInApi: (name) => name,
  listRequest: () => ({ method: 'GET', path: apiPath('webhooks'), headers: {} }),
  readList: (body) => {
    const answer = read(ListSchema, body);
    return answer.kind === 'refused'
      ? answer
      : { kind: 'done', found: { subscriptions: answer.found.webhooks } };
  },
  createRequest: (topic, address) => ({
    method: 'POST',
    path: apiPath('webhooks'),
    headers: JSON_TYPE,
    body: JSON.stringify({ webhook: { address, api_version: API_VERSION, topic } }),
  }),
  readCreated: (body) => {
    const answer = read(CreatedSchema, body);
    return answer.kind === 'refused' ? answer : { kind: 'done', found: answer.found.webhook };
  },
  removeRequest: (id) => ({
    method: 'DELETE',
    path: apiPath(`${encodeURIComponent(id)}/webhooks`),
    headers: {},
  }),
  // What was removed is answered without a body, or with one that says nothing.
  readRemoved: (body) => {
    const reasons = reasonsOf(body);
    return reasons.length > 0 ? { kind: 'refused', reasons } : { kind: 'done', found: undefined };
  },
  adviceByStatus: {
    401: 'SHOPLINE does not accept the token: it ends after three years, and is that of one shop.',
    403: 'The token may not do this: give the app the permission to read orders, and customers for profiles.',
    404: 'There is no such shop: `shop` of the connection has to be its myshopline.com name.',
  },
};

function read<Schema extends v.GenericSchema>(
  schema: Schema,
  body: unknown,
): SubscriptionAnswer<v.InferOutput<Schema>> {
  const answer = v.safeParse(schema, body);
  return answer.success
    ? { kind: 'done', found: answer.output }
    : { kind: 'refused', reasons: reasonsOf(body) };
}

function reasonsOf(body: unknown): readonly string[] {
  const fault = v.safeParse(FaultSchema, body);
  if (fault.success) return fault.output.errors;
  const said = v.safeParse(MessageSchema, body);
  return said.success ? [said.output.message] : [];
}
