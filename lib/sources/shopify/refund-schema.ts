import * as v from 'valibot';
import { SignedAmountSchema } from '../../model/money.ts';
import { Instant, LineItemSchema, OptionalId, OptionalText, Quantity } from './fields.ts';

const OptionalAmount = v.nullish(SignedAmountSchema);
const OptionalShopMoney = v.nullish(v.object({ shop_money: v.object({ amount: SignedAmountSchema }) }));

/**
 * The fields of a refund that the mapping uses. An edit that removes
 * lines from an order is also a refund, without transactions.
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
        /** After discounts; includes tax if prices do, like the order's own subtotal. */
        subtotal_set: OptionalShopMoney,
        total_tax_set: OptionalShopMoney,
        /** The line as it was bought, in its original quantity. */
        line_item: v.nullish(LineItemSchema),
      }),
    ),
  ),
  /** Negative: refunded in addition to the lines. Positive: less was refunded than the lines cost, or is still due. */
  order_adjustments: v.nullish(
    v.array(
      v.object({ kind: OptionalText, amount_set: OptionalShopMoney, tax_amount_set: OptionalShopMoney }),
    ),
  ),
  /** Up to version 2024-10 an adjustment of the kind `shipping_refund` repeats this; later ones often do too. */
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
        /** The currency of the refund to the buyer. */
        currency: OptionalText,
      }),
    ),
  ),
});

export type ShopifyRefund = v.InferOutput<typeof ShopifyRefundSchema>;
