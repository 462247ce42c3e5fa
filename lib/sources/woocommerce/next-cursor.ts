import { PayloadError } from '../../model/errors.ts';
import { fromListTime, type ListCursor, toListTime } from './list-cursor.ts';

/** A page of a list whose rows are in ascending order. */
export interface PageOfRows {
  /** The places of the rows whose time could be read, as `placeOf` writes them. */
  readonly places: readonly string[];
  /** How many rows the page has. Those that the key may not read are missing. */
  readonly rows: number;
  /** How many rows the list has, and how many pages they fill. What the key may not read counts. */
  readonly total: number;
  readonly pages: number;
  /** A time before the list was asked for, by the shop's clock: UTC, milliseconds, `…Z`. Absent if the shop has none. */
  readonly askedAfter?: string | undefined;
}

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

/**
 * How much earlier than wanted a list is asked for. Its time is exclusive, and WordPress takes a time without a zone for
 * one of the site's own zone: inside the hour that summer time leaves out it becomes an hour later.
 */
const EARLIER_MS = HOUR_MS + SECOND_MS;

/** How many rows of a page the next one repeats at most. So many orders less half may leave their places in between. */
const MAX_REPEATED = 12;
/** How often a page that does not tell is asked for again. */
const MAX_ASKED = 3;
/** Rows to go back if a page has none. */
const STEP_BACK = 25;
/** A database passes over rows by reading them: from here on the list begins at a later time. */
const DEEP = 1_000;
/** What is gained by that at least; the hour before is read once more. */
const WORTH_MS = 2 * HOUR_MS;

/** Returns the time that finds all that changed at `time` or later. Milliseconds since 1970. */
export function askedFrom(time: number): string {
  return toListTime(time - EARLIER_MS);
}

/** Returns the place of a row in a list: text that sorts as the list does. `time` is UTC, milliseconds, `…Z`. */
export function placeOf({ time, id }: { readonly time: string; readonly id: string }): string {
  return `${time} ${id.padStart(20, '0')}`;
}

/**
 * Returns the cursor of the next page; `undefined` after the last.
 *
 * An order that changes leaves its place, and all behind it move up by one, so a page number would pass over the first
 * of the next page. Here each page repeats the last rows of the one before. If it begins at one of them or before, nothing
 * was passed over; else the page before it is asked for again, from further ahead. Pure.
 * @throws {PayloadError} the key may not read so many rows that this cannot be told, or the shop repeats itself.
 */
export function nextCursor(cursor: ListCursor, page: PageOfRows): ListCursor | undefined {
  const { asked = 0, ...place } = cursor;
  const further = { ...place, pages: place.pages + 1 };
  const step = stepFrom(cursor, asked > 0 ? { ...page, askedAfter: undefined } : page);
  switch (step.kind) {
    case 'end':
      return undefined;
    case 'doubt':
      if (asked === MAX_ASKED) throw new PayloadError([{ path: '', message: step.message }]);
      return { ...further, asked: asked + 1 };
    case 'back':
      return { ...further, offset: Math.max(0, place.offset - step.rows) };
    case 'on':
      return beginLater({
        ...further,
        first: place.offset === 0 ? page.places[0] : place.first,
        offset: place.offset + step.rows,
        reached: step.reached,
      });
  }
}

type Step =
  | { readonly kind: 'end' }
  | { readonly kind: 'on'; readonly rows: number; readonly reached: string }
  /** Orders were passed over. */
  | { readonly kind: 'back'; readonly rows: number }
  /** The page does not tell. It may if it is asked for again: orders are deleted and change while it is loaded. */
  | { readonly kind: 'doubt'; readonly message: string };

const HIDDEN = 'the key’s user may not read these orders: make a key for an administrator';
const TIMELESS = 'no order at the end of the page says when it changed';
const SAME = 'the shop answers with its first page again: something in front of it ignores `offset`';

function stepFrom({ offset, reached = '', first: firstOfAll }: ListCursor, page: PageOfRows): Step {
  const { places, rows, total } = page;
  const [first] = places;
  const isJoined = offset === 0 || (first !== undefined && first <= reached);
  if (offset > 0 && first !== undefined && first === firstOfAll) return { kind: 'doubt', message: SAME };
  const rowsAtLeast = Math.min(sureRows(page), total - offset);
  if (rows < rowsAtLeast && (!isJoined || rows === 0)) return { kind: 'doubt', message: HIDDEN };
  if (!isJoined) return { kind: 'back', rows: Math.ceil(rows / 2) || STEP_BACK };
  if (offset + Math.max(rows, sureRows(page)) >= total) return { kind: 'end' };
  if (rows < 2) return { kind: 'doubt', message: HIDDEN };
  const repeated = Math.min(MAX_REPEATED, Math.ceil(rows / 4));
  const nowReached = surelyReached(page, repeated);
  if (nowReached === undefined) return { kind: 'doubt', message: TIMELESS };
  return { kind: 'on', rows: Math.max(rows - repeated, 1), reached: nowReached };
}

/** Returns how many rows a page has at least, where so many follow: their whole number is what fills the pages. */
function sureRows({ total, pages }: PageOfRows): number {
  return pages === 0 ? 0 : Math.ceil(total / pages);
}

/**
 * Returns the place that a page surely reached, which is one of its last `repeated` rows; `undefined` if none can be told.
 *
 * An order is loaded after its place in the list was chosen. One that changed in between shows a time that lies behind
 * its place, so only what changed before the list was asked for tells a place, and of the last rows the earliest counts.
 */
function surelyReached({ places, askedAfter }: PageOfRows, repeated: number): string | undefined {
  const last = places.slice(-repeated);
  const earliest = last.slice(-Math.ceil(repeated / 2)).toSorted()[0];
  if (askedAfter === undefined || (earliest !== undefined && earliest < askedAfter)) return earliest;
  return last
    .filter((place) => place < askedAfter)
    .toSorted()
    .at(-1);
}

function beginLater({ reached = '', first, ...cursor }: ListCursor): ListCursor {
  const [time = ''] = reached.split(' ');
  const isWorthIt = cursor.offset >= DEEP && Date.parse(time) - fromListTime(cursor.from) >= WORTH_MS;
  return isWorthIt
    ? { ...cursor, from: askedFrom(Date.parse(time)), offset: 0 }
    : { ...cursor, reached, first };
}
