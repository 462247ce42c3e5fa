import * as v from 'valibot';
import { AmountSchema, SignedAmountSchema, ZERO } from '../../model/money.ts';
import { KstTimeSchema } from './kst-time.ts';

/** The kinds of fields in a document of Shopby. Undefined, null and '' all mean absent. */

const AnyId = v.pipe(
  v.union([v.string(), v.pipe(v.number(), v.safeInteger())], 'expected an id'),
  v.transform(String),
);

/** A number of the platform as text. 0 is none. */
export const Id = v.pipe(AnyId, v.regex(/^[1-9]\d{0,23}$/, 'expected an id'));
export const LooseId = v.fallback(v.nullish(Id), undefined);

/**
 * The number of an order: 18 digits, which is more than a JavaScript number holds, so it stays text. Nothing in it could
 * change a path.
 * @see https://server-docs.shopby.co.kr/spec/order-server-public.yml (`202206151234567890`; read 2026-11-29)
 */
export const OrderNoSchema = v.pipe(AnyId, v.regex(/^\d{6,24}$/, 'expected one order number of Shopby'));

export const LooseText = v.fallback(
  v.pipe(
    v.nullish(v.string()),
    v.transform((text) => (text == null || text.trim() === '' ? undefined : text)),
  ),
  undefined,
);

export const LooseFlag = v.fallback(v.nullish(v.boolean()), undefined);

export const LooseTime = v.fallback(v.nullish(KstTimeSchema), undefined);

const AmountOrZero = v.nullish(v.union([v.string(), v.number()], 'expected a decimal amount'), '0');

/** An amount that may be missing, and then is none. */
export const Figure = v.pipe(AmountOrZero, AmountSchema);
export const SignedFigure = v.pipe(AmountOrZero, SignedAmountSchema);
/** One that nothing depends on. */
export const LooseFigure = v.fallback(Figure, ZERO);

export const Quantity = v.pipe(
  v.number('expected a whole number'),
  v.safeInteger('expected a whole number'),
  v.minValue(0, 'the quantity is negative'),
);

/** A list of which nothing is known if it has another form. */
export function looseList<Entry extends v.GenericSchema>(entry: Entry) {
  return v.fallback(v.nullish(v.array(entry), []), []);
}
