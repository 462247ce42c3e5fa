import * as v from 'valibot';
import { CurrencySchema } from '../../model/money.ts';
import {
  amount,
  amountOrZero,
  id,
  instant,
  optionalAmount,
  optionalId,
  optionalInstant,
  optionalText,
  optionalTexts,
  partialId,
  text,
} from './fields.ts';

/**
 * The published order schema, version 1. `npm run schema` writes it, with these
 * descriptions, to `docs/schemas/order.v1.json` and into `docs/sources/standard-webhooks.md`. It only grows: optional
 * fields may be added, but no field is removed, made required or given another meaning;
 * that would be a version 2 with its own topics. Unknown fields are refused, because a
 * misspelt optional field would silently change an order. `null` is the same as leaving an optional field out.
 */

const CustomerSchema = v.strictObject({
  id: optionalId(
    'Id of the customer in your shop; it becomes `external_id`. Leave it out for a guest: `0`, `""` and `null` count as none.',
  ),
  email: optionalText('E-mail address of the buyer.'),
  phone: optionalText(
    'Phone number of the buyer, never of the recipient; best with its country code: `+82 10 2345 6789`.',
  ),
  country: v.pipe(
    v.nullish(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'expected an ISO 3166 alpha-2 country code'))),
    v.description('Country of a phone number that is written without its code, as ISO 3166 alpha-2: `KR`.'),
  ),
  kakao_user_id: optionalText('Id of the buyer at Kakao.'),
  line_user_id: optionalText('Id of the buyer at LINE.'),
});

const LineItemSchema = v.strictObject({
  product_id: optionalId(
    'Id of the product. If `product_id`, `variant_id` and `sku` are all missing, the name is used as the id.',
  ),
  variant_id: optionalId('Id of the variant, such as size and colour.'),
  sku: optionalId('Stock keeping unit.'),
  name: text('Name of the product.'),
  variant_name: optionalText('Name of the variant: `M / blue`.'),
  vendor: optionalText('Brand or supplier.'),
  quantity: v.pipe(
    v.number('expected a whole number'),
    v.integer('expected a whole number'),
    v.minValue(0, 'the quantity is negative'),
    v.maxValue(Number.MAX_SAFE_INTEGER, 'the quantity is too large'),
    v.description(
      'Units bought. A line of 0 is left out. For goods by weight send 1, and the price of the line.',
    ),
  ),
  unit_price: amount(
    'One unit before any discount, as the shop shows it: with tax if `taxes_included`. At most 6 decimals count.',
  ),
  discount: amountOrZero('What was taken off this line, for all its units together.'),
  categories: optionalTexts('Categories from the widest to the narrowest; the first five are sent.'),
});

const RefundSchema = v.strictObject({
  id: partialId(
    'Your id of the refund, without a slash and never given to another one of this order. The same id is the same refund, however often it is sent.',
  ),
  refunded_at: instant('When it was paid back, with the time zone.'),
  amount: amount('What was paid back, with tax and delivery.'),
  items: v.pipe(
    v.nullish(v.array(LineItemSchema), []),
    v.description(
      'The refunded lines, with the units and the discount that were refunded. Leave them out if they are unknown.',
    ),
  ),
  delivery_charge: amountOrZero('What of the amount was paid back for delivery.'),
});

const stateEntries = {
  payment_status: v.pipe(
    v.picklist(['pending', 'authorized', 'paid', 'partially_refunded', 'refunded', 'voided']),
    v.description(
      'How far the payment is. `paid` is a purchase, and stays one after a refund (`partially_refunded`, `refunded`; the refunds are in `refunds`); `authorized` and `pending` are purchases if the connection’s `purchaseOn` says so; `voided` is not, and takes back one that counted before.',
    ),
  ),
  cancelled_at: optionalInstant(
    'When the order was cancelled, with the time zone. An order cancelled before payment is not a purchase; one that counted before is taken back. A paid order stays a purchase: what is paid back for it belongs in `refunds`.',
  ),
  test: v.pipe(
    v.nullish(v.boolean()),
    v.description(
      '`true` for a test order: it is ignored, unless the connection’s `testOrders` says `send`.',
    ),
  ),
};

export const OrderSchema = v.strictObject({
  id: id(
    'Your id of the order, never given to another one. The same id is the same purchase, however often it is sent.',
  ),
  number: optionalId('The number people see, if it differs.'),
  placed_at: instant(
    'When the buyer placed the order, in ISO 8601 with the time zone: `2026-11-20T14:05:10+09:00`.',
  ),
  ...stateEntries,
  currency: v.pipe(CurrencySchema, v.description('ISO 4217 code of all amounts of this order: `KRW`.')),
  total: amount(
    'What the order is worth as bought: after all discounts, with tax, delivery and fees, before means of payment. Points, gift cards and store credit pay; they do not lower it. Do not lower it for what was paid back either: that belongs in `refunds`.',
  ),
  items: v.pipe(
    v.array(LineItemSchema),
    v.description('The lines of the order. Without any, the order is ignored.'),
  ),
  customer: v.pipe(
    v.nullish(CustomerSchema),
    v.description('Who bought. Without anything that says who, the order is ignored.'),
  ),
  delivery_charge: amountOrZero('What delivery cost, after its own discounts.'),
  order_discount: amountOrZero(
    'Discount on the order as a whole: on no line and not on delivery. Do not spread it over the lines.',
  ),
  tax: amountOrZero('Tax of the whole order.'),
  taxes_included: v.pipe(
    v.nullish(v.boolean(), true),
    v.description(
      'Whether `unit_price` and `delivery_charge` already include the tax. If not, `tax` comes on top.',
    ),
  ),
  fees: amountOrZero('Anything else that was charged: tips, duties, packaging, surcharges.'),
  payment_methods: optionalTexts(
    'How it was paid, in your words: `card`, `kakaopay`. The first is sent, and `gift_card` only if there is no other.',
  ),
  coupon_codes: optionalTexts('Codes that the buyer used.'),
  refunds: v.pipe(
    v.nullish(v.array(RefundSchema), []),
    v.description(
      'What was paid back so far, all of it every time. What is still to be paid back does not belong here.',
    ),
  ),
  paid_with_credit: optionalAmount('How much of the total was paid with points, gift cards or store credit.'),
  source_name: optionalText('Where the order came from: `web`, `app`, `pos`.'),
  metadata: v.pipe(
    v.optional(v.unknown()),
    v.description('Room for whatever else you want to send. It is not read.'),
  ),
});

/** The few fields that decide whether an order matters at all. */
export const OrderStateSchema = v.object(stateEntries);

export type StandardOrder = v.InferOutput<typeof OrderSchema>;
export type StandardRefund = StandardOrder['refunds'][number];
export type StandardLineItem = StandardOrder['items'][number];
export type OrderState = v.InferOutput<typeof OrderStateSchema>;
