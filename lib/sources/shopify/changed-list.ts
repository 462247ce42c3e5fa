import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { ListEntry, ListPage, ShopList } from '../listing.ts';
import type { ShopHeaders } from '../shop-api.ts';
import { get } from './api.ts';
import { Id, Instant } from './fields.ts';
import { type ListCursor, nextPageInfo, readCursor, toListTime, writeCursor } from './list-cursor.ts';

/**
 * Rows of a page. The client takes 16 MB: that leaves 320 KB for each row, an order of some hundred lines. Whole
 * bodies of three lines have 10 to 19 KB. Shopify allows 250.
 */
const PAGE_SIZE = 50;

/**
 * Shopify does not say how late a change may show in its lists. Fifteen minutes also cover a search index, and what comes
 * twice costs one read of the ledger.
 */
const OVERLAP_MS = 15 * 60_000;

const RowSchema = v.object({ id: Id, updated_at: v.fallback(v.optional(Instant), undefined) });
type Row = v.InferOutput<typeof RowSchema>;

/** A kind of record that Shopify lists by the time of its change. */
interface Listed {
  /** Of the address, and of the answer's only field. */
  readonly resource: 'orders' | 'customers';
  readonly query?: Readonly<Record<string, string>>;
  readonly toEntry: (
    row: { readonly id: string; readonly changedAt: string | undefined },
    body: unknown,
  ) => ListEntry;
}

/**
 * Returns a list in the order of change. A record that changes moves to its end, so it may come twice and is never skipped.
 * The next page begins at the last time of this one: such a place does not grow old, while Shopify's own `page_info` is
 * meant to be used at once. That one goes on only where all rows of a page have the same second. `order` is not among the
 * documented parameters; where Shopify does not follow it, `page_info` goes on, too.
 * @see https://shopify.dev/docs/api/admin-rest/2026-10/resources/order (read 2026-11-29)
 * @see https://github.com/airbytehq/airbyte/blob/master/airbyte-integrations/connectors/source-shopify/source_shopify/streams/base_streams.py (asks with the same `order`, read 2026-11-29)
 */
export function changedList({ resource, query = {}, toEntry }: Listed) {
  const PageSchema = v.object({ [resource]: v.array(RowSchema) });
  const BodiesSchema = v.object({ [resource]: v.array(v.unknown()) });
  return {
    overlapMs: OVERLAP_MS,
    begin: ({ from }) => writeCursor({ from: toListTime(from) }),
    request: (text) => get(resource, { limit: String(PAGE_SIZE), ...placeOf(readCursor(text), query) }),
    read: (body, text, headers): ListPage => {
      const rows = parsePayload(PageSchema, body)[resource] ?? [];
      const bodies = parsePayload(BodiesSchema, body)[resource] ?? [];
      const next = nextCursor(rows, readCursor(text), headers);
      return {
        entries: rows.map((row, index) => toEntry({ id: row.id, changedAt: row.updated_at }, bodies[index])),
        next: next === undefined ? undefined : writeCursor(next),
      };
    },
  } satisfies Partial<ShopList>;
}

/** Beside `page_info` Shopify takes nothing but `limit` and `fields`. */
function placeOf({ from, pageInfo }: ListCursor, query: Readonly<Record<string, string>>) {
  if (pageInfo !== undefined) return { page_info: pageInfo };
  return { ...query, updated_at_min: from, order: 'updated_at asc' };
}

/** A page without a next one has no such link, however many rows it has. */
function nextCursor(
  rows: readonly Row[],
  { from }: ListCursor,
  headers: ShopHeaders,
): ListCursor | undefined {
  const pageInfo = nextPageInfo(headers);
  if (pageInfo === undefined) return undefined;
  const last = lastTime(rows);
  return last !== undefined && last > from ? { from: last } : { from, pageInfo };
}

/** Returns the latest time of a page in the order of change; `undefined` if the page is in no such order. */
function lastTime(rows: readonly Row[]): string | undefined {
  const times = rows.map(({ updated_at: time = '' }) => time);
  const isInOrder = times.every((time, index) => time !== '' && time >= (times[index - 1] ?? ''));
  const last = times.at(-1);
  return isInOrder && last !== undefined ? toListTime(new Date(last)) : undefined;
}
