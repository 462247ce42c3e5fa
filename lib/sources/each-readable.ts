import * as v from 'valibot';
import { toIssues } from '../model/issues.ts';

/** The entries of a list that could be read, and the number of those that were set aside. */
export interface ReadList<Entry> {
  readonly read: readonly Entry[];
  readonly setAside: number;
}

/** Returns a schema that reads a list entry by entry. What cannot be read is set aside; no list at all is an empty one. */
export function eachReadable<Schema extends v.GenericSchema>(schema: Schema) {
  return v.pipe(
    v.fallback(v.nullish(v.array(v.unknown()), []), []),
    v.transform((entries) => readEach(schema, entries)),
  );
}

/**
 * Returns a schema like `eachReadable`, but a list is required, and if none of its entries can be read, their faults are
 * the list's: an order would become smaller without a word, or vanish.
 */
export function someReadable<Schema extends v.GenericSchema>(schema: Schema) {
  return v.pipe(
    v.array(v.unknown()),
    v.rawTransform<unknown[], ReadList<v.InferOutput<Schema>>>(({ dataset: { value }, addIssue, NEVER }) => {
      const list = readEach(schema, value);
      if (list.read.length > 0 || list.setAside === 0) return list;
      for (const [key, entry] of value.entries()) {
        const first = { type: 'array', origin: 'value', input: value, key, value: entry } as const;
        for (const issue of v.safeParse(schema, entry).issues ?? []) {
          const [{ message } = issue] = toIssues([issue]);
          addIssue({ message, path: [first, ...(issue.path ?? [])] });
        }
      }
      return NEVER;
    }),
  );
}

function readEach<Schema extends v.GenericSchema>(
  schema: Schema,
  entries: readonly unknown[],
): ReadList<v.InferOutput<Schema>> {
  const results = entries.map((entry) => v.safeParse(schema, entry));
  const read = results.flatMap((result) => (result.success ? [result.output] : []));
  return { read, setAside: results.length - read.length };
}
