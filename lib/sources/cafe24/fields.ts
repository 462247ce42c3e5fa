import * as v from 'valibot';
import { AmountSchema, SignedAmountSchema } from '../../model/money.ts';
import { KstInstantSchema } from './kst-instant.ts';

/** The kinds of fields in an order of the Admin API. Undefined, null and '' all mean absent. */

export const OptionalText = v.pipe(
  v.nullish(v.string()),
  v.transform((text) => (text == null || text.trim() === '' ? undefined : text)),
);

/** Ids are numbers or text; long ones arrive as text, with their exact digits. */
const AnyId = v.union([v.string(), v.pipe(v.number(), v.safeInteger())], 'expected an id');

export const OptionalId = v.pipe(
  v.nullish(AnyId),
  v.transform((id) => (id == null || id === 0 || id === '' ? undefined : String(id))),
);

export const Quantity = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.digits(), v.transform(Number))], 'expected a whole number'),
  v.safeInteger('expected a whole number'),
  v.minValue(0, 'the quantity is negative'),
);

/** A quantity that nothing depends on. */
export const LooseQuantity = v.fallback(v.nullish(Quantity), undefined);

const AmountText = v.union([v.string(), v.number()], 'expected a decimal amount');

const AmountOrZero = v.pipe(
  v.nullish(AmountText, '0'),
  v.transform((amount) => (amount === '' ? '0' : amount)),
);

export const Figure = v.pipe(AmountOrZero, AmountSchema);
export const SignedFigure = v.pipe(AmountOrZero, SignedAmountSchema);
export const OptionalFigure = v.nullish(Figure);

/** The date of something that has not happened yet is null, empty or all zeros. */
export const LooseInstant = v.fallback(v.nullish(KstInstantSchema), undefined);

/** A code that nothing depends on: text, or absent. */
export const LooseText = v.fallback(OptionalText, undefined);

/** The code of a claim or a refund, such as `C20191121-0000003`. It becomes part of an id. */
export const Code = v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]+$/, 'expected a code'));
export const LooseCode = v.fallback(v.nullish(Code), undefined);

/** A list, or text with commas. */
export const Methods = v.pipe(
  v.nullish(v.union([v.array(v.nullable(v.string())), v.string()]), []),
  v.transform((methods) => (typeof methods === 'string' ? methods.split(',') : methods)),
  v.transform((methods) => methods.flatMap((method) => method?.trim() || [])),
);

/** Codes of lines: a list, or a single one as text. Anything else names no line. */
export const LineCodes = v.fallback(
  v.pipe(
    v.nullish(v.union([v.array(v.string()), v.string()]), []),
    v.transform((codes) => (typeof codes === 'string' ? codes.split(',').map((code) => code.trim()) : codes)),
  ),
  [],
);
