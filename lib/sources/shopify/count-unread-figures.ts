import * as v from 'valibot';
import { optionalFigures } from './schema.ts';

const BodySchema = v.record(v.string(), v.unknown());

/** Returns how many optional figures of an order are there but cannot be read. They count as absent. */
export function countUnreadFigures(body: unknown): number {
  const fields = v.safeParse(BodySchema, body);
  if (!fields.success) return 0;
  const unread = Object.entries(optionalFigures).filter(([name, schema]) => {
    const value = fields.output[name];
    return value != null && v.parse(schema, value) == null;
  });
  return unread.length;
}
