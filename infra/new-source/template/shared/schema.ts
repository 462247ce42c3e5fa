import * as v from 'valibot';
import { AmountSchema, CurrencySchema } from '../../../../lib/model/money.ts';

const Text = v.pipe(v.string(), v.nonEmpty());
const OptionalText = v.pipe(
  v.nullish(v.string()),
  v.transform((text) => text || undefined),
);
/** A number or a text. Beyond 2^53 it arrives as text already, so it stays exact. */
const Id = v.pipe(v.union([Text, v.pipe(v.number(), v.integer(), v.minValue(1))]), v.transform(String));
/** Without a zone a time would be guessed. */
const Instant = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.transform((text) => new Date(text).toISOString()),
);

const LineSchema = v.object({
  product_id: Id,
  sku: OptionalText,
  name: Text,
  quantity: v.pipe(v.number(), v.integer(), v.minValue(0)),
  price: AmountSchema,
  /** Of the whole line. */
  discount: AmountSchema,
});

const CustomerSchema = v.object({ id: v.nullish(Id), email: OptionalText, phone: OptionalText });

/** The few fields that decide whether an order matters. Read first, so that one of no interest is ignored even if the rest is unreadable. */
export const OrderStateSchema = v.object({
  status: v.picklist(['pending', 'paid', 'cancelled', 'refunded']),
});

// TO DO 40: Which fields does an order have, and which of them are needed? Keep those that the mapping uses; unknown ones pass.
export const OrderSchema = v.object({
  ...OrderStateSchema.entries,
  id: Id,
  number: OptionalText,
  created_at: Instant,
  updated_at: Instant,
  currency: CurrencySchema,
  total: AmountSchema,
  /** After its own discounts. */
  shipping: AmountSchema,
  /** On no line and not on delivery. */
  discount: AmountSchema,
  tax: AmountSchema,
  coupon_codes: v.optional(v.array(Text), []),
  payment_method: OptionalText,
  customer: v.nullish(CustomerSchema),
  lines: v.array(LineSchema),
  refunds: v.optional(v.array(v.object({ id: Id, created_at: Instant, amount: AmountSchema })), []),
});

export type ShopOrder = v.InferOutput<typeof OrderSchema>;
export type OrderState = v.InferOutput<typeof OrderStateSchema>;
