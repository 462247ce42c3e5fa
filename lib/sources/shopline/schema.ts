import * as v from 'valibot';
import { AmountSchema, CurrencySchema, ZERO } from '../../model/money.ts';
import { eachReadable, someReadable } from '../each-readable.ts';
import {
  Figure,
  Id,
  Instant,
  LooseText,
  loose,
  MoneySet,
  none,
  Quantity,
  SignedFigure,
  SignedMoneySet,
} from './fields.ts';
import { buyerEntries } from './to-customer.ts';

/**
 * The fields of a SHOPLINE order that the mapping uses; others are ignored.
 * @see https://developer.shopline.com/docs/webhook/order/order-updated (version v20260901, read 2026-11-29)
 * @see https://github.com/shoplineos/shopline-sdk-go/blob/main/rest/admin/v20260301/order/get_orders.go (read 2026-11-29)
 */

const Allocations = loose(v.array(v.object({ amount: AmountSchema })));

const LineSchema = v.object({
  id: loose(Id),
  product_id: loose(Id),
  variant_id: loose(Id),
  sku: LooseText,
  title: LooseText,
  name: LooseText,
  variant_title: LooseText,
  vendor: LooseText,
  quantity: Quantity,
  /** What one unit was sold for, before the discounts that are allocated to the line. */
  price: AmountSchema,
  discount_allocations: Allocations,
  /** A bundle, and what is in it: both are lines. */
  is_bundle: loose(v.boolean()),
  is_bundle_component: loose(v.boolean()),
});

const ShippingLineSchema = v.object({ price: Figure, discount_allocations: Allocations });

const TransactionSchema = v.object({
  kind: LooseText,
  status: LooseText,
  amount: AmountSchema,
  currency: LooseText,
});

/** Never a name of the adapter's own, of which the ledger would think otherwise: those have no digit, or begin with `up-to-`. */
const RefundId = v.pipe(Id, v.regex(/^(?!up-to-)[^\d]*\d/));

/** In an order's webhook a refund has an id, a note and times; in the API also what was paid back. */
const RefundSchema = v.object({
  id: loose(RefundId),
  /** When it was begun. `processed_at` changes with it. */
  created_at: loose(Instant),
  processed_at: loose(Instant),
  refund_line_items: eachReadable(
    v.object({
      quantity: Quantity,
      line_item_id: loose(Id),
      line_item: loose(LineSchema),
      subtotal: Figure,
      subtotal_set: MoneySet,
      total_tax: Figure,
      total_tax_set: MoneySet,
    }),
  ),
  /** Refunded delivery has the kind `shipping_refund`. Of which sign amounts are is not documented. */
  order_adjustments: eachReadable(
    v.object({
      kind: LooseText,
      amount: SignedFigure,
      amount_set: SignedMoneySet,
      tax_amount: SignedFigure,
      tax_amount_set: SignedMoneySet,
    }),
  ),
  /** Absent if the body does not say what was paid back. */
  transactions: v.nullish(eachReadable(TransactionSchema)),
});

const orderEntries = {
  id: Id,
  name: LooseText,
  order_at: loose(Instant),
  created_at: v.nullish(Instant),
  updated_at: loose(Instant),
  cancelled_at: loose(Instant),
  /** Of the settlement. Where a `…_set` names the shop's own, that counts. */
  currency: CurrencySchema,
  financial_status: LooseText,
  ...buyerEntries,
  total_discounts: Figure,
  total_tax: Figure,
  taxes_included: loose(v.boolean()),
  total_tip_received: Figure,
  /** What a till rounded off, or up. */
  adjust_price: SignedFigure,
  deduct_member_point_amount: Figure,
  current_total_price_set: MoneySet,
  current_total_duties_set: MoneySet,
  total_shipping_price_set: MoneySet,
  shipping_lines: loose(v.array(ShippingLineSchema)),
  total_line_items_price: Figure,
  discount_codes: eachReadable(v.object({ code: LooseText })),
  payment_gateway_names: eachReadable(v.string()),
  /** Those by gift card alone: the others have no such amount. */
  payment_details: eachReadable(
    v.object({
      pay_status: LooseText,
      gateway: LooseText,
      giftcard_presentment_money: v.object({ amount: AmountSchema, currency_code: v.string() }),
    }),
  ),
  order_source: LooseText,
  source_name: LooseText,
  refunds: eachReadable(RefundSchema),
  abandoned_checkout_url: none('checkout'),
  accepts_marketing: none('customer'),
};

/** A purchase: it needs its total and its lines. */
export const OrderSchema = v.object({
  ...orderEntries,
  current_total_price: AmountSchema,
  line_items: someReadable(LineSchema),
});

/** An order that is called off, or that matters for its refunds only. Neither needs a total or lines. */
export const UncountedOrderSchema = v.object({
  ...orderEntries,
  current_total_price: v.fallback(AmountSchema, ZERO),
  line_items: eachReadable(LineSchema),
});

export type ShoplineOrder = v.InferOutput<typeof OrderSchema>;
export type ShoplineLine = ShoplineOrder['line_items']['read'][number];
export type ShoplineRefund = ShoplineOrder['refunds']['read'][number];

/**
 * The few fields that decide whether an order matters at all, and whether the body says what was paid back of it. Read
 * loosely, so that an order of no interest is ignored even if the rest of it is unreadable.
 */
export const OrderStateSchema = v.object({
  id: Id,
  financial_status: LooseText,
  status: LooseText,
  cancelled_at: LooseText,
  fulfillment_status: LooseText,
  hidden_order: loose(v.boolean()),
  refunds: eachReadable(RefundSchema),
});

export type OrderState = v.InferOutput<typeof OrderStateSchema>;
