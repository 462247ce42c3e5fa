import * as v from 'valibot';
import { PayloadError } from '../../model/errors.ts';
import type { Product, ProductReference } from '../../model/happening.ts';
import { AmountSchema, isNegative, round, SignedAmountSchema, sum, ZERO } from '../../model/money.ts';
import { parsePayload } from '../../model/parse-payload.ts';

const OptionalText = v.pipe(
  v.nullish(v.string()),
  v.transform((text) => (text == null || text.trim() === '' ? undefined : text)),
);

const AnswerSchema = v.object({
  product: v.object({
    product_name: v.pipe(v.string(), v.nonEmpty('must not be empty')),
    /** Of one unit, with tax if the shop's prices include it. */
    price: AmountSchema,
    custom_product_code: OptionalText,
    variants: v.array(
      v.object({
        variant_code: v.string(),
        custom_variant_code: OptionalText,
        options: v.nullish(v.array(v.object({ value: OptionalText }))),
        /** Added to the product's price. */
        additional_amount: v.pipe(v.nullish(v.union([v.string(), v.number()]), '0'), SignedAmountSchema),
      }),
    ),
  }),
});

/**
 * Reads the answer to a call for a product with its variants. Returns
 * `undefined` if it lacks the variant, because then the price is unknown.
 * @throws {PayloadError} the answer is not a product, or has no name or price.
 * @see https://developers.cafe24.com/docs/api/admin/#retrieve-a-product-resource (version 2026-03-01, read 2026-11-25)
 */
export function toProduct(body: unknown, { productId, variantId }: ProductReference): Product | undefined {
  const { product } = parsePayload(AnswerSchema, body);
  const variant = product.variants.find(({ variant_code }) => variant_code === variantId);
  if (variantId !== undefined && variant === undefined) return undefined;
  const unitPrice = round(sum([product.price, variant?.additional_amount ?? ZERO]), 6);
  if (isNegative(unitPrice)) {
    throw new PayloadError([
      { path: 'product.variants.additional_amount', message: 'the price is negative' },
    ]);
  }
  const options = (variant?.options ?? []).flatMap(({ value }) => value ?? []);
  return {
    productId,
    variantId,
    sku: variant?.custom_variant_code ?? product.custom_product_code,
    title: product.product_name,
    variantTitle: options.length > 0 ? options.join(', ') : undefined,
    vendor: undefined,
    unitPrice,
    categories: [],
  };
}
