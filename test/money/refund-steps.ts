import type { Draw } from './draw.ts';
import { canGiveBack, goodsWorth, owed } from './shop-account.ts';
import { atMost, changeBack, drawUnits, giveBack, hasPending, linesPaid, worthOfBack } from './shop-moves.ts';
import type { GiveBack, ShopOrder, UnitsBack } from './shop-order.ts';
import type { Step } from './step.ts';

/** Gives goods and their money back: what they are worth less the fee, and never more than there is. */
export function refund(
  order: ShopOrder,
  {
    units,
    delivery = 0,
    fee = 0,
    ...change
  }: {
    readonly units: readonly UnitsBack[];
    readonly delivery?: number;
    readonly fee?: number;
  } & Partial<GiveBack>,
): ShopOrder {
  const worth = worthOfBack(order, units, delivery);
  const money = atMost(order, Math.max(0, worth - fee));
  const neverPaid = order.ways.adjustsUnpaid ? Math.max(0, worth - fee - money) : 0;
  const state = money === 0 ? 'no-money' : (change.state ?? 'success');
  return giveBack(order, { units, delivery, fee: fee + neverPaid, money, ...change, state });
}

/** True if the shop has money of the order, nothing is on its way, and it has not given more than it got. */
export function hasMoney(order: ShopOrder): boolean {
  return order.paidAt !== undefined && canGiveBack(order) > 0 && !hasPending(order);
}

const drawState = (draw: Draw, mayPend: boolean): 'success' | 'pending' =>
  mayPend && draw.oneIn(3) ? 'pending' : 'success';

/** Returns the steps that give money back. `mayPend`: on this platform the money may arrive later. */
export function refundSteps({ mayPend }: { readonly mayPend: boolean }) {
  return {
    'refund units': {
      can: (order) => hasMoney(order) && linesPaid(order).length > 0,
      take: (order, draw) =>
        refund(order, { state: drawState(draw, mayPend), units: drawUnits(order, draw) }),
    },
    'refund units, keep a fee': {
      can: (order) => hasMoney(order) && owed(order) === 0 && linesPaid(order).length > 0,
      take(order, draw) {
        const state = drawState(draw, mayPend);
        const units = drawUnits(order, draw);
        const worth = worthOfBack(order, units, 0);
        return refund(order, { units, state, fee: worth > 1 ? draw.between(1, worth - 1) : 0 });
      },
    },
    'refund delivery': {
      can: (order) => hasMoney(order) && owed(order) === 0 && order.delivery > order.deliveryOut,
      take: (order, draw) =>
        refund(order, {
          units: [],
          state: drawState(draw, mayPend),
          delivery: draw.between(1, order.delivery - order.deliveryOut),
        }),
    },
    'give money for goodwill': {
      can: (order) => hasMoney(order) && owed(order) >= 0 && goodsWorth(order) > 0,
      take(order, draw) {
        const money = atMost(order, draw.between(1, goodsWorth(order)));
        return giveBack(order, { money, goodwill: money, state: drawState(draw, mayPend) });
      },
    },
  } satisfies Record<string, Step>;
}

const isPending = ({ state }: GiveBack): boolean => state === 'pending';

export const pendingSteps = {
  'refund arrives': {
    can: hasPending,
    take: (order) => changeBack(order, isPending, { state: 'success', at: order.now }),
  },
  // Goods that came back stay back, and the shop owes for them. Money for goodwill was never owed.
  'refund fails': {
    can: hasPending,
    take: (order) => changeBack(order, isPending, { state: 'failure', goodwill: 0 }),
  },
} satisfies Record<string, Step>;
