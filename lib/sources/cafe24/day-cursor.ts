import * as v from 'valibot';
import { PayloadError } from '../../model/errors.ts';
import type { ListRange } from '../listing.ts';
import { type DayWindow, firstWindow, halfOf, windowAfter, windowEntries } from './day-window.ts';
import { addDays, KstDaySchema, kstDayOf } from './kst-day.ts';
import { FIRST_SHOP } from './shop-entries.ts';

/**
 * The first offset that is refused, with HTTP 422. The documents call it the largest that is allowed; a shop that reached
 * it in 2026 was told that it "must be less than 15000".
 */
export const END_OF_OFFSETS = 15_000;

const ShopNumber = v.pipe(v.string(), v.regex(/^[1-9]\d{0,3}$/, 'expected the number of a shop'));

const CursorSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({
    /** The shops that are left, the present one first. Absent: the mall has to be asked which it has. */
    shops: v.optional(v.pipe(v.array(ShopNumber), v.minLength(1), v.maxLength(99))),
    /** The first day of the pass, for the shops that are left. */
    first: KstDaySchema,
    ...windowEntries,
    offset: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    /** The row that was first in the window; from its second page on. */
    top: v.optional(v.string()),
    /** The window is read again down to `top`, for what came in front of it meanwhile. */
    isAgain: v.optional(v.literal(true)),
  }),
);

/** A place in a list that is read by days. */
export type DayCursor = v.InferOutput<typeof CursorSchema>;

/** @throws {PayloadError} the text is no cursor of this list. */
export function readDayCursor(text: string): DayCursor {
  const result = v.safeParse(CursorSchema, text);
  if (result.success) return result.output;
  throw new PayloadError([{ path: '', message: 'expected a cursor of a list of Cafe24' }]);
}

/** Returns a cursor as text of at most 2 KB. */
export function writeDayCursor(cursor: DayCursor): string {
  return JSON.stringify(cursor);
}

/**
 * Returns the days of a pass, from the day before to the day after in Korea: it is not documented in which zone a shop
 * abroad counts its days, and orders that are placed while it is read must not lie behind its end.
 */
export function daysOf({ from, now }: ListRange): Pick<DayCursor, 'first' | 'last'> {
  return { first: addDays(kstDayOf(from), -1), last: addDays(kstDayOf(now), 1) };
}

/** Returns the place where a pass begins. `first`: the mall's first shop alone. */
export function firstPlace(range: ListRange, which: 'first' | 'others', maxDays: number): DayCursor {
  const days = daysOf(range);
  const shops = which === 'first' ? { shops: [FIRST_SHOP] } : {};
  return { ...shops, first: days.first, ...firstWindow(days, maxDays), offset: 0 };
}

/** The rows of a page, and whether more may follow. */
export interface PageOfRows {
  /** One for each row, in order. */
  readonly ids: readonly string[];
  readonly isFull: boolean;
}

/**
 * Returns the place after a page; `undefined` after the last.
 *
 * Rows have places and no keys, and their order is not documented. What comes in front while pages are read moves the others
 * down: they come twice, and it is found by reading again down to the row that was first. What leaves the list moves the
 * others up, and one may be skipped until the next pass, which asks for the same days. Pure.
 */
export function placeAfter(
  cursor: DayCursor,
  { ids, isFull }: PageOfRows,
  maxDays: number,
): DayCursor | undefined {
  const { top = ids[0], isAgain, offset } = cursor;
  const isEnd = !isFull || ids.length === 0;
  if (isAgain === true && (isEnd || (top !== undefined && ids.includes(top))))
    return nextWindow(cursor, maxDays);
  if (isEnd) return offset === 0 ? nextWindow(cursor, maxDays) : { ...cursor, offset: 0, isAgain: true };
  const next = { ...cursor, top, offset: offset + ids.length };
  const half = next.offset >= END_OF_OFFSETS ? halfOf(cursor) : undefined;
  return half === undefined ? next : inWindow(cursor, half);
}

function nextWindow(cursor: DayCursor, maxDays: number): DayCursor | undefined {
  const window = windowAfter(cursor);
  if (window !== undefined) return inWindow(cursor, window);
  const shops = cursor.shops?.slice(1) ?? [];
  return shops.length === 0 ? undefined : inWindow({ ...cursor, shops }, firstWindow(cursor, maxDays));
}

function inWindow({ shops, first }: DayCursor, window: DayWindow): DayCursor {
  return { ...(shops !== undefined && { shops }), first, ...window, offset: 0 };
}
