import * as v from 'valibot';
import {
  AmountSchema,
  CurrencySchema,
  type Decimal,
  isNegative,
  round,
  SignedAmountSchema,
  sum,
} from '../../model/money.ts';
import { KstInstantSchema } from './kst-instant.ts';
import { OrderIdSchema } from './order-id.ts';

/**
 * The fields of an Admin API order that the mapping uses, with `items`, `buyer`, `coupons` and `refunds` embedded. Others
 * are ignored. Amounts are in the currency of the shop (`shop_no`). Undefined, null and '' all mean absent.
 * @see https://developers.cafe24.com/docs/api/admin/#orders (version 2026-03-01, read 2026-11-24)
 */

const OptionalText = v.pipe(
  v.nullish(v.string()),
  v.transform((text) => (text == null || text.trim() === '' ? undefined : text)),
);

/** Ids are numbers or text; long ones arrive as text, with their exact digits. */
const AnyId = v.union([v.string(), v.pipe(v.number(), v.safeInteger())], 'expected an id');

const OptionalId = v.pipe(
  v.nullish(AnyId),
  v.transform((id) => (id == null || id === 0 || id === '' ? undefined : String(id))),
);

const Quantity = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.digits(), v.transform(Number))], 'expected a whole number'),
  v.safeInteger('expected a whole number'),
  v.minValue(0, 'the quantity is negative'),
);

const AmountText = v.union([v.string(), v.number()], 'expected a decimal amount');

const AmountOrZero = v.pipe(
  v.nullish(AmountText, '0'),
  v.transform((amount) => (amount === '' ? '0' : amount)),
);
const Figure = v.pipe(AmountOrZero, AmountSchema);
const SignedFigure = v.pipe(AmountOrZero, SignedAmountSchema);

const ItemEntriesSchema = v.object({
  order_item_code: OptionalText,
  product_no: OptionalId,
  variant_code: OptionalId,
  custom_variant_code: OptionalText,
  custom_product_code: OptionalText,
  product_name: v.pipe(v.string(), v.nonEmpty('must not be empty')),
  option_value: OptionalText,
  supplier_name: OptionalText,
  quantity: Quantity,
  /** N1 ordered, N2 sent in exchange, C1 removed before payment, C2 before delivery, C3 returned, E1 exchanged. */
  status_code: OptionalText,
  /** Of one unit. */
  product_price: AmountSchema,
  /** Added to the price of one unit. */
  option_price: SignedFigure,
  /** Discounts are those of the whole line. */
  additional_discount_price: Figure,
  coupon_discount_price: Figure,
  app_item_discount_amount: Figure,
  market_discount_amount: Figure,
});

const ItemSchema = v.pipe(
  ItemEntriesSchema,
  v.forward(
    v.check((item) => !isNegative(unitPriceOf(item)), 'the price is negative'),
    ['option_price'],
  ),
);

/** Price of one unit with its option, before any discount. */
export function unitPriceOf(item: v.InferOutput<typeof ItemEntriesSchema>): Decimal {
  return round(sum([item.product_price, item.option_price]), 6);
}

const AmountsSchema = v.object({
  /** Σ (price of a unit with its option × quantity), before any discount. */
  order_price_amount: AmountSchema,
  /** Before its discounts, with regional surcharges. */
  shipping_fee: Figure,
  shipping_fee_discount_amount: Figure,
  coupon_shipping_fee_amount: Figure,
  coupon_discount_price: Figure,
  membership_discount_amount: Figure,
  set_product_discount_amount: Figure,
  app_discount_amount: Figure,
  market_other_discount_amount: Figure,
  points_spent_amount: Figure,
  credits_spent_amount: Figure,
  /** The amount left to pay after discounts, points and credits, without what was paid through Naver Pay. */
  payment_amount: Figure,
  tax: Figure,
});

const Methods = v.pipe(
  v.nullish(v.union([v.array(v.nullable(v.string())), v.string()]), []),
  v.transform((methods) => (typeof methods === 'string' ? methods.split(',') : methods)),
  v.transform((methods) => methods.flatMap((method) => method?.trim() || [])),
);

const OptionalFigure = v.nullish(Figure);

/** The date of something that has not happened yet is null, empty or all zeros. */
const LooseInstant = v.fallback(v.nullish(KstInstantSchema), undefined);

/** As in the list of refunds, or as a single refund: it is not documented which of the two an order embeds. */
const RefundSchema = v.object({
  refund_code: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]+$/, 'expected the number of a refund')),
  /** `T`: refunded. `F`: refund still due. */
  status: OptionalText,
  refund_date: LooseInstant,
  order_item_code: v.nullish(v.array(v.string())),
  quantity: v.nullish(Quantity),
  /** Money. Points and credits are refunded in fields of their own. */
  actual_refund_amount: OptionalFigure,
  used_points: OptionalFigure,
  used_credits: OptionalFigure,
  refund_amount: OptionalFigure,
  refund_point: OptionalFigure,
  refund_credit: OptionalFigure,
  refund_naver_point: OptionalFigure,
  refund_naver_cash: OptionalFigure,
});

export type Cafe24Refund = v.InferOutput<typeof RefundSchema>;

export const Cafe24OrderSchema = v.object({
  order_id: OrderIdSchema,
  order_date: KstInstantSchema,
  currency: CurrencySchema,
  paid: OptionalText,
  member_id: OptionalId,
  member_email: OptionalText,
  buyer: v.nullish(v.object({ email: OptionalText, cellphone: OptionalText, phone: OptionalText })),
  items: v.array(ItemSchema),
  cancel_date: LooseInstant,
  refunds: v.nullish(v.array(RefundSchema)),
  coupons: v.nullish(v.array(v.object({ coupon_code: OptionalId }))),
  /** As placed. */
  initial_order_amount: AmountsSchema,
  /** After edits and claims. */
  actual_order_amount: v.nullish(AmountsSchema),
  /** Paid with points of Naver. On an order placed through Naver Pay: everything paid there. */
  naver_point: Figure,
  payment_method: Methods,
  order_place_id: OptionalText,
  /** `F`: the tax comes on top. */
  include_tax: OptionalText,
  commission: Figure,
  admin_additional_amount: SignedFigure,
  international_shipping_insurance: Figure,
  additional_handling_fee: Figure,
  eu_customs_fee: Figure,
});

export type Cafe24Order = v.InferOutput<typeof Cafe24OrderSchema>;
export type Cafe24Item = Cafe24Order['items'][number];
export type Cafe24Amounts = Cafe24Order['initial_order_amount'];
