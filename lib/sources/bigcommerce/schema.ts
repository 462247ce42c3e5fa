import * as v from 'valibot';
import { AmountSchema, CurrencySchema } from '../../model/money.ts';
import {
  Count,
  Figure,
  Id,
  Instant,
  LooseCount,
  LooseFigure,
  LooseFlag,
  LooseId,
  LooseInstant,
  LooseSigned,
  LooseText,
} from './fields.ts';

/**
 * The fields that are read of an order, in the form in which `api.ts` puts it together: the order of version 2, with its
 * products and fees in place of their links, and with the refunds of version 3.
 * @see https://github.com/bigcommerce/docs/blob/main/reference/orders.v2.oas2.yml (commit 24f580ca, read 2026-11-29)
 */

/** A discount of a line. One on the whole order is distributed over its lines, in proportion to their prices. */
const AppliedDiscountSchema = v.object({
  amount: LooseFigure,
  code: LooseText,
  /** `product` or `order`. */
  target: LooseText,
});

const OptionSchema = v.object({ display_value: LooseText });

const LineSchema = v.object({
  /** Of the line within the order. Refunds name it. */
  id: LooseId,
  /** 0 for a product that is in no catalogue. */
  product_id: LooseId,
  variant_id: LooseId,
  name: LooseText,
  sku: LooseText,
  brand: LooseText,
  quantity: Count,
  /** All units before discounts. */
  total_inc_tax: Figure,
  total_ex_tax: LooseFigure,
  /** Part of a bundle, whose price is the bundle's. */
  is_bundled_product: LooseFlag,
  applied_discounts: v.fallback(v.optional(v.array(AppliedDiscountSchema), []), []),
  product_options: v.fallback(v.optional(v.array(OptionSchema), []), []),
});

const FeeSchema = v.object({ cost_inc_tax: LooseFigure, cost_ex_tax: LooseFigure });

const BillingSchema = v.object({ email: LooseText, phone: LooseText, country_iso2: LooseText });

/** The few fields that decide whether an order matters. All but the status are read loosely. */
export const OrderStateSchema = v.object({
  status_id: Count,
  payment_status: LooseText,
  payment_method: LooseText,
  is_deleted: LooseFlag,
  refunds: v.fallback(v.optional(v.array(v.unknown()), []), []),
});

export const OrderSchema = v.object({
  ...OrderStateSchema.entries,
  id: Id,
  date_created: Instant,
  date_modified: LooseInstant,
  /** The currency that the shopper pays in, which all amounts are in. */
  default_currency_code: v.fallback(v.optional(CurrencySchema), undefined),
  /** The currency that prices were shown in. */
  currency_code: v.fallback(v.optional(CurrencySchema), undefined),
  customer_id: LooseId,
  billing_address: v.fallback(v.nullish(BillingSchema), undefined),
  /** Older answers have no such word. The total is always with tax. */
  is_tax_inclusive_pricing: v.fallback(v.optional(v.boolean(), true), true),
  total_inc_tax: AmountSchema,
  total_tax: LooseSigned,
  shipping_cost_inc_tax: LooseFigure,
  shipping_cost_ex_tax: LooseFigure,
  handling_cost_inc_tax: LooseFigure,
  handling_cost_ex_tax: LooseFigure,
  wrapping_cost_inc_tax: LooseFigure,
  wrapping_cost_ex_tax: LooseFigure,
  /** Automatic and manual discounts. */
  discount_amount: LooseFigure,
  coupon_discount: LooseFigure,
  store_credit_amount: LooseFigure,
  gift_certificate_amount: LooseFigure,
  order_source: LooseText,
  products: v.array(LineSchema),
  /** A link if the order was asked for without its fees. */
  fees: v.fallback(v.optional(v.array(FeeSchema), []), []),
});

export type BigCommerceOrder = v.InferOutput<typeof OrderSchema>;
export type BigCommerceLine = BigCommerceOrder['products'][number];

const PaymentSchema = v.object({ amount: Figure, is_declined: LooseFlag });

/** Whether a refund was made. The request to pay it runs beside it and may be declined. */
export const RefundStateSchema = v.object({
  payments: v.fallback(v.optional(v.array(PaymentSchema), []), []),
});

/** @see https://github.com/bigcommerce/docs/blob/main/reference/orders.v3.yml (`Refund`; commit 24f580ca, read 2026-11-29) */
export const RefundSchema = v.object({
  id: Id,
  /** Empty in the documentation's own example. */
  created: LooseInstant,
  /** With tax. */
  total_amount: Figure,
  ...RefundStateSchema.entries,
  items: v.fallback(
    v.optional(
      v.array(
        v.object({
          /** `PRODUCT`, `GIFT_WRAPPING`, `SHIPPING`, `HANDLING`, `ORDER`, `TAX` or `FEE`. */
          item_type: LooseText,
          item_id: LooseId,
          /** Only of a product. */
          quantity: LooseCount,
          requested_amount: LooseFigure,
        }),
      ),
      [],
    ),
    [],
  ),
});

export type BigCommerceRefund = v.InferOutput<typeof RefundSchema>;
