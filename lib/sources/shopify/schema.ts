import * as v from 'valibot';
import { AmountSchema, CurrencySchema } from '../../money.ts';

/**
 * The fields of a Shopify order that the mapping uses; all others pass unread. Money fields without `_set` are in the
 * shop's currency; a `_set` also holds the buyer's, which is not used.
 * @see https://shopify.dev/docs/api/admin-rest/latest/resources/order (read 2026-11-23)
 */

/** Ids are numbers; beyond 2^53 the exact digits arrive as text. null, 0 and '' mean that there is none. */
const AnyId = v.union([v.string(), v.pipe(v.number(), v.safeInteger())], 'expected an id');

const OptionalId = v.pipe(
  v.nullish(AnyId),
  v.transform((id) => (id === null || id === undefined || id === 0 || id === '' ? undefined : String(id))),
);

const Id = v.pipe(AnyId, v.transform(String), v.regex(/^[1-9]\d*$/, 'expected an id'));

const OptionalText = v.pipe(
  v.nullish(v.string()),
  v.transform((text) => (text === null || text === '' ? undefined : text)),
);

/** A time zone is required: a local time would have to be guessed. */
export const Instant = v.pipe(
  v.string(),
  v.check(isZonedInstant, 'expected an ISO 8601 instant with its zone'),
  v.transform((text) => new Date(text).toISOString()),
);

function isZonedInstant(text: string): boolean {
  const isZoned = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/.test(text);
  return isZoned && !Number.isNaN(Date.parse(text));
}

export const Quantity = v.pipe(
  v.number('expected a whole number'),
  v.safeInteger('expected a whole number'),
  v.minValue(0, 'the quantity is negative'),
);

const OptionalAmount = v.nullish(AmountSchema);
const OptionalShopMoney = v.nullish(v.object({ shop_money: v.object({ amount: AmountSchema }) }));
const Allocations = v.nullish(v.array(v.object({ amount: AmountSchema })));

const LineItemSchema = v.object({
  product_id: OptionalId,
  variant_id: OptionalId,
  sku: OptionalText,
  title: v.pipe(v.string(), v.nonEmpty('must not be empty')),
  variant_title: OptionalText,
  vendor: OptionalText,
  quantity: Quantity,
  /** What is left after edits and refunds. */
  current_quantity: v.nullish(Quantity),
  price: AmountSchema,
  /** "0.00" in real orders that do have allocations, so it only counts where there is none. */
  total_discount: OptionalAmount,
  discount_allocations: Allocations,
  /** Only a tip has this key. */
  tip_payment_gateway: v.optional(v.unknown()),
});

const ShippingLineSchema = v.object({
  price: OptionalAmount,
  discounted_price: OptionalAmount,
  discount_allocations: Allocations,
});

const CustomerSchema = v.object({ id: OptionalId, email: OptionalText, phone: OptionalText });
const BillingAddressSchema = v.object({ phone: OptionalText, country_code: OptionalText });

export const ShopifyOrderSchema = v.object({
  id: Id,
  name: OptionalText,
  processed_at: v.nullish(Instant),
  created_at: v.nullish(Instant),
  currency: CurrencySchema,
  email: OptionalText,
  contact_email: OptionalText,
  phone: OptionalText,
  customer: v.nullish(CustomerSchema),
  billing_address: v.nullish(BillingAddressSchema),
  line_items: v.array(LineItemSchema),
  shipping_lines: v.nullish(v.array(ShippingLineSchema)),
  taxes_included: v.nullish(v.boolean()),
  total_price: AmountSchema,
  total_discounts: OptionalAmount,
  total_tax: OptionalAmount,
  total_tip_received: OptionalAmount,
  total_shipping_price_set: OptionalShopMoney,
  original_total_duties_set: OptionalShopMoney,
  original_total_additional_fees_set: OptionalShopMoney,
  /** The `current_*` figures are those after edits and refunds. */
  current_total_price: OptionalAmount,
  current_total_discounts: OptionalAmount,
  current_total_tax: OptionalAmount,
  current_total_duties_set: OptionalShopMoney,
  current_total_additional_fees_set: OptionalShopMoney,
  refunds: v.nullish(
    v.array(v.object({ transactions: v.nullish(v.array(v.object({ kind: OptionalText }))) })),
  ),
  discount_codes: v.nullish(v.array(v.object({ code: OptionalText }))),
  payment_gateway_names: v.nullish(v.array(v.nullable(v.string()))),
  source_name: OptionalText,
});

export type ShopifyOrder = v.InferOutput<typeof ShopifyOrderSchema>;
export type ShopifyLineItem = ShopifyOrder['line_items'][number];

/**
 * The few fields that decide whether an order is of interest at all. They are read loosely, so that an order nobody
 * wants is ignored even where the rest of it could not be read.
 */
export const ShopifyOrderStateSchema = v.object({
  test: v.fallback(v.optional(v.boolean()), undefined),
  financial_status: v.fallback(v.optional(v.string()), undefined),
  cancelled_at: v.fallback(v.optional(v.string()), undefined),
});

export type ShopifyOrderState = v.InferOutput<typeof ShopifyOrderStateSchema>;
