import type { Draw } from './draw.ts';
import { askedFor, canGiveBack, netOf, owed, taxOf, unitsLeft, worthOfUnits } from './shop-account.ts';
import { type GiveBack, type OrderLine, type ShopOrder, TIP, type UnitsBack } from './shop-order.ts';

/** What a shop can do with an order. The steps of all platforms are made of these. */

/** Takes in what the buyer owes, or less. An order with nothing left to pay is paid. */
export function charge(order: ShopOrder, amount: number = Math.max(0, owed(order))): ShopOrder {
  const charged: ShopOrder = { ...order, charged: order.charged + amount, lines: paidFor(order, amount) };
  const state = 'charged';
  return settle({ ...charged, payment: { ...order.payment, state } });
}

function paidFor(order: ShopOrder, amount: number): readonly OrderLine[] {
  return amount < owed(order) ? order.lines : order.lines.map((line) => ({ ...line, isPaid: true }));
}

/** Notes the moment at which nothing was left to pay. */
export function settle(order: ShopOrder): ShopOrder {
  const isPaid = order.paidAt !== undefined || (order.payment.state === 'charged' && owed(order) <= 0);
  return isPaid ? { ...order, paidAt: order.paidAt ?? order.now } : order;
}

export function become(order: ShopOrder, state: ShopOrder['payment']['state']): ShopOrder {
  return { ...order, payment: { ...order.payment, state } };
}

/** Returns the lines that still have units in the order. */
export function linesLeft({ lines }: Pick<ShopOrder, 'lines'>): OrderLine[] {
  return lines.filter((line) => unitsLeft(line) > 0 && line.laterDiscount === 0);
}

/** Returns the lines of which units can come back. */
export function linesPaid(order: Pick<ShopOrder, 'lines'>): OrderLine[] {
  return linesLeft(order).filter(({ isPaid }) => isPaid);
}

/** Draws units that come back: some of one line, or all of several. */
export function drawUnits(order: ShopOrder, draw: Draw): UnitsBack[] {
  const lines = linesPaid(order);
  const first = lines[draw.below(lines.length)];
  if (first === undefined) return [];
  if (draw.oneIn(4)) return lines.map((line) => unitsOf(line, unitsLeft(line)));
  return [unitsOf(first, draw.oneIn(2) ? draw.between(1, unitsLeft(first)) : unitsLeft(first))];
}

/** Draws units of one line, so that at least one unit stays in the order. */
export function drawSomeUnits(order: ShopOrder, draw: Draw): UnitsBack[] {
  const lines = linesLeft(order);
  const line = lines[draw.below(lines.length)];
  if (line === undefined) return [];
  const most = unitsLeft(line) - (lines.length === 1 ? 1 : 0);
  return most === 0 ? [] : [unitsOf(line, draw.oneIn(2) ? draw.between(1, most) : most)];
}

/** True if something may be taken out of the order, and something stays in it. */
export function hasSome(order: ShopOrder): boolean {
  return linesLeft(order).reduce((units, line) => units + unitsLeft(line), 0) > 1;
}

/** Returns all units that are left, and the tip, with what they are worth. */
export function everything(order: ShopOrder): UnitsBack[] {
  const tip = { lineId: TIP, count: 1, net: order.tip, tax: 0 };
  const units = linesLeft(order).map((line) => unitsOf(line, unitsLeft(line)));
  return order.isTipOut || order.tip === 0 ? units : [...units, tip];
}

function unitsOf(line: OrderLine, count: number): UnitsBack {
  const left = unitsLeft(line);
  const net = netOf(line, left) - netOf(line, left - count);
  return { lineId: line.id, count, net, tax: taxOf(line, left) - taxOf(line, left - count) };
}

/** Takes units and delivery out of the order without a trace, as an edit of an unpaid order does on most platforms. */
export function takeOut(
  order: ShopOrder,
  { units, delivery = 0 }: Pick<GiveBack, 'units'> & { readonly delivery?: number },
): ShopOrder {
  const counts = new Map(units.map(({ lineId, count }) => [lineId, count]));
  const lines = order.lines.map((line) => ({ ...line, out: line.out + (counts.get(line.id) ?? 0) }));
  const isTipOut = order.isTipOut || counts.has(TIP);
  return { ...order, lines, isTipOut, deliveryOut: order.deliveryOut + delivery };
}

/**
 * Adds an entry to what the order gave back, and takes its units out. Where more was given for goodwill than is left to
 * ask, the shop keeps as much of what goes back now: nobody is paid twice.
 */
export function giveBack(order: ShopOrder, back: Partial<GiveBack>): ShopOrder {
  const entry: GiveBack = {
    id: nextId(order),
    at: order.now,
    units: [],
    delivery: 0,
    fee: 0,
    goodwill: 0,
    money: 0,
    state: 'no-money',
    isExchange: false,
    isUnpaid: false,
    points: 0,
    isListed: true,
    ...back,
  };
  const after = { ...takeOut(order, entry), backs: [...order.backs, entry] };
  const asked = askedFor(after);
  if (asked >= 0 || entry.goodwill > 0) return after;
  return { ...after, backs: [...order.backs, { ...entry, fee: entry.fee - asked }] };
}

/** Ids are never used again, also not after an entry was deleted. */
function nextId({ number, steps, backs }: ShopOrder): number {
  return number * 100_000 + steps.length * 100 + backs.length + 1;
}

/** Returns the part of a give-back that is worth money: its units and delivery less the fee. */
export function worthOfBack(order: ShopOrder, units: readonly UnitsBack[], delivery: number): number {
  return worthOfUnits(order, { units } as GiveBack) + delivery;
}

/** Replaces the newest entry for which this holds. */
export function changeBack(
  order: ShopOrder,
  isMeant: (back: GiveBack) => boolean,
  change: Partial<GiveBack>,
): ShopOrder {
  const at = order.backs.findLastIndex(isMeant);
  return {
    ...order,
    backs: order.backs.map((back, index) => (index === at ? { ...back, ...change } : back)),
  };
}

export function hasPending({ backs }: Pick<ShopOrder, 'backs'>): boolean {
  return backs.some(({ state }) => state === 'pending');
}

export function addLine(order: ShopOrder, line: OrderLine): ShopOrder {
  return { ...order, lines: [...order.lines, line] };
}

export function nextLineId({ lines }: Pick<ShopOrder, 'lines'>): number {
  return lines.length + 1;
}

export function cannotTell(order: ShopOrder, reason: string): ShopOrder {
  return { ...order, untellable: [...new Set([...order.untellable, reason])] };
}

/** Returns what of an amount the shop can give back. */
export function atMost(order: ShopOrder, amount: number): number {
  return Math.min(amount, Math.max(0, canGiveBack(order)));
}
