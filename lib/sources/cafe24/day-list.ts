import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { ListEntry, ListPage, ShopList } from '../listing.ts';
import { adminRequest } from './admin-request.ts';
import { type DayCursor, firstPlace, placeAfter, readDayCursor, writeDayCursor } from './day-cursor.ts';
import { MAX_DAYS } from './day-window.ts';
import { LooseText } from './fields.ts';
import { otherShops, otherShopsRequest } from './other-shops.ts';
import { FIRST_SHOP } from './shop-entries.ts';

/** Days are all that can be asked for, and their zone is not documented. Answers may also be some seconds old. */
const OVERLAP_MS = 24 * 3_600_000;

/** The mall's first shop, or those that it says to have beside it: a call is about one. */
export type WhichShops = 'first' | 'others';

/** Where a row was found. */
export interface RowContext {
  /** The number of the shop in the mall. */
  readonly shop_no: string;
  /** The first day of its window. */
  readonly day: string;
}

/** How a list of the Admin API is asked for by days. */
export interface DayListOptions<Row> {
  readonly name: string;
  readonly which: WhichShops;
  readonly resource: 'orders' | 'refunds';
  /** The date that the days are about. */
  readonly date: string;
  readonly fields: readonly string[];
  /** The most rows of a page that the documents allow. */
  readonly limit: number;
  readonly row: v.GenericSchema<unknown, Row>;
  /** Names a row within its list. */
  readonly idOf: (row: Row) => string;
  readonly toEntry: (row: Row, context: RowContext) => ListEntry | undefined;
  /** Default: as many as a call may ask for. */
  readonly maxDays?: number;
}

const LinksSchema = v.object({ links: v.array(v.object({ rel: LooseText })) });

/**
 * Returns a list that is read by days, window after window, and shop after shop.
 * @see https://developers.cafe24.com/docs/api/admin/#retrieve-a-list-of-orders (version 2026-03-01, read 2026-11-29)
 * @see https://developers.cafe24.com/docs/api/admin/#retrieve-a-list-of-refunds (version 2026-03-01, read 2026-11-29)
 */
export function dayList<Row>(options: DayListOptions<Row>): ShopList {
  const { name, which, resource, maxDays = MAX_DAYS } = options;
  const RowsSchema = v.object({ [resource]: v.array(options.row) });
  return {
    name: which === 'first' ? name : `${name}-in-other-shops`,
    about: 'orders',
    overlapMs: OVERLAP_MS,
    // Which shops a mall has needs a permission of its own. Without it the first shop is still read.
    ...(which === 'others' && { mayBeRefused: true }),
    begin: (range) => writeDayCursor(firstPlace(range, which, maxDays)),
    request: (cursor) => requestOf(options, readDayCursor(cursor)),
    read: (body, text) => {
      const cursor = readDayCursor(text);
      if (cursor.shops === undefined) return { entries: [], next: textOf(otherShops(body, cursor)) };
      return readRows(options, cursor, { rows: parsePayload(RowsSchema, body)[resource] ?? [], body });
    },
  };
}

function requestOf<Row>({ resource, date, fields, limit }: DayListOptions<Row>, cursor: DayCursor) {
  const { shops: [shop_no] = [], from, to, offset } = cursor;
  if (shop_no === undefined) return otherShopsRequest;
  return adminRequest(resource, {
    shop_no,
    date_type: date,
    start_date: from,
    end_date: to,
    fields: fields.join(','),
    limit: String(limit),
    offset: String(offset),
  });
}

function readRows<Row>(
  { idOf, toEntry, limit, maxDays = MAX_DAYS }: DayListOptions<Row>,
  cursor: DayCursor,
  { rows, body }: { readonly rows: readonly Row[]; readonly body: unknown },
): ListPage {
  const context = { shop_no: cursor.shops?.[0] ?? FIRST_SHOP, day: cursor.from };
  // It is documented for whole rows that a page names the next one, not for rows of some fields.
  const isFull = rows.length >= limit || hasNext(body);
  return {
    entries: rows.flatMap((row) => toEntry(row, context) ?? []),
    next: textOf(placeAfter(cursor, { ids: rows.map(idOf), isFull }, maxDays)),
  };
}

function textOf(cursor: DayCursor | undefined): string | undefined {
  return cursor === undefined ? undefined : writeDayCursor(cursor);
}

function hasNext(body: unknown): boolean {
  const { success, output } = v.safeParse(LinksSchema, body);
  return success && output.links.some(({ rel }) => rel === 'next');
}
