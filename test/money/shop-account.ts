import type { GiveBack, OrderLine, ShopOrder } from './shop-order.ts';

/** Returns the worth of the first units of a line, after its discount and without tax on top. */
export function netOf({ price, quantity, discount }: OrderLine, count: number): number {
  return price * count - Math.floor((discount * count) / quantity);
}

/** Returns the tax of the first units of a line. */
export function taxOf({ quantity, tax }: OrderLine, count: number): number {
  return Math.floor((tax * count) / quantity);
}

/** Returns the units of a line that are still in the order. */
export function unitsLeft({ quantity, out }: OrderLine): number {
  return quantity - out;
}

/** Returns what the buyer pays for the first units of a line, tax included. */
export function worthOf(order: Pick<ShopOrder, 'taxesIncluded'>, line: OrderLine, count: number): number {
  return netOf(line, count) + (order.taxesIncluded ? 0 : taxOf(line, count));
}

/** Returns what units that go back are worth to the buyer, tax included. */
export function worthOfUnits({ taxesIncluded }: Pick<ShopOrder, 'taxesIncluded'>, back: GiveBack): number {
  return sumOf(back.units, ({ net, tax }) => net + (taxesIncluded ? 0 : tax));
}

/** Returns the worth of everything that was ever in the order. */
export function boughtWorth(order: ShopOrder): number {
  return sumOf(order.lines, (line) => worthOf(order, line, line.quantity)) + order.delivery + order.tip;
}

/** Returns the worth of what is in the order now. */
export function goodsWorth(order: ShopOrder): number {
  const lines = sumOf(order.lines, (line) => worthOf(order, line, unitsLeft(line)) - line.laterDiscount);
  return lines + order.delivery - order.deliveryOut + (order.isTipOut ? 0 : order.tip);
}

/** Returns what the shop asks for the order in the end: the goods less goodwill, with the fees that it keeps. */
export function askedFor(order: ShopOrder): number {
  return goodsWorth(order) + sumOf(order.backs, ({ fee, goodwill }) => fee - goodwill);
}

/** Returns the money that has arrived at the buyer again. */
export function paidBack({ backs }: Pick<ShopOrder, 'backs'>): number {
  return sumOf(backs, ({ state, money }) => (state === 'success' ? money : 0));
}

/** Returns the money of all entries that the platform names. */
export function listedBack({ backs }: Pick<ShopOrder, 'backs'>): number {
  return sumOf(backs, ({ isListed, money }) => (isListed ? money : 0));
}

/** Returns the money that is on its way back. */
export function onItsWayBack({ backs }: Pick<ShopOrder, 'backs'>): number {
  return sumOf(backs, ({ state, money }) => (state === 'pending' ? money : 0));
}

/** Returns what the buyer still owes; negative if the shop owes the buyer. */
export function owed(order: ShopOrder): number {
  return askedFor(order) - (order.charged - paidBack(order));
}

/** Returns what the buyer paid or still has to pay, before anything was paid back. */
export function dueOf(order: ShopOrder): number {
  return order.charged + Math.max(0, owed(order));
}

/** Returns what the shop has kept of the order. Negative if it gave back more than it got. */
export function keptOf(order: ShopOrder): number {
  return order.charged - paidBack(order) - order.chargedBack;
}

/** Returns what the shop could still give back. */
export function canGiveBack(order: ShopOrder): number {
  return order.charged - paidBack(order) - onItsWayBack(order);
}

export function sumOf<Entry>(entries: readonly Entry[], amountOf: (entry: Entry) => number): number {
  return entries.reduce((sum, entry) => sum + amountOf(entry), 0);
}
