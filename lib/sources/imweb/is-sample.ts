import * as v from 'valibot';

const SampleSchema = v.object({
  eventType: v.pipe(v.string(), v.startsWith('ORDER_')),
  data: v.object({
    section: v.object({
      sectionItems: v.pipe(
        v.array(v.object({ productInfo: v.object({ prodNo: v.literal(1001) }) })),
        v.minLength(1),
      ),
    }),
  }),
});

/** True if a webhook of an order has the product of the developer centre's test button, and no other. A shop may have one of that number. */
export function isSample(body: unknown): boolean {
  return v.is(SampleSchema, body);
}
