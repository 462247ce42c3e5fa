import * as v from 'valibot';
import { PayloadError } from '../../model/errors.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { ListEntry, Listing, ListPage, ShopList } from '../listing.ts';
import { imwebGet } from './api.ts';
import { unwrap } from './envelope.ts';
import { Instant, LooseInstant, OrderNo } from './fields.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** The most rows of a page. */
const LIMIT = 100;

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const UnitCode = v.pipe(v.string(), v.regex(/^[A-Za-z0-9]{1,64}$/, 'expected the code of a unit'));

const CursorSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({
    /** The units that are left, the present one first. Absent: the site has to be asked which it has. */
    units: v.optional(v.pipe(v.array(UnitCode), v.minLength(1), v.maxLength(50))),
    from: Instant,
    /** A day after the pass began: it is not documented whether the list goes without an end. */
    to: Instant,
    page: Count,
  }),
);

type Cursor = v.InferOutput<typeof CursorSchema>;

const SiteSchema = v.object({ unitList: v.optional(v.array(v.object({ unitCode: UnitCode })), []) });

const PageSchema = v.object({
  list: v.array(v.looseObject({ orderNo: OrderNo, wtime: Instant, mtime: LooseInstant })),
  totalPage: v.fallback(v.optional(v.pipe(v.number(), v.safeInteger())), undefined),
});

/** A row with these is the whole order, in the form of `GET /orders/{orderNo}`. */
const WholeSchema = v.looseObject({ payments: v.array(v.unknown()), sections: v.array(v.unknown()) });

/**
 * What the API lists: orders by the time at which they were placed, unit after unit. No list says what changed, so refunds
 * of orders that are older than two weeks come by webhook alone. A row's place moves only if orders are added at one of the
 * two ends, which makes a page repeat some, or if one is deleted, which the next pass makes good.
 * @see https://developers-docs.imweb.me/reference (Order; version 1.0, copy of 2026-07, read 2026-11-29)
 */
export const listing: Listing = {
  lists: [
    orderList({ name: 'orders', overlapMs: 6 * HOUR_MS }),
    { ...orderList({ name: 'two-weeks', overlapMs: 14 * DAY_MS }), every: 'day' },
  ],
};

function orderList(options: Pick<ShopList, 'name' | 'overlapMs'>): ShopList {
  return {
    ...options,
    about: 'orders',
    begin: ({ from, now }) =>
      write({ from: from.toISOString(), to: new Date(now.getTime() + DAY_MS).toISOString(), page: 1 }),
    request: (text) => {
      const { units, from, to, page } = readCursor(text);
      if (units === undefined) return imwebGet('/site-info');
      const query = {
        page: String(page),
        limit: String(LIMIT),
        unitCode: units[0] ?? '',
        startWtime: from,
        endWtime: to,
      };
      return imwebGet(`/orders?${new URLSearchParams(query).toString()}`);
    },
    read: (body, text) => {
      const cursor = readCursor(text);
      return cursor.units === undefined ? readUnits(body, cursor) : readPage(body, cursor);
    },
  };
}

function readUnits(body: unknown, cursor: Cursor): ListPage {
  const units = parsePayload(SiteSchema, unwrap(body)).unitList.map(({ unitCode }) => unitCode);
  if (units.length > 0) return { entries: [], next: write({ ...cursor, units: [...new Set(units)] }) };
  throw new PayloadError([{ path: 'data.unitList', message: 'expected the units of the site' }]);
}

function readPage(body: unknown, cursor: Cursor): ListPage {
  const { list, totalPage } = parsePayload(PageSchema, unwrap(body));
  // A page may be cut shorter than was asked for; only an empty one, or the last by its own count, is the end.
  const isEnd = list.length === 0 || (totalPage !== undefined && cursor.page >= totalPage);
  const next = isEnd ? nextUnit(cursor) : { ...cursor, page: cursor.page + 1 };
  return { entries: list.map(toEntry), next: next && write(next) };
}

function nextUnit({ units = [], ...cursor }: Cursor): Cursor | undefined {
  const [, ...rest] = units;
  return rest.length === 0 ? undefined : { ...cursor, units: rest, page: 1 };
}

/** An entry is dated as the list is asked for. Its id is the order's as it is now. */
function toEntry(row: v.InferOutput<typeof PageSchema>['list'][number]): ListEntry {
  const { orderNo, wtime, mtime } = row;
  if (v.is(WholeSchema, row)) return { kind: 'order', id: orderNo, changedAt: wtime, body: row };
  return {
    kind: 'order-to-fetch',
    id: `${orderNo}/${mtime ?? ''}`,
    changedAt: wtime,
    reference: { orderId: orderNo, parameters: {} },
    shownBy: { kind: 'purchase' },
  };
}

function write(cursor: Cursor): string {
  return JSON.stringify(cursor);
}

/** @throws {PayloadError} the text is no cursor of this list. */
function readCursor(text: string): Cursor {
  return parsePayload(CursorSchema, text);
}
