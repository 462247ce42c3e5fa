import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import { Id, Instant } from './fields.ts';

const SECOND_MS = 1_000;

const CursorSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({
    /** What changed then or later. */
    from: Instant,
    /** The largest id that was read. */
    afterId: v.optional(Id),
    /** The platform's own place. */
    after: v.optional(v.pipe(v.string(), v.nonEmpty(), v.maxLength(1_000))),
    page: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  }),
);

/** A place in a list. */
export type ListCursor = v.InferOutput<typeof CursorSchema>;

/** @throws {PayloadError} the text is no cursor of a list of BigCommerce. */
export function readCursor(text: string): ListCursor {
  return parsePayload(CursorSchema, text);
}

export function writeCursor(cursor: ListCursor): string {
  return JSON.stringify(cursor);
}

/** Returns the cursor of a list's first page. A second earlier, because it is not documented if the time itself belongs to it. */
export function beginAt({ from }: { readonly from: Date }): string {
  return writeCursor({ from: new Date(Math.max(from.getTime() - SECOND_MS, 0)).toISOString() });
}
