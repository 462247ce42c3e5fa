import * as v from 'valibot';
import { AmountSchema, SignedAmountSchema } from '../../model/money.ts';

/** The kinds of fields of SHOPLINE's bodies. Undefined, null and '' all mean absent. */

const AnyId = v.pipe(
  v.union([v.string(), v.pipe(v.number(), v.safeInteger())], 'expected an id'),
  v.transform(String),
);

/** Of an order (26 digits), a refund (`SL201AS4571669738589065294`) or a line. Nothing that could change a path. */
export const Id = v.pipe(AnyId, v.regex(/^[\w-]{1,64}$/, 'expected an id'));

/** Of a buyer: a number. Two shops can tell their buyers apart by prefixes only then. */
export const BuyerId = v.pipe(AnyId, v.regex(/^[1-9]\d{0,39}$/, 'expected the id of a buyer'));

export const OptionalText = v.pipe(
  v.nullish(v.string()),
  v.transform((text) => text?.trim() || undefined),
);

/** A time with its zone. Without one it would be guessed. */
export const Instant = v.pipe(
  v.string(),
  v.isoTimestamp('expected a time with its zone'),
  v.transform((text) => new Date(text).toISOString()),
);

export const Quantity = v.pipe(
  v.number('expected a whole number'),
  v.safeInteger('expected a whole number'),
  v.minValue(0, 'the quantity is negative'),
);

/** Returns the schema of a field that a body can do without: what cannot be read counts as absent. */
export function loose<Schema extends v.GenericSchema>(schema: Schema) {
  return v.fallback(v.nullish(schema), undefined);
}

/** A text that nothing depends on. */
export const LooseText = v.fallback(OptionalText, undefined);

/** Amounts are in the shop's currency; those of a `…_set` are in both, and the buyer's is not used. */
export const Figure = loose(AmountSchema);
export const SignedFigure = loose(SignedAmountSchema);
export const MoneySet = loose(
  v.object({ shop_money: v.object({ amount: AmountSchema, currency_code: LooseText }) }),
);
export const SignedMoneySet = loose(v.object({ shop_money: v.object({ amount: SignedAmountSchema }) }));

/**
 * A field that only another kind of body has. The topic is in a header, which is not signed, so a body that somebody
 * captured must not pass under another topic.
 */
export const none = (name: string) => v.optional(v.undefined(`expected no ${name}`));
