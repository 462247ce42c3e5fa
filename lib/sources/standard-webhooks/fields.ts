import * as v from 'valibot';
import { AmountSchema } from '../../model/money.ts';

/**
 * The field types of the published order schema, each with a description for senders. Rules that JSON Schema can express
 * come before the first transformation of a pipe, or they would not reach the published file.
 */

const Text = v.pipe(v.string(), v.nonEmpty('must not be empty'));

const Amount = v.union([
  v.pipe(v.string(), v.regex(/^[0-9]+(\.[0-9]+)?$/, 'expected a decimal amount of at least 0')),
  v.pipe(v.number(), v.minValue(0, 'expected a decimal amount of at least 0')),
]);
const OptionalAmount = v.pipe(Amount, AmountSchema);

/** A time zone is required: a local time would have to be guessed. */
const ZONED_INSTANT =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$/;
const NO_INSTANT = 'expected an ISO 8601 instant with its zone';

const Instant = v.pipe(
  v.string(),
  v.regex(ZONED_INSTANT, NO_INSTANT),
  v.check((text) => !Number.isNaN(Date.parse(text)), NO_INSTANT),
);

export function text(description: string) {
  return v.pipe(Text, v.description(description));
}

export function optionalText(description: string) {
  return v.pipe(
    v.nullish(v.string()),
    v.description(description),
    v.transform((given) => (given === null || given === '' ? undefined : given)),
  );
}

export function optionalTexts(description: string) {
  return v.pipe(v.nullish(v.array(Text), []), v.description(description));
}

/** Reads as text. A whole number beyond 2^53 already arrives as text. */
export function id(description: string) {
  return v.pipe(v.union([Text, numberFrom(1)]), v.description(description), v.transform(String));
}

/** Reads as text, without a slash, so that it can follow an order's id. Some names are the adapter's own. */
export function partialId(description: string) {
  const text = v.pipe(
    Text,
    v.regex(
      /^(?!(?:cancellation|settlement|rest|up-to-[0-9.]+)$)[^/]+$/,
      'must not hold a slash, or be a name of the adapter’s own: cancellation, settlement, rest, up-to-…',
    ),
  );
  return v.pipe(v.union([text, numberFrom(1)]), v.description(description), v.transform(String));
}

/** Exports write these instead of leaving the id out. Otherwise all guests would be one customer `0`. */
const NO_ID: readonly unknown[] = [undefined, null, '', 0, '0'];

/** Reads as text. */
export function optionalId(description: string) {
  return v.pipe(
    v.nullish(v.union([v.string(), numberFrom(0)])),
    v.description(description),
    v.transform((given) => (NO_ID.includes(given) ? undefined : String(given))),
  );
}

function numberFrom(least: number) {
  return v.pipe(v.number(), v.integer('expected an id'), v.minValue(least, 'expected an id'));
}

/** Decimal text or a JSON number, not negative. */
export function amount(description: string) {
  return v.pipe(Amount, v.description(description), AmountSchema);
}

export function optionalAmount(description: string) {
  return v.pipe(v.nullish(OptionalAmount), v.description(description));
}

export function amountOrZero(description: string) {
  return v.pipe(v.nullish(OptionalAmount, '0'), v.description(description));
}

/** Reads as UTC with milliseconds. */
export function instant(description: string) {
  return v.pipe(
    Instant,
    v.description(description),
    v.transform((given) => new Date(given).toISOString()),
  );
}

export function optionalInstant(description: string) {
  return v.pipe(v.nullish(Instant), v.description(description));
}
