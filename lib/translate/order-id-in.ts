import * as v from 'valibot';

/** An id as platforms write them. Anything else may be a name, and is not logged. */
const Id = v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.regex(/^[\w.:-]{1,64}$/));

/** Where the platforms write an order's id: Shopify and WooCommerce, Standard Webhooks, Imweb, Cafe24. A refund has both. */
const BodySchema = v.object({
  order_id: v.fallback(v.optional(Id), undefined),
  id: v.fallback(v.optional(Id), undefined),
  data: v.fallback(
    v.optional(
      v.object({ id: v.fallback(v.optional(Id), undefined), orderNo: v.fallback(v.optional(Id), undefined) }),
    ),
    undefined,
  ),
  resource: v.fallback(v.optional(v.object({ order_id: v.fallback(v.optional(Id), undefined) })), undefined),
});

/** Returns the id of the order that a body is or is about, or `undefined`. It does not throw. Pure. */
export function orderIdIn(body: unknown): string | undefined {
  const { success, output } = v.safeParse(BodySchema, body);
  if (!success) return undefined;
  return output.order_id ?? output.id ?? output.data?.id ?? output.data?.orderNo ?? output.resource?.order_id;
}
