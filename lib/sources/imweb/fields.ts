import * as v from 'valibot';
import { AmountSchema, ZERO } from '../../model/money.ts';

/** The kinds of fields of Imweb's API. Undefined, null and '' all mean absent. */

export const OptionalText = v.pipe(
  v.nullish(v.string()),
  v.transform((text) => text?.trim() || undefined),
);

/** A text that nothing depends on. */
export const LooseText = v.fallback(OptionalText, undefined);

/** A number or a text. Beyond 2^53 it arrives as text already, so it stays exact. */
export const Id = v.pipe(
  v.union([v.pipe(v.string(), v.trim(), v.nonEmpty()), v.pipe(v.number(), v.safeInteger(), v.minValue(1))]),
  v.transform(String),
);
export const LooseId = v.fallback(v.nullish(Id), undefined);

/** One order number, such as 20261120000001. Nothing that could change a path. */
export const OrderNo = v.pipe(Id, v.regex(/^\d{1,20}$/, 'expected one order number of Imweb'));

/** An amount; absent is zero. */
export const Figure = v.nullish(AmountSchema, ZERO);

/** A time in UTC, `2026-03-13T02:36:00.000Z`. Without a zone it would be guessed. */
export const Instant = v.pipe(
  v.string(),
  v.isoTimestamp('expected a time with its zone'),
  v.transform((text) => new Date(text).toISOString()),
);
export const LooseInstant = v.fallback(v.nullish(Instant), undefined);

/** `Y` or `N`. Anything else says nothing. */
export const Flag = v.fallback(v.nullish(v.picklist(['Y', 'N'])), undefined);

/** Milliseconds since 1970, as webhooks have them, as an instant. */
export const EventTime = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(0),
  v.maxValue(8.64e15),
  v.transform((ms) => new Date(ms).toISOString()),
);
