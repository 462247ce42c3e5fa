import * as v from 'valibot';
import { PayloadError } from '../../model/errors.ts';
import type { ApiRequest, FurtherQuestion } from '../shop-api.ts';
import { ROWS } from './store-request.ts';

/** Far beyond what any order has: a shop that repeats a page is not asked for ever. */
const MAX_PAGES = 100;

/** A list that belongs to something that was found. */
interface Pages<Found> {
  /** Asks for `ROWS` rows. Pages count from 1. */
  readonly request: (page: number) => ApiRequest;
  /** @throws {PayloadError} it is no page. */
  readonly rowsOf: (body: unknown) => readonly unknown[];
  /** Returns what was found with all rows of the list, and what has to be asked then. */
  readonly whole: (rows: readonly unknown[]) => ReturnType<FurtherQuestion<Found>['read']>;
}

const PaginationSchema = v.object({ meta: v.object({ pagination: v.object({ total_pages: v.number() }) }) });

/**
 * Returns whether a page is the last: it has no rows, or fewer than were asked for. Some lists count their pages besides; then
 * a shop that gives fewer rows than are asked for is believed.
 */
export function isLastPage(
  body: unknown,
  { page, rows }: { readonly page: number; readonly rows: number },
): boolean {
  if (rows === 0) return true;
  const isCounted = v.is(PaginationSchema, body) && body.meta.pagination.total_pages > page;
  return rows < ROWS && !isCounted;
}

/** Returns the questions for a list, page after page. Pure. */
export function furtherPages<Found>(
  pages: Pages<Found>,
  { page, known }: { readonly page: number; readonly known: readonly unknown[] } = { page: 1, known: [] },
): FurtherQuestion<Found> {
  return {
    request: pages.request(page),
    read: (body) => {
      const rows = pages.rowsOf(body);
      const all = [...known, ...rows];
      const read = pages.whole(all);
      if (isLastPage(body, { page, rows: rows.length })) return read;
      if (page < MAX_PAGES) return { ...read, next: furtherPages(pages, { page: page + 1, known: all }) };
      throw new PayloadError([{ path: '', message: 'the list has no end' }]);
    },
  };
}
