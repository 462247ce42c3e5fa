import * as v from 'valibot';
import { PayloadError } from '../../model/errors.ts';
import type { ListRange } from '../listing.ts';
import { daysOf } from './day-cursor.ts';
import { type DayWindow, firstWindow, halfOf, MAX_DAYS, windowAfter, windowEntries } from './day-window.ts';

const CursorSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({
    ...windowEntries,
    /** Of a day with more webhooks than one answer holds: the row after which it goes on. */
    since: v.optional(v.pipe(v.string(), v.maxLength(200))),
  }),
);

/** A place in the log of webhooks. */
export type LogCursor = v.InferOutput<typeof CursorSchema>;

/** @throws {PayloadError} the text is no cursor of the log. */
export function readLogCursor(text: string): LogCursor {
  const result = v.safeParse(CursorSchema, text);
  if (result.success) return result.output;
  throw new PayloadError([{ path: '', message: 'expected a cursor of the log of webhooks' }]);
}

/** Returns where a pass begins. */
export function beginOfLog(range: ListRange): LogCursor {
  return firstWindow(daysOf(range), MAX_DAYS);
}

/**
 * Returns the place after a page; `undefined` after the last. `newest`: the row that was sent last, of a page with as many
 * rows as one holds. The order of the rows is not documented, so days are cut first, and `since` is always the newest.
 */
export function logPlaceAfter(cursor: LogCursor, newest: string | undefined): LogCursor | undefined {
  const { from, to, last, since } = cursor;
  const window: DayWindow = { from, to, last };
  if (newest === undefined || newest === since) return windowAfter(window);
  return halfOf(window) ?? { ...window, since: newest };
}
