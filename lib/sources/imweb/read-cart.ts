import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { HappeningReading } from '../source.ts';
import { Id, LooseId, LooseText } from './fields.ts';
import { toCustomer } from './to-customer.ts';

const Quantity = v.fallback(v.nullish(v.pipe(v.number(), v.safeInteger(), v.minValue(1))), undefined);

const CartSchema = v.object({
  data: v.object({
    unitCode: LooseText,
    /** Absent if the visitor is not logged in. */
    memberUid: LooseId,
    /** Goes into a path. */
    prodNo: v.pipe(Id, v.regex(/^[\w-]{1,64}$/, 'expected one product number of Imweb')),
    qty: Quantity,
    quantity: Quantity,
  }),
});

/**
 * Reads a webhook about a cart: a member and a product. No captured body is public, and no field for the quantity is known;
 * without one it is 1.
 * @throws {PayloadError} the body has no product.
 * @see https://developers-docs.imweb.me/guide (webhooks; copy of 2026-07, read 2026-11-29)
 */
export function readCart(body: unknown, { shop }: MappingSettings): HappeningReading {
  const { unitCode, memberUid, prodNo, qty, quantity } = parsePayload(CartSchema, body).data;
  return {
    kind: 'cart-addition',
    addition: {
      source: 'imweb',
      shop,
      customer: toCustomer({ uid: memberUid }),
      product: { productId: prodNo, parameters: unitCode === undefined ? {} : { unitCode } },
      quantity: qty ?? quantity ?? 1,
    },
  };
}
