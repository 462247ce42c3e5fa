import { add, authorize, back, cancel, pay, reopen, whole } from './named-changes.ts';
import type { NamedOrder } from './named-order.ts';
import { become, giveBack, takeOut } from './shop-moves.ts';

/** Orders of the other platforms. */
export const otherOrders: readonly NamedOrder[] = [
  {
    name: 'cash on delivery, refused',
    source: 'woocommerce',
    by: 'on-delivery',
    prices: [3_502],
    changes: [cancel],
    kept: 0,
  },
  {
    name: 'cash on delivery, refused and then paid',
    source: 'woocommerce',
    by: 'on-delivery',
    prices: [3_502],
    changes: [cancel, reopen, pay],
    kept: 3_502,
  },
  {
    name: 'authorised and rejected',
    source: 'woocommerce',
    prices: [2_000],
    changes: [authorize, (order) => become(order, 'rejected')],
    kept: 0,
  },
  {
    name: 'cash on delivery, edited before the door',
    source: 'woocommerce',
    by: 'on-delivery',
    prices: [7_000, 3_000],
    changes: [(order) => takeOut(order, { units: [whole(order, 2)] }), pay],
    kept: 7_000,
  },
  {
    name: 'cancelled in part after payment',
    source: 'cafe24',
    prices: [30_000, 20_000],
    changes: [pay, back({ lineId: 2, money: 20_000 })],
    kept: 30_000,
  },
  {
    name: 'returned, a fee kept',
    source: 'cafe24',
    prices: [30_000, 20_000],
    changes: [pay, back({ lineId: 2, money: 17_000, fee: 3_000 })],
    kept: 33_000,
  },
  {
    name: 'something added unpaid, a line back',
    source: 'cafe24',
    prices: [10_000, 20_000],
    changes: [pay, add(5_000), back({ lineId: 1, money: 10_000 })],
    kept: 20_000,
  },
  {
    name: 'paid back as points',
    source: 'cafe24',
    prices: [10_000, 20_000],
    changes: [pay, back({ lineId: 1, money: 10_000, points: 10_000 })],
    kept: 20_000,
  },
  {
    name: 'a line taken out before payment',
    source: 'cafe24',
    prices: [10_000, 20_000],
    changes: [(order) => giveBack(order, { units: [whole(order, 1)], isUnpaid: true }), pay],
    kept: 20_000,
  },
  {
    name: 'a line back',
    source: 'standard-webhooks',
    prices: [8_000, 2_000],
    changes: [pay, back({ lineId: 2, money: 2_000 })],
    kept: 8_000,
  },
];
