import * as v from 'valibot';

/** A figure that the order can do without. */
export interface Loose<Value> {
  /** Absent if the figure is missing or cannot be read. */
  readonly value: Value | undefined;
  /** True if there was something that could not be read. */
  readonly isOdd: boolean;
}

/** Returns a schema that takes anything: what `schema` cannot read is set aside. */
export function loose<Schema extends v.GenericSchema>(schema: Schema) {
  return v.pipe(
    v.optional(v.unknown(), null),
    v.transform((input): Loose<v.InferOutput<Schema>> => {
      if (input === null || input === undefined) return { value: undefined, isOdd: false };
      const result = v.safeParse(schema, input);
      return { value: result.success ? result.output : undefined, isOdd: !result.success };
    }),
  );
}
