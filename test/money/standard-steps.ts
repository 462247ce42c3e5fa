import { drawLine } from './place-order.ts';
import { refundSteps } from './refund-steps.ts';
import { canGiveBack, goodsWorth, owed } from './shop-account.ts';
import {
  addLine,
  become,
  charge,
  drawSomeUnits,
  drawUnits,
  giveBack,
  hasSome,
  linesPaid,
  nextLineId,
  takeOut,
} from './shop-moves.ts';
import type { Payment, ShopOrder } from './shop-order.ts';
import type { Steps } from './step.ts';

const isAt =
  (...states: readonly Payment['state'][]) =>
  (order: ShopOrder): boolean =>
    order.cancelledAt === undefined && states.includes(order.payment.state);
const FULL_PRICE = { hasLineDiscounts: false };

/** What happens to orders of a shop that writes the published schema. */
export const standardSteps: Steps = {
  pay: { can: isAt('open'), take: (order) => charge(order) },
  authorize: { can: isAt('open'), take: (order) => become(order, 'authorized') },
  capture: { can: isAt('authorized'), take: (order) => charge(order) },
  void: { can: isAt('open', 'authorized'), take: (order) => become(order, 'voided') },
  'pay after all': { can: isAt('voided'), take: (order) => charge(order) },
  'cancel unpaid': {
    can: isAt('open', 'authorized', 'voided'),
    take: (order) => ({ ...order, cancelledAt: order.now }),
  },
  'cancel, keep the money': {
    can: (order) => isAt('charged')(order),
    take: (order) => ({ ...order, cancelledAt: order.now }),
  },
  'take units out': {
    can: (order) => isAt('open', 'authorized')(order) && hasSome(order),
    take(order, draw) {
      const after = takeOut(order, { units: drawSomeUnits(order, draw) });
      return goodsWorth(after) > 0 ? after : order;
    },
  },
  'add units': {
    can: isAt('open', 'authorized'),
    take: (order, draw) => addLine(order, drawLine(draw, { id: nextLineId(order), checkout: FULL_PRICE })),
  },
  'add units, paid at once': {
    can: isAt('charged'),
    take: (order, draw) =>
      charge(addLine(order, drawLine(draw, { id: nextLineId(order), checkout: FULL_PRICE }))),
  },
  ...refundSteps({ mayPend: false }),
  exchange: {
    can: (order) =>
      isAt('charged')(order) && canGiveBack(order) > 0 && owed(order) === 0 && linesPaid(order).length > 0,
    take(order, draw) {
      const units = drawUnits(order, draw);
      const fresh = addLine(order, drawLine(draw, { id: nextLineId(order), checkout: FULL_PRICE }));
      const after = giveBack(fresh, { units, isExchange: true });
      if (owed(after) >= 0) return charge(after);
      return giveBack(fresh, { units, isExchange: true, money: -owed(after), state: 'success' });
    },
  },
  touch: { weight: 1, can: () => true, take: (order) => order },
};
