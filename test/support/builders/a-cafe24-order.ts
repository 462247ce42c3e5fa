import type { MappingSettings } from '../../../lib/model/connection.ts';
import type { Order } from '../../../lib/model/order.ts';
import { cafe24 } from '../../../lib/sources/cafe24/source.ts';
import type { BareOrderReading } from '../../../lib/sources/source.ts';
import { mappingSettings } from './a-connection.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a test changes of an order of the Admin API. */
export interface Cafe24Changes extends Fields {
  readonly initial?: Fields;
  readonly actual?: Fields | null;
  readonly items?: readonly Fields[] | undefined;
}

const amounts = {
  order_price_amount: '30000.00',
  shipping_fee: '0.00',
  points_spent_amount: '0.00',
  credits_spent_amount: '0.00',
  coupon_discount_price: '0.00',
  payment_amount: '30000.00',
  tax: null,
};

const ORDER_ID = '20261120-0000011';

/** Returns a line of an order: one unit, ordered. Its number is part of its code. */
export function aCafe24Line(item_no: number, price: string, changes: Fields = {}): Fields {
  return {
    item_no,
    order_item_code: `${ORDER_ID}-0${item_no}`,
    product_no: 100 + item_no,
    product_name: `상품${item_no}`,
    product_price: price,
    option_price: '0.00',
    quantity: 1,
    order_status: 'N20',
    status_code: 'N1',
    gift: 'F',
    original_item_no: [],
    ...changes,
  };
}

/** Returns a refund as an order lists it, paid back: 10,000 won for the first line. */
export function aCafe24Refund(changes: Fields = {}): Fields {
  return {
    shop_no: 1,
    order_id: ORDER_ID,
    refund_code: 'C20261121-0000003',
    status: 'T',
    refund_date: '2026-11-21T10:00:00+09:00',
    order_item_code: [`${ORDER_ID}-01`],
    quantity: 1,
    actual_refund_amount: '10000.00',
    used_points: '0.00',
    used_credits: '0.00',
    ...changes,
  };
}

/** Returns a paid order of two lines, 10,000 and 20,000 won, without delivery. */
export function aCafe24Order({ initial, actual, ...changes }: Cafe24Changes = {}): Fields {
  return {
    shop_no: 1,
    currency: 'KRW',
    order_id: ORDER_ID,
    member_id: 'fixture01',
    member_email: 'account@example.com',
    buyer: { email: 'Buyer@Example.com', cellphone: '010-2424-2424', phone: '' },
    payment_method: ['card'],
    paid: 'T',
    canceled: 'F',
    order_date: '2026-11-20T14:05:11+09:00',
    payment_date: '2026-11-20T14:05:40+09:00',
    cancel_date: null,
    order_place_id: 'self',
    naver_point: null,
    include_tax: 'T',
    initial_order_amount: { ...amounts, ...initial },
    actual_order_amount: actual === null ? null : { ...amounts, ...initial, ...actual },
    items: [aCafe24Line(1, '10000.00'), aCafe24Line(2, '20000.00')],
    ...changes,
  };
}

/** Reads such an order by the settings of a connection. */
export function readCafe24(
  changes: Cafe24Changes,
  settings: Partial<MappingSettings> = {},
): BareOrderReading {
  return cafe24.readOrder(aCafe24Order(changes), {
    ...mappingSettings({ source: 'cafe24', shop: 'fixturemall' }),
    ...settings,
  });
}

/** The same, and returns the order. @throws {Error} it was not read as one. */
export function cafe24Order(changes: Cafe24Changes = {}, settings: Partial<MappingSettings> = {}): Order {
  const reading = readCafe24(changes, settings);
  if (reading.kind !== 'order') throw new Error(`No order but ${reading.reason}`);
  return reading.order;
}
