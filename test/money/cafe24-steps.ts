import { drawLine } from './place-order.ts';
import { hasMoney, pendingSteps, refund, refundSteps } from './refund-steps.ts';
import { goodsWorth, owed, unitsLeft } from './shop-account.ts';
import {
  addLine,
  cannotTell,
  charge,
  drawSomeUnits,
  drawUnits,
  everything,
  giveBack,
  hasPending,
  hasSome,
  linesPaid,
  nextLineId,
  settle,
} from './shop-moves.ts';
import type { Payment, ShopOrder } from './shop-order.ts';
import type { Steps } from './step.ts';

const isAt =
  (...states: readonly Payment['state'][]) =>
  (order: ShopOrder): boolean =>
    order.cancelledAt === undefined && states.includes(order.payment.state);
const isUnpaid = (order: ShopOrder): boolean => isAt('open')(order) && order.charged === 0;

/** Takes out units that were not paid for. Points that were spent on the order stay spent on it. */
function takeOutUnpaid(order: ShopOrder, after: ShopOrder): ShopOrder {
  return goodsWorth(after) > after.credit ? settle(after) : order;
}

/** What happens to orders at Cafe24. Whole lines or units; a line that is cancelled in part is split. */
export const cafe24Steps: Steps = {
  pay: { can: isUnpaid, take: (order) => charge(order) },
  // A transfer of less than was asked.
  'pay in part': {
    can: (order) =>
      isUnpaid(order) && order.payment.by === 'transfer' && owed(order) > 1 && order.credit === 0,
    take: (order, draw) => charge(order, draw.between(1, owed(order) - 1)),
  },
  'pay the rest': {
    can: (order) => isAt('charged')(order) && owed(order) > 0,
    // The amount of the checkout stays, and what is left now may be less for many reasons.
    take: (order) =>
      order.paidAt === undefined ? charge(order) : cannotTell(charge(order), 'added-after-payment'),
  },
  'cancel unpaid': {
    can: isUnpaid,
    take: (order) => ({
      ...giveBack(order, { units: everything(order), isUnpaid: true }),
      cancelledAt: order.now,
    }),
  },
  'take units out': {
    can: (order) => isUnpaid(order) && hasSome(order),
    take: (order, draw) =>
      takeOutUnpaid(order, giveBack(order, { units: drawSomeUnits(order, draw), isUnpaid: true })),
  },
  'add units': {
    can: (order) =>
      isAt('charged')(order) && order.paidAt !== undefined && !hasPending(order) && owed(order) === 0,
    take: (order, draw) =>
      addLine(order, {
        ...drawLine(draw, { id: nextLineId(order), checkout: { hasLineDiscounts: false } }),
        isPaid: false,
      }),
  },
  'take added units out': {
    can: (order) =>
      isAt('charged')(order) && owed(order) > 0 && order.paidAt !== undefined && isNewestWhole(order),
    take(order) {
      const newest = order.lines.at(-1);
      if (newest === undefined) return order;
      const net = newest.price * newest.quantity;
      const units = [{ lineId: newest.id, count: newest.quantity, net, tax: 0 }];
      return giveBack(order, { units, isUnpaid: true });
    },
  },
  ...refundSteps({ mayPend: true }),
  ...pendingSteps,
  'refund as points': {
    can: (order) => hasMoney(order) && linesPaid(order).length > 0,
    take(order, draw) {
      const after = refund(order, { units: drawUnits(order, draw) });
      const money = after.backs.at(-1)?.money ?? 0;
      const points = draw.between(0, money);
      return {
        ...after,
        backs: after.backs.map((back, at) => (at === after.backs.length - 1 ? { ...back, points } : back)),
      };
    },
  },
  'exchange for the same': {
    can: (order) => hasMoney(order) && owed(order) === 0 && linesPaid(order).some(isPlain),
    take(order) {
      const line = linesPaid(order).find(isPlain);
      if (line === undefined) return order;
      const count = unitsLeft(line);
      const units = [{ lineId: line.id, count, net: line.price * count, tax: 0 }];
      const fresh = { ...line, id: nextLineId(order), quantity: count, out: 0, replaces: line.id };
      return addLine(giveBack(order, { units, isExchange: true }), fresh);
    },
  },
  'cancel, money back': {
    can: (order) => hasMoney(order) && order.cancelledAt === undefined,
    take: (order, draw) =>
      refund(
        { ...order, cancelledAt: order.now },
        {
          units: everything(order),
          delivery: order.delivery - order.deliveryOut,
          state: draw.oneIn(3) ? 'pending' : 'success',
        },
      ),
  },
  touch: { weight: 1, can: () => true, take: (order) => order },
};

const isPlain = ({ discount, tax }: ShopOrder['lines'][number]): boolean => discount === 0 && tax === 0;

function isNewestWhole({ lines }: ShopOrder): boolean {
  const newest = lines.at(-1);
  return newest !== undefined && newest.out === 0 && lines.length > 1;
}

/** The amounts of the checkout do not name its lines, so they do not say which of the lines taken out were among them. */
export function noteMixedLines(order: ShopOrder): ShopOrder {
  const { backs, lines, placedLines } = order;
  const wasTakenOut = backs.some(({ isUnpaid }) => isUnpaid);
  const wasAdded = lines.slice(placedLines).some(({ replaces }) => replaces === undefined);
  const isMixed = wasTakenOut && wasAdded;
  return isMixed ? cannotTell(order, 'added-beside-taken-out') : order;
}
