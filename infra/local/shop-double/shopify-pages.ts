import type { ShopifyBody } from './shopify-order-body.ts';

/** A page of a list, and where it goes on. */
export interface ShopifyPage {
  readonly rows: readonly ShopifyBody[];
  readonly next: string | undefined;
}

interface PageCursor {
  /** The key of the last row that was given out. */
  readonly after: readonly [number, string] | undefined;
  readonly by: 'updated_at' | 'id';
  readonly status: string;
  readonly updatedAtMin: number | undefined;
}

/** Only these may go with `page_info`. */
const WITH_PAGE_INFO = new Set(['page_info', 'limit', 'fields']);
const LARGEST_PAGE = 250;

/**
 * Returns a page of a REST list, or `undefined` if Shopify would answer 400. A cursor holds the key of the last row, and
 * what was asked for: by the time of the change if `order` says so, else by id, the newest first.
 * @see https://shopify.dev/docs/api/admin-rest/usage/pagination (read 2026-11-29)
 */
export function shopifyPage(
  all: readonly ShopifyBody[],
  query: URLSearchParams,
  largestPage = LARGEST_PAGE,
): ShopifyPage | undefined {
  const cursor = query.has('page_info') ? cursorIn(query) : firstCursor(query);
  const limit = Math.min(Number(query.get('limit') ?? '50'), largestPage);
  if (cursor === undefined || !Number.isInteger(limit) || limit < 1) return undefined;

  const found = all
    .filter((body) => isOfStatus(body, cursor.status) && isSince(body, cursor.updatedAtMin))
    .map((body) => ({ body, key: keyOf(body, cursor.by) }))
    .filter(({ key }) => cursor.after === undefined || compare(key, cursor.after) > 0)
    .toSorted((a, b) => compare(a.key, b.key));
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const goesOn = found.length > rows.length && last !== undefined;
  return {
    rows: rows.map(({ body }) => body),
    next: goesOn ? encode({ ...cursor, after: last.key }) : undefined,
  };
}

function firstCursor(query: URLSearchParams): PageCursor | undefined {
  const since = query.get('updated_at_min');
  const updatedAtMin = since === null ? undefined : Date.parse(since);
  if (updatedAtMin !== undefined && Number.isNaN(updatedAtMin)) return undefined;
  const by = query.get('order') === 'updated_at asc' ? 'updated_at' : 'id';
  return { after: undefined, by, status: query.get('status') ?? 'open', updatedAtMin };
}

function cursorIn(query: URLSearchParams): PageCursor | undefined {
  if ([...query.keys()].some((name) => !WITH_PAGE_INFO.has(name))) return undefined;
  try {
    return JSON.parse(Buffer.from(query.get('page_info') ?? '', 'base64url').toString()) as PageCursor;
  } catch {
    return undefined;
  }
}

function encode(cursor: PageCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function isOfStatus({ closed_at: closed, cancelled_at: cancelled }: ShopifyBody, status: string): boolean {
  const isCancelled = typeof cancelled === 'string';
  const isClosed = typeof closed === 'string';
  const matches: Readonly<Record<string, boolean>> = {
    any: true,
    open: !isClosed && !isCancelled,
    closed: isClosed,
    cancelled: isCancelled,
  };
  return matches[status] ?? false;
}

const updatedAt = ({ updated_at: at }: ShopifyBody): number => Date.parse(String(at));

function isSince(body: ShopifyBody, since: number | undefined): boolean {
  return since === undefined || updatedAt(body) >= since;
}

function keyOf(body: ShopifyBody, by: PageCursor['by']): readonly [number, string] {
  const id = String(body['id']);
  // Ids go up with time, so the newest is first.
  return by === 'updated_at' ? [updatedAt(body), id] : [-Number(id), id];
}

function compare([a, idA]: readonly [number, string], [b, idB]: readonly [number, string]): number {
  if (a !== b) return a - b;
  return idA.length === idB.length ? idA.localeCompare(idB) : idA.length - idB.length;
}
