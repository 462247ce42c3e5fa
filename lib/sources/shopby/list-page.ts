import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { ListRange } from '../listing.ts';

const DAY_MS = 24 * 3_600_000;

/**
 * A period is asked for in parts of so many days. No page names the longest one; without a start the API takes three months.
 * @see https://server-docs.shopby.co.kr/spec/order-server-public.yml (`startYmdt`; read 2026-11-29)
 */
const PART_MS = 80 * DAY_MS;

/** How often a part is read again because something left it. The wide pass of the next day finds what is left. */
const MAX_AGAIN = 3;

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const CursorSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({
    /** The part that is read, and the end of the pass. Milliseconds since 1970. */
    from: Count,
    to: Count,
    end: Count,
    /** Page numbers begin with 1. */
    page: v.pipe(Count, v.minValue(1)),
    /** Rows of the pages before, and how many the whole part had then. */
    rows: Count,
    total: v.optional(Count),
    again: Count,
  }),
);

/** A place in a list that is read by pages. Some 120 bytes as text. */
export type PageCursor = v.InferOutput<typeof CursorSchema>;

/** @throws {PayloadError} the text is no cursor of such a list. */
export function readPageCursor(text: string): PageCursor {
  return parsePayload(CursorSchema, text);
}

export function writePageCursor(cursor: PageCursor): string {
  return JSON.stringify(cursor);
}

/**
 * Returns the first page of a pass. Its last part ends in the future, up to 80 days from now: a bound that time passes while
 * pages are read would let rows leave, and those behind them would be skipped.
 */
export function firstPage({ from, now }: ListRange): PageCursor {
  const start = from.getTime();
  return { ...partFrom(start), end: now.getTime() + DAY_MS };
}

/** What a page says. */
export interface PageOfRows {
  readonly rows: number;
  /** The rows of all pages, if the answer says so. */
  readonly total: number | undefined;
}

/**
 * Returns the page after one; `undefined` after the last. While pages are read rows only come: they push others back, which
 * then come twice. If there are fewer in all, something left, and the part is read again. Pure.
 */
export function pageAfter(cursor: PageCursor, { rows, total }: PageOfRows): PageCursor | undefined {
  const { total: before, again, ...place } = cursor;
  const hasLeft = before !== undefined && total !== undefined && total < before;
  if (hasLeft && again < MAX_AGAIN) return { ...place, page: 1, rows: 0, again: again + 1 };
  const read = place.rows + rows;
  const isEnd = rows === 0 || (total !== undefined && read >= total);
  if (!isEnd)
    return { ...place, page: place.page + 1, rows: read, again, ...(total !== undefined && { total }) };
  return place.to >= place.end ? undefined : { ...partFrom(place.to), end: place.end };
}

function partFrom(from: number) {
  return { from, to: from + PART_MS, page: 1, rows: 0, again: 0 };
}
