import type { DoubleOrder, DoubleState } from './double-state.ts';
import { readKorean } from './korean-time.ts';

/** A row of a list, and the times at which it is found. */
export interface DatedRow {
  readonly id: string;
  readonly row: Readonly<Record<string, unknown>>;
  readonly times: readonly number[];
}

/** Which date of an order a `date_type` is about. Others of the documents are not played. */
const datesOf: Readonly<Record<string, (order: DoubleOrder) => readonly unknown[]>> = {
  order_date: ({ order_date }) => [order_date],
  pay_date: ({ payment_date, paid }) => (paid === 'F' ? [] : [payment_date]),
  cancel_date: ({ cancel_date }) => [cancel_date],
  cancel_complete_date: ({ cancel_date, paid }) => (paid === 'F' ? [] : [cancel_date]),
  return_complete_date: ({ return_confirmed_date }) => [return_confirmed_date],
  exchange_complete_date: () => [],
};

/** Below an order, and in no list of it unless it is asked for. */
const SUB_RESOURCES = new Set(['items', 'receivers', 'buyer', 'benefits', 'coupons', 'refunds']);

/** Returns the orders of a shop; `undefined` if there is no such date. */
export function orderRows(state: DoubleState, shopNo: number, date: string): DatedRow[] | undefined {
  const read = datesOf[date];
  if (read === undefined) return undefined;
  return ordersOf(state, shopNo).map((order) => {
    const changes = state.changes.filter((one) => one.orderId === order.order_id && one.date === date);
    const times = [...read(order).map(readKorean), ...changes.map(({ at }) => at)];
    const row = Object.fromEntries(Object.entries(order).filter(([name]) => !SUB_RESOURCES.has(name)));
    return { id: order.order_id, row, times: times.filter((at) => !Number.isNaN(at)) };
  });
}

/** Returns the refunds of a shop; `undefined` if there is no such date. */
export function refundRows(state: DoubleState, shopNo: number, date: string): DatedRow[] | undefined {
  if (date !== 'refund_date' && date !== 'accepted_refund_date') return undefined;
  return ordersOf(state, shopNo).flatMap((order) => {
    const refunds = Array.isArray(order['refunds']) ? (order['refunds'] as Record<string, unknown>[]) : [];
    return refunds.map((refund, index) => ({
      id: `${order.order_id}/${index}`,
      row: { shop_no: shopNo, order_id: order.order_id, ...refund },
      times: [readKorean(refund[date])].filter((at) => !Number.isNaN(at)),
    }));
  });
}

function ordersOf({ orders }: DoubleState, shopNo: number): DoubleOrder[] {
  return [...orders.values()].filter(({ shop_no = 1 }) => shop_no === shopNo);
}
