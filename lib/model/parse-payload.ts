import * as v from 'valibot';
import { PayloadError } from './errors.ts';
import { toIssues } from './issues.ts';

/** Returns the output of a schema. @throws {PayloadError} the body does not match it. */
export function parsePayload<Schema extends v.GenericSchema>(
  schema: Schema,
  body: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;
  throw new PayloadError(toIssues(result.issues));
}
