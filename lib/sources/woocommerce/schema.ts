import * as v from 'valibot';
import { AmountSchema, CurrencySchema, isNegative, SignedAmountSchema } from '../../model/money.ts';

/**
 * The fields of a WooCommerce order that the mapping uses, in versions 1 to 3 of its REST API; others are ignored. So is
 * `line_items[].price`: it is a binary float, divided out of the unrounded line after discount.
 * @see https://woocommerce.github.io/woocommerce-rest-api-docs/#order-properties (read 2026-11-24)
 */

/** Ids are numbers; beyond 2^53 the exact digits arrive as text. null, 0 and '' mean that there is no id. */
const AnyId = v.union([v.string(), v.pipe(v.number(), v.safeInteger())], 'expected an id');

const OptionalId = v.pipe(
  v.nullish(AnyId),
  v.transform((id) => (id === null || id === undefined || id === 0 || id === '' ? undefined : String(id))),
);

/** A customer's id has to be a number: only then can two shops tell their customers apart by prefixes. */
const OptionalCustomerId = v.pipe(
  OptionalId,
  v.transform((id) => (id !== undefined && /^[1-9]\d*$/.test(id) ? id : undefined)),
);

export const Id = v.pipe(AnyId, v.transform(String), v.regex(/^[1-9]\d*$/, 'expected an id'));

/** Some plug-ins send numbers instead of text. */
export const OptionalText = v.pipe(
  v.nullish(v.union([v.string(), v.number()], 'expected text')),
  v.transform((text) => (text === null || text === undefined || text === '' ? undefined : String(text))),
);

/** UTC, whole seconds, no `Z`. */
export const UtcTime = v.pipe(
  v.string(),
  v.check(isUtcTime, 'expected a time in UTC'),
  v.transform((text) => new Date(`${text.replace(/Z$/, '')}Z`).toISOString()),
);

function isUtcTime(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z?$/.test(text) && !Number.isNaN(Date.parse(text));
}

/** Fractional if a plug-in sells by weight or length. */
const Quantity = v.pipe(
  SignedAmountSchema,
  v.check((quantity) => !isNegative(quantity), 'the quantity is negative'),
  v.check((quantity) => Number(quantity) <= Number.MAX_SAFE_INTEGER, 'the quantity is too large'),
);

const OptionalAmount = v.nullish(AmountSchema);

/** Amounts exclude tax, even if prices include it. The tax has fields of its own. */
export const LineItemSchema = v.object({
  product_id: OptionalId,
  variation_id: OptionalId,
  sku: OptionalText,
  name: v.pipe(v.string(), v.nonEmpty('must not be empty')),
  quantity: Quantity,
  /** Before coupons. */
  subtotal: AmountSchema,
  subtotal_tax: OptionalAmount,
  /** After coupons. */
  total: AmountSchema,
  total_tax: OptionalAmount,
});

/** A negative fee is a discount. */
const FeeLineSchema = v.object({ total: SignedAmountSchema, total_tax: v.nullish(SignedAmountSchema) });

export const BillingSchema = v.object({ email: OptionalText, phone: OptionalText, country: OptionalText });

export const WooCommerceOrderSchema = v.object({
  id: Id,
  number: OptionalText,
  date_created_gmt: v.nullish(UtcTime),
  /** Local time of the shop, but UTC in version 1, which lacks `date_created_gmt`. */
  date_created: v.fallback(v.nullish(UtcTime), undefined),
  date_modified_gmt: v.nullish(UtcTime),
  /** Like `date_created`. */
  date_modified: v.fallback(v.nullish(UtcTime), undefined),
  currency: CurrencySchema,
  prices_include_tax: v.nullish(v.boolean()),
  total: AmountSchema,
  total_tax: v.nullish(SignedAmountSchema),
  shipping_total: OptionalAmount,
  shipping_tax: OptionalAmount,
  customer_id: OptionalCustomerId,
  billing: v.nullish(BillingSchema),
  payment_method: OptionalText,
  created_via: OptionalText,
  line_items: v.array(LineItemSchema),
  fee_lines: v.nullish(v.array(FeeLineSchema)),
  /** Coupon amounts may be unpadded or unrounded and need not add up, so only the codes are used. */
  coupon_lines: v.nullish(v.array(v.object({ code: OptionalText }))),
  /** Newest first. */
  refunds: v.nullish(v.array(v.object({ id: Id, total: SignedAmountSchema }))),
  /** From the extension Gift Cards: the amount each paid, which is no longer in `total`. */
  gift_cards: v.nullish(v.array(v.object({ amount: AmountSchema }))),
});

export type WooCommerceOrder = v.InferOutput<typeof WooCommerceOrderSchema>;
export type WooCommerceLineItem = WooCommerceOrder['line_items'][number];

const LooseText = v.fallback(OptionalText, undefined);

/**
 * The few fields that decide whether an order matters at all. All but id and status are read loosely, so that an order of
 * no interest is ignored even if the rest of it is unreadable.
 */
export const WooCommerceOrderStateSchema = v.pipe(
  v.object({
    id: Id,
    status: v.string(),
    date_paid_gmt: LooseText,
    date_paid: LooseText,
    transaction_id: LooseText,
  }),
  v.transform(({ status, date_paid_gmt, date_paid, transaction_id }) => ({
    status,
    paidAt: date_paid_gmt ?? date_paid,
    transactionId: transaction_id,
  })),
);

export type WooCommerceOrderState = v.InferOutput<typeof WooCommerceOrderStateSchema>;

/** An error of the REST API, which the webhook delivers instead of an order. */
export const RestErrorSchema = v.object({
  id: v.optional(v.undefined()),
  code: v.string(),
  message: v.string(),
});
