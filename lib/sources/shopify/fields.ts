import * as v from 'valibot';
import { AmountSchema, SignedAmountSchema } from '../../model/money.ts';

/** Ids are numbers; beyond 2^53 the exact digits arrive as text. null, 0 and '' mean that there is no id. */
const AnyId = v.union([v.string(), v.pipe(v.number(), v.safeInteger())], 'expected an id');

export const OptionalId = v.pipe(
  v.nullish(AnyId),
  v.transform((id) => (id === null || id === undefined || id === 0 || id === '' ? undefined : String(id))),
);

/** A customer's id has to be a number: only then can two shops tell their customers apart by prefixes. */
export const OptionalCustomerId = v.pipe(
  OptionalId,
  v.transform((id) => (id !== undefined && /^[1-9]\d*$/.test(id) ? id : undefined)),
);

export const Id = v.pipe(AnyId, v.transform(String), v.regex(/^[1-9]\d*$/, 'expected an id'));

export const OptionalText = v.pipe(
  v.nullish(v.string()),
  v.transform((text) => (text === null || text === '' ? undefined : text)),
);

/** A time zone is required: a local time would have to be guessed. */
export const Instant = v.pipe(
  v.string(),
  v.check(isZonedInstant, 'expected an ISO 8601 instant with its zone'),
  v.transform((text) => new Date(text).toISOString()),
);

function isZonedInstant(text: string): boolean {
  const isZoned = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/.test(text);
  return isZoned && !Number.isNaN(Date.parse(text));
}

/**
 * A field that only another kind of body has. The topic is in a header, which is not signed, so a body that somebody
 * captured must not pass under another topic.
 */
export const none = (name: string) => v.optional(v.undefined(`expected no ${name}`));

export const Quantity = v.pipe(
  v.number('expected a whole number'),
  v.safeInteger('expected a whole number'),
  v.minValue(0, 'the quantity is negative'),
);

/** Returns the schema of a field that the order can do without: what cannot be read counts as absent. */
export function loose<Schema extends v.GenericSchema>(schema: Schema) {
  return v.fallback(v.nullish(schema), undefined);
}

const shopMoney = <Amount extends v.GenericSchema>(amount: Amount) =>
  v.object({ shop_money: v.object({ amount }) });

export const OptionalAmount = loose(AmountSchema);
export const OptionalSignedAmount = loose(SignedAmountSchema);
export const OptionalShopMoney = loose(shopMoney(AmountSchema));
export const OptionalSignedShopMoney = loose(shopMoney(SignedAmountSchema));

/** `discount_application_index` says to which of the order's discounts a share belongs; later ones come last. */
export const Allocations = loose(
  v.array(v.object({ amount: AmountSchema, discount_application_index: loose(v.number()) })),
);

const LooseText = v.fallback(OptionalText, undefined);

/** A line is known by its title, its name (title and variant) or its SKU, in this order. */
export const LineItemSchema = v.pipe(
  v.object({
    id: v.fallback(OptionalId, undefined),
    product_id: v.fallback(OptionalId, undefined),
    variant_id: v.fallback(OptionalId, undefined),
    sku: LooseText,
    title: LooseText,
    name: LooseText,
    variant_title: LooseText,
    vendor: LooseText,
    quantity: Quantity,
    /** The quantity left after edits and refunds. */
    current_quantity: loose(Quantity),
    price: AmountSchema,
    /** "0.00" in real orders that do have allocations, so it only counts if there are none. */
    total_discount: OptionalAmount,
    discount_allocations: Allocations,
    /** Only a tip has this key. */
    tip_payment_gateway: v.optional(v.unknown()),
  }),
  v.transform(({ title, name, ...line }) => ({ ...line, title: title ?? name ?? line.sku ?? UNNAMED })),
);

const UNNAMED = 'item';
