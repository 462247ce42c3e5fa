import * as v from 'valibot';
import { parsePayload } from '../../../../lib/model/parse-payload.ts';
import type { OrderReading } from '../../../../lib/sources/source.ts';

// TO DO 38: How does a webhook name its order?
const NamedSchema = v.object({
  order_id: v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.regex(/^\d{1,20}$/)),
});

/** Reads a webhook as a reference to its order. @throws {PayloadError} the body names none. */
export function readReference(body: unknown): OrderReading {
  const { order_id: orderId } = parsePayload(NamedSchema, body);
  return { kind: 'references', references: [{ orderId, parameters: {} }] };
}
