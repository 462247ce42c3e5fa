import * as v from 'valibot';
import { AmountSchema, CurrencySchema, ZERO } from '../../model/money.ts';
import { eachReadable, someReadable } from '../each-readable.ts';
import {
  Allocations,
  Id,
  Instant,
  LineItemSchema,
  loose,
  none,
  OptionalAmount,
  OptionalShopMoney,
  OptionalSignedAmount,
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
  /**
   * An edit took it out; it stays in the list.
   * @see https://shopify.dev/changelog/add-and-remove-shipping-lines-with-new-mutations-on-the-order-editing-api (read 2026-11-29)
   */
  is_removed: loose(v.boolean()),
});

/** An order of a newer version names its returns. An exchange is a return with lines that go out instead. */
const ReturnSchema = v.object({ exchange_line_items: loose(v.array(v.unknown())) });

/** Figures that an order can do without: one that cannot be read counts as absent. */
export const optionalFigures = {
  total_discounts: OptionalAmount,
  total_tax: OptionalAmount,
  total_tip_received: OptionalAmount,
  /** What the buyer still owes; negative: what the shop does. Whether it counts a pending refund is not documented. */
  total_outstanding: OptionalSignedAmount,
  total_shipping_price_set: OptionalShopMoney,
  original_total_duties_set: OptionalShopMoney,
  original_total_additional_fees_set: OptionalShopMoney,
  /** The `current_*` figures are those after edits and refunds. */
  current_total_price: OptionalAmount,
  current_total_discounts: OptionalAmount,
  current_total_tax: OptionalAmount,
  /** After discounts, without the shipping that was removed. */
  current_shipping_price_set: OptionalShopMoney,
  current_total_duties_set: OptionalShopMoney,
  current_total_additional_fees_set: OptionalShopMoney,
};

const orderEntries = {
  id: Id,
  name: v.fallback(OptionalText, undefined),
  processed_at: v.nullish(Instant),
  created_at: v.nullish(Instant),
  updated_at: loose(Instant),
  cancelled_at: loose(Instant),
  currency: CurrencySchema,
  /** The currency shown to the buyer; absent in old payloads. */
  presentment_currency: v.fallback(OptionalText, undefined),
  financial_status: v.fallback(OptionalText, undefined),
  ...buyerEntries,
  ...optionalFigures,
  /** Not of REST: what a bulk export says was received before anything was paid back. */
  total_received: OptionalAmount,
  shipping_lines: loose(v.array(ShippingLineSchema)),
  taxes_included: loose(v.boolean()),
  /** True: prices hold the duties already. */
  duties_included: loose(v.boolean()),
  refunds: eachReadable(ShopifyRefundSchema),
  returns: loose(v.array(ReturnSchema)),
  discount_codes: loose(v.array(v.object({ code: OptionalText }))),
  payment_gateway_names: loose(v.array(v.nullable(v.string()))),
  source_name: v.fallback(OptionalText, undefined),
  abandoned_checkout_url: none('checkout'),
};

/** A purchase: it needs its total and its lines. */
export const ShopifyOrderSchema = v.object({
  ...orderEntries,
  line_items: someReadable(LineItemSchema),
  total_price: AmountSchema,
});

/** An order that is called off, or that matters for its refunds only. Neither needs a total or lines. */
export const UncountedOrderSchema = v.object({
  ...orderEntries,
  total_price: v.fallback(AmountSchema, ZERO),
  line_items: eachReadable(LineItemSchema),
});

export type ShopifyOrder = v.InferOutput<typeof ShopifyOrderSchema>;
export type ShopifyLineItem = ShopifyOrder['line_items']['read'][number];

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
