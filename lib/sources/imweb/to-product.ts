import * as v from 'valibot';
import type { Product, ProductReference } from '../../model/happening.ts';
import { AmountSchema } from '../../model/money.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import { unwrap } from './envelope.ts';
import { LooseId, LooseText } from './fields.ts';

const ProductSchema = v.pipe(
  v.object({
    name: LooseText,
    prodName: LooseText,
    price: AmountSchema,
    brand: LooseText,
    skuNo: LooseId,
    customProdCode: LooseText,
  }),
  v.forward(
    v.check(({ name, prodName }) => (name ?? prodName) !== undefined, 'missing'),
    ['name'],
  ),
);

/**
 * Reads the answer about a product. Its options have calls of their own, so a cart has the product without them.
 * @throws {PayloadError} the answer has no product.
 * @see https://developers-docs.imweb.me/reference (Product; version 1.0, copy of 2026-07, read 2026-11-29)
 */
export function toProduct(body: unknown, { productId }: ProductReference): Product {
  const { name, prodName, price, brand, skuNo, customProdCode } = parsePayload(ProductSchema, unwrap(body));
  return {
    productId,
    variantId: undefined,
    sku: skuNo ?? customProdCode,
    title: name ?? prodName ?? '',
    variantTitle: undefined,
    vendor: brand,
    unitPrice: price,
    categories: [],
  };
}
