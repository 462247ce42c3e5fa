import { addLine, become, charge, giveBack, settle } from './shop-moves.ts';
import type { GiveBack, OrderLine, ShopOrder } from './shop-order.ts';

/** Something that happens to an order. */
export type Change = (order: ShopOrder) => ShopOrder;

export const pay: Change = (order) => charge(order);
export const payOnly =
  (amount: number): Change =>
  (order) =>
    charge(order, amount);
export const authorize: Change = (order) => become(order, 'authorized');
export const edit =
  (lineId: number): Change =>
  (order) =>
    settle(giveBack(order, { units: [whole(order, lineId)] }));
export const add =
  (price: number): Change =>
  (order) =>
    addLine(order, { ...line(order.lines.length + 1, price), isPaid: false });
export const back =
  (change: Partial<GiveBack> & { readonly lineId?: number }): Change =>
  (order) => {
    const { lineId, ...entry } = change;
    const units = lineId === undefined ? [] : [whole(order, lineId)];
    return giveBack(order, { state: 'success', units, ...entry });
  };
export const arrives =
  (state: GiveBack['state']): Change =>
  (order) => ({
    ...order,
    backs: order.backs.map((entry) => (entry.state === 'pending' ? { ...entry, state } : entry)),
  });
export const exchange =
  (lineId: number, price: number, money: number): Change =>
  (order) => {
    const units = [whole(order, lineId)];
    const state = money === 0 ? 'no-money' : 'success';
    const after = giveBack(addLine(order, line(order.lines.length + 1, price)), {
      units,
      isExchange: true,
      money,
      state,
    });
    return money === 0 ? charge(after) : after;
  };
export const removeDelivery: Change = (order) =>
  settle({ ...order, isDeliveryRemoved: true, deliveryOut: order.delivery });
export const cancel: Change = (order) => ({ ...order, cancelledAt: order.now });
export const reopen: Change = (order) => ({ ...order, cancelledAt: undefined });
export const voided: Change = (order) => become(order, 'voided');

/** Returns one unit of a line. */
export function line(id: number, price: number): OrderLine {
  return { id, price, quantity: 1, discount: 0, tax: 0, out: 0, isPaid: true, laterDiscount: 0 };
}

/** Returns the unit of a line, to take it out or back. */
export function whole(order: ShopOrder, lineId: number) {
  const { price = 0 } = order.lines.find(({ id }) => id === lineId) ?? {};
  return { lineId, count: 1, net: price, tax: 0 };
}
