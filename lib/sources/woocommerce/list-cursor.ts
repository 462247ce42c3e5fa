import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const CursorSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({
    /** Rows after this time: UTC, seconds, no zone. */
    from: v.string(),
    /** How many of those rows are passed over. */
    offset: Count,
    /** A place that was certainly reached: the page at `offset` has to begin there or before. */
    reached: v.optional(v.string()),
    /** The place at which the list begins, so that its first page is known again. */
    first: v.optional(v.string()),
    /** How often the page was asked for, and did not tell where the list goes on. */
    asked: v.optional(Count),
    /** When the pass began, milliseconds since 1970, and how many pages it has had. Both make every address a new one. */
    begunAt: v.number(),
    pages: Count,
  }),
);

/** Where the reading of a list goes on. Some 200 bytes as text. */
export type ListCursor = v.InferOutput<typeof CursorSchema>;

/** @throws {PayloadError} the text is no cursor of a list of WooCommerce. */
export function readCursor(text: string): ListCursor {
  return parsePayload(CursorSchema, text);
}

export function writeCursor(cursor: ListCursor): string {
  return JSON.stringify(cursor);
}

/** Returns a time as lists are asked for it: UTC, whole seconds, no zone. Milliseconds since 1970. */
export function toListTime(time: number): string {
  return new Date(time).toISOString().slice(0, 19);
}

/** The inverse of `toListTime`. */
export function fromListTime(text: string): number {
  return Date.parse(`${text}Z`);
}
