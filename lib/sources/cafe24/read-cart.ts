import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { HappeningReading } from '../source.ts';
import { isSampleMall } from './sample-mall.ts';
import { shopEntries } from './shop-entries.ts';

const Whole = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.digits(), v.transform(Number))], 'expected a whole number'),
  v.safeInteger('expected a whole number'),
  v.minValue(1, 'expected at least 1'),
);

/** Read first: the documentation's own sample names no real members. */
const MallSchema = v.object({ resource: v.object({ mall_id: v.string() }) });

const CartSchema = v.object({
  resource: v.object({
    ...shopEntries,
    /** Absent, null or '' if the visitor is not logged in. */
    member_id: v.nullish(v.string()),
    product_no: Whole,
    variant_code: v.pipe(
      v.nullish(v.string()),
      v.transform((code) => code || undefined),
    ),
    quantity: Whole,
  }),
});

/**
 * Reads a cart webhook. It holds the ids of product and variant, but no names, no prices, no time and no id of its own.
 * @throws {PayloadError} the body has no product or no quantity.
 * @see https://developers.cafe24.com/app/front/app/develop/webhook/sample (90084; copy of 2025, read 2026-11-25)
 */
export function readCart(body: unknown, { shop }: MappingSettings): HappeningReading {
  if (isSampleMall(parsePayload(MallSchema, body).resource.mall_id)) {
    return { kind: 'ignored', reason: 'test-order' };
  }
  const {
    member_id: member,
    product_no,
    variant_code,
    quantity,
    event_shop_no,
  } = parsePayload(CartSchema, body).resource;
  const parameters = { shop_no: event_shop_no };
  return {
    kind: 'cart-addition',
    addition: {
      source: 'cafe24',
      shop,
      customer: { id: member?.trim() || undefined, emails: [], phones: [] },
      product: { productId: String(product_no), variantId: variant_code, parameters },
      quantity,
    },
  };
}
