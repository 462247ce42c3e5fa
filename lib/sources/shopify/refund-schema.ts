import * as v from 'valibot';
import { eachReadable } from '../each-readable.ts';
import {
  Instant,
  LineItemSchema,
  loose,
  OptionalAmount,
  OptionalId,
  OptionalShopMoney,
  OptionalSignedAmount,
  OptionalSignedShopMoney,
  OptionalText,
  Quantity,
} from './fields.ts';

const LooseText = v.fallback(OptionalText, undefined);

const TransactionSchema = v.object({
  kind: LooseText,
  status: LooseText,
  amount: OptionalSignedAmount,
  /** The currency of the refund to the buyer. */
  currency: LooseText,
});

/**
 * The fields of a refund that the mapping uses. An edit that removes
 * lines from an order is also a refund, without transactions.
 * @see https://shopify.dev/docs/api/admin-rest/latest/resources/refund (read 2026-11-24)
 */
export const ShopifyRefundSchema = v.object({
  id: OptionalId,
  processed_at: loose(Instant),
  created_at: loose(Instant),
  refund_line_items: eachReadable(
    v.object({
      quantity: Quantity,
      line_item_id: v.fallback(OptionalId, undefined),
      /** After discounts; includes tax if prices do, like the order's own subtotal. */
      subtotal_set: OptionalShopMoney,
      total_tax_set: OptionalShopMoney,
      /** The line as it was bought, in its original quantity. */
      line_item: loose(LineItemSchema),
    }),
  ),
  /** Negative: refunded in addition to the lines. Positive: less was refunded than the lines cost, or is still due. */
  order_adjustments: eachReadable(
    v.object({
      kind: LooseText,
      reason: LooseText,
      amount_set: OptionalSignedShopMoney,
      tax_amount_set: OptionalSignedShopMoney,
    }),
  ),
  /** Up to version 2024-10 an adjustment of the kind `shipping_refund` repeats this; later ones often do too. */
  refund_shipping_lines: eachReadable(
    v.object({
      subtotal_amount_set: OptionalShopMoney,
      tax_amount_set: OptionalShopMoney,
      shipping_line: loose(
        v.object({
          price: OptionalAmount,
          discounted_price: OptionalAmount,
          tax_lines: loose(v.array(v.object({ price: OptionalAmount }))),
        }),
      ),
    }),
  ),
  total_duties_set: OptionalShopMoney,
  total_additional_fees_set: OptionalShopMoney,
  transactions: eachReadable(TransactionSchema),
  /** The return that it pays back. */
  return: v.optional(v.unknown()),
});

export type ShopifyRefund = v.InferOutput<typeof ShopifyRefundSchema>;
