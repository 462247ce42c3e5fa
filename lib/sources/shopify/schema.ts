import * as v from 'valibot';
import { AmountSchema, CurrencySchema } from '../../model/money.ts';
import {
  Allocations,
  Id,
  Instant,
  LineItemSchema,
  none,
  OptionalAmount,
  OptionalShopMoney,
  OptionalText,
} from './fields.ts';
import { ShopifyRefundSchema } from './refund-schema.ts';
import { buyerEntries } from './to-customer.ts';

/**
 * The fields of a Shopify order that the mapping uses; others are ignored. Money fields without `_set` are in the
 * shop's currency; a `_set` also holds the buyer's, which is not used.
 * @see https://shopify.dev/docs/api/admin-rest/latest/resources/order (read 2026-11-23)
 */

const ShippingLineSchema = v.object({
  price: OptionalAmount,
  discounted_price: OptionalAmount,
  discount_allocations: Allocations,
});

export const ShopifyOrderSchema = v.object({
  id: Id,
  name: OptionalText,
  processed_at: v.nullish(Instant),
  created_at: v.nullish(Instant),
  currency: CurrencySchema,
  /** The currency shown to the buyer; absent in old payloads. */
  presentment_currency: OptionalText,
  ...buyerEntries,
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
  refunds: v.nullish(v.array(ShopifyRefundSchema)),
  cancelled_at: v.nullish(Instant),
  discount_codes: v.nullish(v.array(v.object({ code: OptionalText }))),
  payment_gateway_names: v.nullish(v.array(v.nullable(v.string()))),
  source_name: OptionalText,
  abandoned_checkout_url: none('checkout'),
});

export type ShopifyOrder = v.InferOutput<typeof ShopifyOrderSchema>;
export type ShopifyLineItem = ShopifyOrder['line_items'][number];

/**
 * The few fields that decide whether an order matters at all. They are read loosely,
 * so that an order of no interest is ignored even if the rest of it is unreadable.
 */
export const ShopifyOrderStateSchema = v.object({
  test: v.fallback(v.optional(v.boolean()), undefined),
  financial_status: v.fallback(v.optional(v.string()), undefined),
  cancelled_at: v.fallback(v.optional(v.string()), undefined),
});

export type ShopifyOrderState = v.InferOutput<typeof ShopifyOrderStateSchema>;
