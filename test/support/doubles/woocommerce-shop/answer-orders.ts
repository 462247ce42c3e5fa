import type { OrderTable } from './order-table.ts';
import type { ShopOrder } from './shop-order.ts';

export interface ShopAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Site {
  readonly orders: OrderTable;
  /** The site's time zone, by its IANA name. */
  readonly zone: string;
  readonly isOld: boolean;
  /** At most so many rows a page, as a plug-in may set it. */
  readonly maxRows: number;
  /** True if the key's user may not read this order. */
  readonly isHidden: (order: ShopOrder) => boolean;
  /** Called when the rows of a page were chosen and are not loaded yet. */
  readonly onLoad: () => void;
}

const MAX_ROWS = 100;
/** What a parameter has to look like, as WordPress checks it. */
const FORMS: Readonly<Record<string, RegExp>> = {
  per_page: /^(?:[1-9]\d?|100)$/,
  page: /^[1-9]\d*$/,
  offset: /^\d+$/,
  order: /^(?:asc|desc)$/,
  orderby: /^(?:date|id|include|title|slug|modified)$/,
  after: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/,
  before: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/,
  modified_after: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/,
  modified_before: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/,
};

/** Answers `GET /orders`. Orders that the key may not read are left out after they were counted. */
export function answerOrders(site: Site, parameters: URLSearchParams): ShopAnswer {
  const odd = Object.entries(FORMS).find(
    ([name, form]) => !form.test(parameters.get(name) ?? defaultOf(name)),
  );
  if (odd !== undefined) return refusal(400, 'rest_invalid_param');
  const limit = Math.min(Number(parameters.get('per_page') ?? 10), MAX_ROWS, site.maxRows);
  const { ids, total } = site.orders.find({ parameters, limit, zone: site.zone, isOld: site.isOld });
  site.onLoad();
  const loaded = ids.flatMap((id) => site.orders.get(id) ?? []);
  return {
    status: 200,
    body: loaded.filter((order) => !site.isHidden(order)).map((order) => withFields(order, parameters)),
    headers: { 'x-wp-total': String(total), 'x-wp-totalpages': String(Math.ceil(total / limit)) },
  };
}

/** Answers `GET /orders/{id}`. */
export function answerOrder({ orders, isHidden }: Site, id: number, parameters: URLSearchParams): ShopAnswer {
  const order = orders.get(id);
  if (order === undefined) return refusal(404, 'woocommerce_rest_shop_order_invalid_id');
  if (isHidden(order)) return refusal(403, 'woocommerce_rest_cannot_view');
  return { status: 200, body: withFields(order, parameters) };
}

/** An error of the REST API. */
export function refusal(status: number, code: string): ShopAnswer {
  return { status, body: { code, message: 'Sorry, that did not work.', data: { status } } };
}

function defaultOf(name: string): string {
  return (
    { per_page: '10', page: '1', offset: '0', order: 'desc', orderby: 'date' }[name] ?? '2026-01-01T00:00:00'
  );
}

/** @see https://developer.wordpress.org/rest-api/using-the-rest-api/global-parameters/ (`_fields`, read 2026-11-29) */
function withFields(order: ShopOrder, parameters: URLSearchParams): unknown {
  const fields = parameters.get('_fields')?.split(',');
  if (fields === undefined) return order;
  return Object.fromEntries(Object.entries(order).filter(([name]) => fields.includes(name)));
}
