import * as v from 'valibot';
import {
  AmountSchema,
  CurrencySchema,
  type Decimal,
  isNegative,
  round,
  sum,
  ZERO,
} from '../../model/money.ts';
import { ClaimSchema } from './completed-claim.ts';
import {
  Figure,
  LooseCode,
  LooseInstant,
  LooseQuantity,
  LooseText,
  Methods,
  OptionalId,
  OptionalText,
  Quantity,
  SignedFigure,
} from './fields.ts';
import { KstInstantSchema } from './kst-instant.ts';
import { OrderIdSchema } from './order-id.ts';

/**
 * The fields of an Admin API order that the mapping uses, with `items`, `buyer`, `coupons` and `refunds` embedded. Others
 * are ignored. Amounts are in the currency of the shop (`shop_no`). Undefined, null and '' all mean absent.
 * @see https://developers.cafe24.com/docs/api/admin/#orders (version 2026-03-01, read 2026-11-24)
 */

const ItemEntriesSchema = v.object({
  item_no: v.fallback(OptionalId, undefined),
  order_item_code: OptionalText,
  product_no: OptionalId,
  variant_code: OptionalId,
  custom_variant_code: OptionalText,
  custom_product_code: OptionalText,
  product_name: OptionalText,
  option_value: OptionalText,
  supplier_name: OptionalText,
  quantity: Quantity,
  /** N1 ordered, N2 sent in exchange, C1 removed before payment, C2 before delivery, C3 returned, E1 exchanged. */
  status_code: LooseText,
  /** N, C, R or E and a number: how far the line, its cancellation, its return or its exchange is. */
  order_status: LooseText,
  /** The `item_no` of the lines that it was split from or is sent in exchange for. */
  original_item_no: v.fallback(v.nullish(v.array(OptionalId)), undefined),
  /** `T`: a gift that comes with the order. */
  gift: LooseText,
  claim_code: LooseCode,
  claim_quantity: LooseQuantity,
  cancel_date: LooseInstant,
  return_confirmed_date: LooseInstant,
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

type ItemEntries = v.InferOutput<typeof ItemEntriesSchema>;

const ItemSchema = v.pipe(
  ItemEntriesSchema,
  v.forward(
    v.check((item) => nameOf(item) !== undefined, 'missing'),
    ['product_name'],
  ),
  v.forward(
    v.check((item) => !isNegative(unitPriceOf(item)), 'the price is negative'),
    ['option_price'],
  ),
);

/** Returns the name of a line's product; of a nameless one its code or number, or `undefined` if it has none. */
export function nameOf(item: ItemEntries): string | undefined {
  return item.product_name ?? item.custom_variant_code ?? item.custom_product_code ?? item.product_no;
}

/** Price of one unit with its option, before any discount. */
export function unitPriceOf(item: ItemEntries): Decimal {
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

export const Cafe24OrderSchema = v.object({
  order_id: OrderIdSchema,
  order_date: KstInstantSchema,
  currency: CurrencySchema,
  paid: OptionalText,
  canceled: LooseText,
  member_id: OptionalId,
  member_email: OptionalText,
  buyer: v.nullish(v.object({ email: OptionalText, cellphone: OptionalText, phone: OptionalText })),
  items: v.array(ItemSchema),
  payment_date: LooseInstant,
  /** Date of the newest claim, also where only a part was cancelled. */
  cancel_date: LooseInstant,
  return_confirmed_date: LooseInstant,
  /** Each is read on its own. */
  refunds: v.nullish(v.array(v.unknown())),
  /** The claim that a webhook called completed: not a field of the API. */
  completed_claim: v.optional(ClaimSchema),
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
  additional_shipping_fee: Figure,
  international_shipping_insurance: Figure,
  additional_handling_fee: Figure,
  eu_customs_fee: Figure,
});

const NO_AMOUNTS = v.parse(AmountsSchema, { order_price_amount: ZERO });

/** The same without what only a purchase needs, for an order of which only the refunds count. */
export const RefundsOnlySchema = v.object({
  ...Cafe24OrderSchema.entries,
  items: v.fallback(v.array(ItemSchema), []),
  initial_order_amount: v.fallback(AmountsSchema, NO_AMOUNTS),
  naver_point: v.fallback(Figure, ZERO),
});

export type Cafe24Order = v.InferOutput<typeof Cafe24OrderSchema>;
export type Cafe24Item = Cafe24Order['items'][number];
export type Cafe24Amounts = Cafe24Order['initial_order_amount'];
