import * as v from 'valibot';
import type { Issue } from '../../model/errors.ts';
import { toIssues } from '../../model/issues.ts';

/** The entries of a list that could be read, and what was wrong with each of the others. */
export interface LooseList<Entry> {
  readonly entries: readonly Entry[];
  /** One group for each entry that was set aside, with paths from the list on. */
  readonly odd: readonly (readonly Issue[])[];
}

/**
 * Returns a schema that reads a list entry by entry and never fails. A list that lost an entry in a PHP filter arrives as
 * an object, whose values are the entries. Null and nothing are an empty list, and a fault if the list `isNeeded`.
 */
export function looseList<Schema extends v.GenericSchema>(entry: Schema, { isNeeded = false } = {}) {
  return v.pipe(
    v.optional(v.unknown(), null),
    v.transform((input): LooseList<v.InferOutput<Schema>> => {
      if (input === null && !isNeeded) return { entries: [], odd: [] };
      if (input === null || typeof input !== 'object') {
        return {
          entries: [],
          odd: [[{ path: '', message: input === null ? 'missing' : 'expected a list' }]],
        };
      }
      const entries: v.InferOutput<Schema>[] = [];
      const odd: Issue[][] = [];
      for (const [index, value] of Object.values(input).entries()) {
        const result = v.safeParse(entry, value);
        if (result.success) entries.push(result.output);
        else odd.push(toIssues(result.issues).map((issue) => under(String(index), issue)));
      }
      return { entries, odd };
    }),
  );
}

/** Returns the issue with its path below another. */
export function under(parent: string, { path, message }: Issue): Issue {
  return { path: path === '' ? parent : `${parent}.${path}`, message };
}
