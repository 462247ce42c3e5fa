import * as v from 'valibot';
import { AmountSchema, SignedAmountSchema, ZERO } from '../../model/money.ts';

/** The kinds of fields of BigCommerce's API. Undefined, null and '' all mean absent. */

/** A text that nothing depends on. */
export const LooseText = v.fallback(
  v.pipe(
    v.nullish(v.string()),
    v.transform((text) => text?.trim() || undefined),
  ),
  undefined,
);

/** A whole number above 0. Beyond 2^53 it arrives as text already, so it stays exact. */
export const Id = v.pipe(
  v.union([v.string(), v.pipe(v.number(), v.safeInteger())], 'expected an id'),
  v.transform(String),
  v.regex(/^[1-9]\d{0,19}$/, 'expected an id'),
);

/** 0 is nobody, or nothing. */
export const LooseId = v.fallback(v.nullish(Id), undefined);

export const Count = v.pipe(v.number('expected a number'), v.safeInteger(), v.minValue(0));
export const LooseCount = v.fallback(v.nullish(Count), undefined);
export const LooseFlag = v.fallback(v.optional(v.boolean(), false), false);

/** Text with four decimals, or a number. Absent is zero. */
export const Figure = v.nullish(AmountSchema, ZERO);
/** One that an order can do without: if it cannot be read, its figures do not add up, which is counted. */
export const LooseFigure = v.fallback(Figure, ZERO);
/** May be negative: a tax that is paid back. */
export const LooseSigned = v.fallback(v.nullish(SignedAmountSchema, ZERO), ZERO);

const NO_TIME = 'expected a time with its zone';

/**
 * `Thu, 18 Jun 2026 12:05:04 +0000` (RFC 2822) in version 2 of the API, RFC 3339 in version 3. Without a zone it would be
 * guessed. Read as UTC with milliseconds.
 */
export const Instant = v.pipe(
  v.string(),
  v.regex(/(?:Z|GMT|[+-]\d{2}:?\d{2})$/, NO_TIME),
  v.check((text) => !Number.isNaN(Date.parse(text)), NO_TIME),
  v.transform((text) => new Date(text).toISOString()),
);
export const LooseInstant = v.fallback(v.nullish(Instant), undefined);
