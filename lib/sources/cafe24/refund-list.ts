import * as v from 'valibot';
import type { ShopList } from '../listing.ts';
import { dayList, type WhichShops } from './day-list.ts';
import { LooseCode, LooseText } from './fields.ts';
import { OrderIdSchema } from './order-id.ts';
import { orderToFetch } from './order-to-fetch.ts';
import { RefundStateSchema } from './refund-schema.ts';

const rowEntries = {
  order_id: OrderIdSchema,
  refund_code: LooseCode,
  status: LooseText,
  refund_date: LooseText,
};

/**
 * Returns the list of completed refunds. One without a code cannot be told from the same one with it, so nothing shows that
 * it was told, and its order is fetched once.
 */
export function refundList(which: WhichShops): ShopList {
  return dayList({
    name: 'refunds',
    which,
    resource: 'refunds',
    date: 'refund_date',
    fields: Object.keys(rowEntries),
    limit: 500,
    row: v.object(rowEntries),
    idOf: (row) => [row.order_id, row.refund_code, row.refund_date].join('/'),
    toEntry: (row, { shop_no }) => {
      // It is listed again once it is paid back.
      if (!v.is(RefundStateSchema, row)) return undefined;
      const { order_id, refund_code: refundId, refund_date } = row;
      if (refundId == null) {
        return orderToFetch(order_id, shop_no, `without-code/${refund_date?.slice(0, 10) ?? ''}`);
      }
      return { ...orderToFetch(order_id, shop_no, refundId), shownBy: { kind: 'refund', refundId } };
    },
  });
}
