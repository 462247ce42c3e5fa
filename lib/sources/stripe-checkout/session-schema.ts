import * as v from 'valibot';
import { Currency, id, idOf, LiveMode, LooseText, Time, Units, UnitsOrNone } from './fields.ts';

/**
 * The fields of a Checkout Session that the mapping uses, with its lines and its payment expanded; others are ignored.
 * @see https://docs.stripe.com/api/checkout/sessions/object (version 2026-07-29.dahlia, read 2026-11-29)
 * @see https://github.com/stripe/stripe-node/blob/master/src/resources/Checkout/Sessions.ts (read 2026-11-29)
 */

/** A list that is whole: the rest of a longer one has to be fetched before it can be read. */
function whole<const Row extends v.GenericSchema>(row: Row) {
  return v.object({
    data: v.array(row),
    has_more: v.pipe(
      v.optional(v.boolean(), false),
      v.check((hasMore) => !hasMore, 'the rest of the list is missing'),
    ),
  });
}

/** Texts that the shop gave an object. */
const Metadata = v.fallback(v.nullish(v.record(v.string(), v.string())), undefined);

const ProductSchema = v.union([
  v.pipe(
    v.string(),
    v.transform((text) => ({ id: text, name: undefined, metadata: undefined })),
  ),
  v.object({ id: v.string(), name: LooseText, metadata: Metadata }),
]);

const PriceSchema = v.object({
  id: LooseText,
  lookup_key: LooseText,
  product: v.fallback(v.nullish(ProductSchema), undefined),
});
type Price = v.InferOutput<typeof PriceSchema>;

const LineSchema = v.pipe(
  v.object({
    description: LooseText,
    /** Null for what is metered: one. */
    quantity: v.nullish(v.pipe(v.number(), v.safeInteger('expected a whole number'), v.minValue(0)), 1),
    /** Of the whole line, before discounts and taxes. */
    amount_subtotal: Units,
    amount_discount: UnitsOrNone,
    price: v.fallback(v.nullish(PriceSchema), undefined),
  }),
  v.forward(
    v.check((line) => nameOf(line) !== undefined, 'missing'),
    ['description'],
  ),
);

/** Returns the name of a line, else that of its product, else an id of either; `undefined` if it has none. */
export function nameOf({
  description,
  price,
}: {
  readonly description?: string | undefined;
  readonly price?: Price | null | undefined;
}): string | undefined {
  return description ?? price?.product?.name ?? price?.product?.id ?? price?.id;
}

const RefundSchema = v.object({
  // Older ones have another prefix.
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_]{4,255}$/, 'expected an id of Stripe')),
  amount: Units,
  currency: Currency,
  status: LooseText,
  created: Time,
});

const ChargeSchema = v.pipe(
  v.object({
    created: Time,
    amount_refunded: UnitsOrNone,
    payment_method_details: v.fallback(v.nullish(v.object({ type: LooseText })), undefined),
    refunds: v.nullish(whole(RefundSchema)),
  }),
  v.forward(
    v.check(({ amount_refunded: back, refunds }) => back === 0 || refunds != null, 'missing'),
    ['refunds'],
  ),
);

/** Payment and charge have to be expanded: of what is only named, the refunds would be unknown. */
const PaymentSchema = v.object({
  status: LooseText,
  currency: Currency,
  amount_received: UnitsOrNone,
  latest_charge: v.nullish(ChargeSchema),
});

/** The few fields that decide whether a session matters. */
export const StateSchema = v.object({
  livemode: LiveMode,
  mode: v.string(),
  status: LooseText,
  payment_status: v.picklist(['paid', 'unpaid', 'no_payment_required']),
  payment_intent: v.fallback(v.nullish(v.object({ status: LooseText })), undefined),
});
export type SessionState = v.InferOutput<typeof StateSchema>;

export const buyerEntries = {
  customer: v.fallback(v.nullish(idOf('cus_')), undefined),
  customer_creation: LooseText,
  customer_email: LooseText,
  customer_details: v.fallback(
    v.nullish(
      v.object({
        email: LooseText,
        phone: LooseText,
        address: v.fallback(v.nullish(v.object({ country: LooseText })), undefined),
      }),
    ),
    undefined,
  ),
};

export const SessionSchema = v.object({
  id: id('cs_'),
  created: Time,
  currency: Currency,
  amount_total: Units,
  total_details: v.nullish(
    v.object({ amount_discount: UnitsOrNone, amount_shipping: UnitsOrNone, amount_tax: UnitsOrNone }),
  ),
  client_reference_id: LooseText,
  metadata: Metadata,
  payment_link: LooseText,
  payment_method_types: v.fallback(v.nullish(v.array(v.string())), undefined),
  payment_intent: v.nullish(PaymentSchema),
  line_items: whole(LineSchema),
  ...buyerEntries,
});

export type Session = v.InferOutput<typeof SessionSchema>;
export type SessionLine = Session['line_items']['data'][number];
