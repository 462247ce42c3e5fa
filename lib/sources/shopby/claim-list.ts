import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { ShopList } from '../listing.ts';
import { Id, LooseText, OrderNoSchema } from './fields.ts';
import { kstDay } from './kst-time.ts';
import { firstPage, pageAfter, readPageCursor, writePageCursor } from './list-page.ts';
import { serverGet } from './server-request.ts';
import { REFUNDED } from './to-refunds.ts';

/** Days are all that can be asked for. */
const OVERLAP_MS = 24 * 3_600_000;
/** As in the vendor's example; no page names the most. */
const ROWS = 30;

const PageSchema = v.object({
  contents: v.array(v.object({ claimNo: Id, orderNo: OrderNoSchema, claimStatusType: LooseText })),
  totalCount: v.fallback(v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))), undefined),
});

/**
 * The claims by the day on which they were through. No page says that the end of a claim counts as a change of state of its
 * order; if it does, the ledger knows the refund, and nothing is fetched.
 * @see https://server-docs.shopby.co.kr/spec/claim-server-public.yml (`GET /claims` 1.0; read 2026-11-29)
 */
export const claimList: ShopList = {
  name: 'claims',
  about: 'orders',
  overlapMs: OVERLAP_MS,
  begin: (range) => writePageCursor(firstPage(range)),
  request: (text) => {
    const { from, to, page } = readPageCursor(text);
    return serverGet('/claims', {
      query: {
        searchDateType: 'COMPLETE_YMDT',
        startYmd: kstDay(from),
        endYmd: kstDay(to),
        searchType: 'ALL',
        page: String(page),
        size: String(ROWS),
      },
    });
  },
  read: (body, text) => {
    const { contents, totalCount: total } = parsePayload(PageSchema, body);
    const next = pageAfter(readPageCursor(text), { rows: contents.length, total });
    return {
      entries: contents
        .filter(({ claimStatusType = '' }) => REFUNDED.has(claimStatusType))
        .map(({ claimNo, orderNo }) => ({
          kind: 'order-to-fetch',
          id: `${orderNo}/${claimNo}`,
          reference: { orderId: orderNo, parameters: {} },
          shownBy: { kind: 'refund', refundId: claimNo },
        })),
      next: next === undefined ? undefined : writePageCursor(next),
    };
  },
};
