import type { ShopOrder } from './shop-order.ts';
import { asWordPressReads, type WallTime } from './site-time.ts';

/** The orders of a site, as its database finds them. */
export interface OrderTable {
  get(id: number): ShopOrder | undefined;
  put(order: ShopOrder): void;
  remove(id: number): void;
  /** Returns the ids of one page, and how many orders there are in all. */
  find(query: OrderQuery): { readonly ids: readonly number[]; readonly total: number };
}

export interface OrderQuery {
  readonly parameters: URLSearchParams;
  readonly limit: number;
  readonly zone: string;
  /** True for WooCommerce before 5.8, which has no filter by the time of change. */
  readonly isOld: boolean;
}

const FILTERS = [
  { parameter: 'after', field: 'date_created', passes: (time: WallTime, end: WallTime) => time > end },
  { parameter: 'before', field: 'date_created', passes: (time: WallTime, end: WallTime) => time < end },
  {
    parameter: 'modified_after',
    field: 'date_modified',
    passes: (time: WallTime, end: WallTime) => time > end,
  },
  {
    parameter: 'modified_before',
    field: 'date_modified',
    passes: (time: WallTime, end: WallTime) => time < end,
  },
] as const;

/** Every status but these is `any`. */
const NOT_ANY = new Set(['trash', 'auto-draft']);

/**
 * Returns an empty table. Both ends of a time are exclusive, seconds are the smallest unit, equal times are sorted by id,
 * and a page is an offset in SQL.
 * @see https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/rest-api/Controllers/Version3/class-wc-rest-crud-controller.php (commit 0059466f, read 2026-11-29)
 */
export function orderTable(): OrderTable {
  const orders = new Map<number, ShopOrder>();

  return {
    get: (id) => orders.get(id),
    put: (order) => {
      orders.set(order.id, order);
    },
    remove: (id) => {
      orders.delete(id);
    },
    find(query) {
      const found = [...orders.values()].filter(toFilter(query)).sort(orderOf(query));
      const offset = offsetOf(query);
      return {
        ids: found.slice(offset, offset + query.limit).map(({ id }) => id),
        total: found.length,
      };
    },
  };
}

/** Returns what decides whether an order is in the list. */
function toFilter({ parameters, zone, isOld }: OrderQuery): (order: ShopOrder) => boolean {
  const status = parameters.get('status') ?? 'any';
  const excluded = new Set((parameters.get('exclude') ?? '').split(','));
  const suffix = parameters.get('dates_are_gmt') === 'true' ? '_gmt' : '';
  const ends = FILTERS.flatMap(({ parameter, field, passes }) => {
    const end = parameters.get(parameter);
    if (end === null || (isOld && parameter.startsWith('modified'))) return [];
    return { field: `${field}${suffix}`, passes, end: asWordPressReads(end, zone) };
  });
  return (order) =>
    (status === 'any' ? !NOT_ANY.has(String(order['status'])) : order['status'] === status) &&
    !excluded.has(String(order.id)) &&
    ends.every(({ field, passes, end }) => passes(String(order[field]), end));
}

const COLUMNS: Readonly<Record<string, string>> = { date: 'date_created_gmt', modified: 'date_modified_gmt' };

function orderOf({ parameters }: OrderQuery) {
  const column = COLUMNS[parameters.get('orderby') ?? 'date'];
  const direction = parameters.get('order') === 'asc' ? 1 : -1;
  const timeOf = (order: ShopOrder) => (column === undefined ? '' : String(order[column]));
  return (a: ShopOrder, b: ShopOrder) => {
    const [one, other] = [timeOf(a), timeOf(b)];
    return direction * (one === other ? a.id - b.id : one < other ? -1 : 1);
  };
}

/** `offset` goes before `page`. */
function offsetOf({ parameters, limit }: OrderQuery): number {
  const offset = parameters.get('offset');
  return offset === null ? (Number(parameters.get('page') ?? 1) - 1) * limit : Number(offset);
}
