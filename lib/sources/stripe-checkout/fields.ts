import * as v from 'valibot';

/** The kinds of fields of Stripe's objects. */

export const OptionalText = v.pipe(
  v.nullish(v.string()),
  v.transform((text) => text?.trim() || undefined),
);

/** A text that nothing depends on. */
export const LooseText = v.fallback(OptionalText, undefined);

/** An id with the prefix of its kind, such as `cs_live_a1…`. Nothing that could change a path. */
export function id(prefix: string) {
  return v.pipe(
    v.string(),
    v.startsWith(prefix, `expected an id that begins with ${prefix}`),
    v.regex(/^[A-Za-z0-9_]{4,255}$/, 'expected an id of Stripe'),
  );
}

/** Another object: its id, or the whole of it where the request expanded it. Read as its id. */
export function idOf(prefix: string) {
  return v.union([
    id(prefix),
    v.pipe(
      v.object({ id: id(prefix) }),
      v.transform((object) => object.id),
    ),
  ]);
}

/** A whole number of the currency's smallest unit. */
export const Units = v.pipe(
  v.number(),
  v.safeInteger('expected a whole number of the smallest unit'),
  v.minValue(0, 'the amount is negative'),
);
export const UnitsOrNone = v.nullish(Units, 0);

/** A lower-case code, as ISO 4217 writes it. */
export const Currency = v.pipe(
  v.string(),
  v.regex(/^[a-z]{3}$/, 'expected a currency code in lower case'),
  v.transform((code) => code.toUpperCase()),
);

/** Since 1970. */
export const Seconds = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(8.64e12));
/** Seconds as an instant. */
export const Time = v.pipe(Seconds, v.transform(toInstant));

/** Returns the instant of seconds since 1970. */
export function toInstant(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}

/** False for what was made with a test key. */
export const LiveMode = v.fallback(v.optional(v.boolean()), undefined);
