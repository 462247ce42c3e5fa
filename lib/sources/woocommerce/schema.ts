import * as v from 'valibot';
import { AmountSchema, CurrencySchema, SignedAmountSchema } from '../../model/money.ts';
import { loose } from './loose.ts';
import { looseList } from './loose-list.ts';

/**
 * The fields of a WooCommerce order that the mapping uses, in versions 1 to 3 of its REST API; others are ignored. So is
 * `line_items[].price`: it is a binary float, divided out of the unrounded line after discount. What a purchase needs is
 * read strictly; anything else that cannot be read is set aside, because plug-ins write to all of it.
 * @see https://woocommerce.github.io/woocommerce-rest-api-docs/#order-properties (read 2026-11-24)
 */

/** Ids are numbers; beyond 2^53 the exact digits arrive as text. null, 0 and '' mean that there is no id. */
const AnyId = v.union([v.string(), v.pipe(v.number(), v.safeInteger())], 'expected an id');

const OptionalId = v.pipe(
  v.nullish(AnyId),
  v.transform((id) => (id === null || id === undefined || id === 0 || id === '' ? undefined : String(id))),
);

const LooseId = v.fallback(OptionalId, undefined);

/** A customer's id has to be a number: only then can two shops tell their customers apart by prefixes. */
const CustomerId = v.pipe(
  LooseId,
  v.transform((id) => (id !== undefined && /^[1-9]\d*$/.test(id) ? id : undefined)),
);

export const Id = v.pipe(AnyId, v.transform(String), v.regex(/^[1-9]\d*$/, 'expected an id'));

/** Some plug-ins send numbers instead of text. */
const OptionalText = v.pipe(
  v.nullish(v.union([v.string(), v.number()], 'expected text')),
  v.transform((text) => (text === null || text === undefined || text === '' ? undefined : String(text))),
);

export const LooseText = v.fallback(OptionalText, undefined);

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
  v.check((quantity) => Math.abs(Number(quantity)) <= Number.MAX_SAFE_INTEGER, 'the quantity is too large'),
);

const LooseAmount = v.fallback(v.nullish(SignedAmountSchema), undefined);

/** Amounts exclude tax, even if prices include it. The tax has fields of its own. A negative line is a discount. */
export const LineItemSchema = v.object({
  product_id: LooseId,
  variation_id: LooseId,
  sku: LooseText,
  /** Empty for a product without a title. */
  name: LooseText,
  quantity: Quantity,
  /** Before coupons. */
  subtotal: LooseAmount,
  subtotal_tax: LooseAmount,
  /** After coupons. */
  total: SignedAmountSchema,
  total_tax: LooseAmount,
});

/** A negative fee is a discount. */
const FeeLineSchema = v.object({ name: LooseText, total: SignedAmountSchema, total_tax: LooseAmount });

/** Amounts may be unpadded or unrounded and need not add up. */
const CouponLineSchema = v.object({
  code: LooseText,
  discount_type: LooseText,
  discount: LooseAmount,
  discount_tax: LooseAmount,
});

export const BillingSchema = v.object({ email: LooseText, phone: LooseText, country: LooseText });

export const WooCommerceOrderSchema = v.object({
  id: Id,
  parent_id: LooseId,
  number: LooseText,
  status: LooseText,
  date_created_gmt: v.nullish(UtcTime),
  /** Local time of the shop, but UTC in version 1, which lacks `date_created_gmt`. */
  date_created: v.fallback(v.nullish(UtcTime), undefined),
  date_modified_gmt: loose(UtcTime),
  /** Like `date_created`. */
  date_modified: loose(UtcTime),
  date_paid_gmt: loose(UtcTime),
  /** Like `date_created`. */
  date_paid: loose(UtcTime),
  currency: loose(CurrencySchema),
  prices_include_tax: v.nullish(v.boolean()),
  total: AmountSchema,
  total_tax: loose(SignedAmountSchema),
  /** Negative if a plug-in gives a discount on delivery beyond its price. */
  shipping_total: loose(SignedAmountSchema),
  shipping_tax: loose(SignedAmountSchema),
  customer_id: CustomerId,
  billing: v.fallback(v.nullish(BillingSchema), undefined),
  payment_method: LooseText,
  created_via: LooseText,
  line_items: looseList(LineItemSchema, { isNeeded: true }),
  fee_lines: looseList(FeeLineSchema),
  coupon_lines: looseList(CouponLineSchema),
  /** Newest first. */
  refunds: looseList(v.object({ id: Id, total: SignedAmountSchema })),
  /** From the extension Gift Cards: the amount each paid, which is no longer in `total`. */
  gift_cards: v.optional(looseList(v.object({ amount: AmountSchema }))),
  meta_data: looseList(v.object({ key: v.string(), value: v.unknown() })),
});

export type WooCommerceOrder = v.InferOutput<typeof WooCommerceOrderSchema>;
export type WooCommerceLineItem = WooCommerceOrder['line_items']['entries'][number];

/** Who makes orders with a parent that are money of their own: the instalments of WooCommerce Deposits. */
const INSTALMENTS = new Set(['wc_deposits']);

/**
 * The few fields that decide whether an order matters at all. All but id and status are read loosely, so that an order of
 * no interest is ignored even if the rest of it is unreadable.
 *
 * An order with a parent is a part of it, such as one vendor's part of a cart, or a return that a plug-in books as an
 * order. Only an instalment is money that no other order holds.
 * @see https://github.com/getdokan/dokan/blob/develop/includes/Order/Manager.php (`create_sub_order`; commit 42bb6ba, read 2026-11-29)
 */
export const WooCommerceOrderStateSchema = v.pipe(
  v.object({
    id: Id,
    parent_id: LooseId,
    status: v.string(),
    created_via: LooseText,
    date_paid_gmt: LooseText,
    date_paid: LooseText,
    payment_method: LooseText,
    transaction_id: LooseText,
    refunds: looseList(v.unknown()),
  }),
  v.transform((order) => ({
    isSubOrder: order.parent_id !== undefined && !INSTALMENTS.has(order.created_via ?? ''),
    status: order.status,
    paidAt: order.date_paid_gmt ?? order.date_paid,
    paymentMethod: order.payment_method,
    transactionId: order.transaction_id,
    hasRefunds: order.refunds.entries.length > 0,
  })),
);

export type WooCommerceOrderState = v.InferOutput<typeof WooCommerceOrderStateSchema>;

/** An error of the REST API, which the webhook delivers instead of an order. */
export const RestErrorSchema = v.object({
  id: v.optional(v.undefined()),
  code: v.string(),
  message: v.string(),
});
