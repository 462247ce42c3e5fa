import * as v from 'valibot';
import type { ShopList } from '../listing.ts';
import { dayList, type WhichShops } from './day-list.ts';
import { OrderIdSchema } from './order-id.ts';
import { orderToFetch } from './order-to-fetch.ts';

const RowSchema = v.object({ order_id: OrderIdSchema });

/** Which orders a list has. */
export interface OrderListOptions {
  readonly name: string;
  readonly which: WhichShops;
  /** The date that the days are about. */
  readonly date: string;
}

const shared = {
  resource: 'orders',
  fields: ['order_id'],
  limit: 1_000,
  row: RowSchema,
  idOf: ({ order_id }: v.InferOutput<typeof RowSchema>) => order_id,
} as const;

/** Returns a list of orders, whatever was told of them. */
export function orderList(options: OrderListOptions): ShopList {
  return dayList({
    ...shared,
    ...options,
    toEntry: ({ order_id }, { shop_no }) => orderToFetch(order_id, shop_no),
  });
}

/** Returns a list of orders that are told as soon as their purchase is. */
export function purchaseList(options: OrderListOptions): ShopList {
  return dayList({
    ...shared,
    ...options,
    toEntry: ({ order_id }, { shop_no }) => ({
      ...orderToFetch(order_id, shop_no),
      shownBy: { kind: 'purchase' },
    }),
  });
}

/** Returns a list that is asked for once a day, one day at a time: the day tells two claims of an order apart. */
export function claimList(options: OrderListOptions): ShopList {
  const list = dayList({
    ...shared,
    ...options,
    maxDays: 1,
    toEntry: ({ order_id }, { shop_no, day }) => orderToFetch(order_id, shop_no, day),
  });
  return { ...list, every: 'day' };
}
