import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { OrderToFetch, ShopList } from '../listing.ts';
import { LooseId, LooseText, LooseTime, looseList, OrderNoSchema } from './fields.ts';
import { kstText } from './kst-time.ts';
import { firstPage, pageAfter, readPageCursor, writePageCursor } from './list-page.ts';
import { serverGet } from './server-request.ts';

/** Times have seconds, and no page says how soon a change is listed. */
const OVERLAP_MS = 30 * 60_000;
/** The most that are allowed. A page of them has up to some megabytes; the client takes 16. */
const ROWS = 200;

const OptionSchema = v.object({
  orderProductOptionNo: LooseId,
  orderStatusType: LooseText,
  claimStatusType: LooseText,
  statusChangeYmdt: LooseText,
  updateYmdt: LooseText,
});

const RowSchema = v.object({
  orderNo: OrderNoSchema,
  deliveryGroups: looseList(
    v.object({ orderProducts: looseList(v.object({ orderProductOptions: looseList(OptionSchema) })) }),
  ),
});
type Row = v.InferOutput<typeof RowSchema>;

const PageSchema = v.object({
  contents: v.array(RowSchema),
  totalCount: v.fallback(v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))), undefined),
});

/**
 * The orders by the last change of a line's state, newest number first. A row has no claims and other names than the order
 * itself, so each order is fetched, once for each state of its lines.
 * @see https://server-docs.shopby.co.kr/spec/order-server-public.yml (`GET /orders` 1.1; read 2026-11-29)
 */
export const orderList: ShopList = {
  name: 'orders',
  about: 'orders',
  overlapMs: OVERLAP_MS,
  begin: (range) => writePageCursor(firstPage(range)),
  request: (text) => {
    const { from, to, page } = readPageCursor(text);
    return serverGet('/orders', {
      query: {
        searchDateType: 'STATUS_CHANGE',
        startYmdt: kstText(from),
        endYmdt: kstText(to),
        desc: 'true',
        pageNumber: String(page),
        pageSize: String(ROWS),
      },
    });
  },
  read: (body, text) => {
    const { contents, totalCount: total } = parsePayload(PageSchema, body);
    const next = pageAfter(readPageCursor(text), { rows: contents.length, total });
    return {
      entries: contents.map((row) => toEntry(row, text)),
      next: next === undefined ? undefined : writePageCursor(next),
    };
  },
};

/** What is not told apart by its states is fetched for every page that has it. */
function toEntry({ orderNo, deliveryGroups }: Row, page: string): OrderToFetch {
  const options = deliveryGroups
    .flatMap(({ orderProducts }) => orderProducts)
    .flatMap(({ orderProductOptions }) => orderProductOptions);
  const times = options.flatMap(({ statusChangeYmdt }) => {
    const { output } = v.safeParse(LooseTime, statusChangeYmdt);
    return typeof output === 'string' ? output : [];
  });
  return {
    kind: 'order-to-fetch',
    id: JSON.stringify([orderNo, options.length === 0 ? page : options]),
    changedAt: times.toSorted().at(-1),
    reference: { orderId: orderNo, parameters: {} },
  };
}
