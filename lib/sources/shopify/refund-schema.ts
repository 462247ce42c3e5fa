import * as v from 'valibot';
import { SignedAmountSchema } from '../../model/money.ts';
import { Instant, LineItemSchema, OptionalId, OptionalText, Quantity } from './fields.ts';

const OptionalAmount = v.nullish(SignedAmountSchema);
const OptionalShopMoney = v.nullish(v.object({ shop_money: v.object({ amount: SignedAmountSchema }) }));

/**
 * The fields of a refund that the mapping uses. An edit that takes lines out of an order is a refund as well, without
 * transactions.
 * @see https://shopify.dev/docs/api/admin-rest/latest/resources/refund (read 2026-11-24)
 */
export const ShopifyRefundSchema = v.object({
  id: OptionalId,
  processed_at: v.nullish(Instant),
  created_at: v.nullish(Instant),
  refund_line_items: v.nullish(
    v.array(
      v.object({
        quantity: Quantity,
        /** After discounts; holds the tax where prices include it, as the order's own subtotal does. */
        subtotal_set: OptionalShopMoney,
        total_tax_set: OptionalShopMoney,
        /** The line as it was bought, in its original quantity. */
        line_item: v.nullish(LineItemSchema),
      }),
    ),
  ),
  /** Negative: paid back beside the lines. Positive: less was paid back than the lines come to, or is not yet. */
  order_adjustments: v.nullish(
    v.array(
      v.object({ kind: OptionalText, amount_set: OptionalShopMoney, tax_amount_set: OptionalShopMoney }),
    ),
  ),
  /** Until 2024-10 the same stands in an adjustment as well, of the kind `shipping_refund`; often it still does. */
  refund_shipping_lines: v.nullish(
    v.array(v.object({ subtotal_amount_set: OptionalShopMoney, tax_amount_set: OptionalShopMoney })),
  ),
  total_duties_set: OptionalShopMoney,
  total_additional_fees_set: OptionalShopMoney,
  transactions: v.nullish(
    v.array(
      v.object({
        kind: OptionalText,
        status: OptionalText,
        amount: OptionalAmount,
        /** What the buyer was paid back in. */
        currency: OptionalText,
      }),
    ),
  ),
});

export type ShopifyRefund = v.InferOutput<typeof ShopifyRefundSchema>;
