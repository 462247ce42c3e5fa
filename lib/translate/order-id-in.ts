import * as v from 'valibot';

/** An id as platforms write them. Anything else may be a name, and is not logged. */
const Id = v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.regex(/^[\w.:-]{1,128}$/));

/**
 * Where the platforms write an order's id: Shopify and WooCommerce, Standard Webhooks, Imweb, Cafe24. A refund has both. An
 * event of Stripe has an id of its own.
 */
const BodySchema = v.object({
  order_id: v.fallback(v.optional(Id), undefined),
  id: v.fallback(v.optional(Id), undefined),
  data: v.fallback(
    v.optional(
      v.object({
        id: v.fallback(v.optional(Id), undefined),
        orderNo: v.fallback(v.optional(Id), undefined),
        object: v.fallback(v.optional(v.object({ id: v.fallback(v.optional(Id), undefined) })), undefined),
      }),
    ),
    undefined,
  ),
  resource: v.fallback(v.optional(v.object({ order_id: v.fallback(v.optional(Id), undefined) })), undefined),
});

/** Returns the id of the order that a body is or is about, or `undefined`. It does not throw. Pure. */
export function orderIdIn(body: unknown): string | undefined {
  const { success, output } = v.safeParse(BodySchema, body);
  if (!success) return undefined;
  const { order_id: named, data, id, resource } = output;
  return named ?? data?.object?.id ?? id ?? data?.id ?? data?.orderNo ?? resource?.order_id;
}
