import { isSeen } from './bigcommerce-bodies.ts';
import { drawLine } from './place-order.ts';
import { hasMoney, refundSteps } from './refund-steps.ts';
import { canGiveBack, goodsWorth, paidBack } from './shop-account.ts';
import {
  addLine,
  become,
  charge,
  drawSomeUnits,
  giveBack,
  hasSome,
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
/** An order on delivery counts from the start, so what is edited then is not told. */
const mayBeEdited = (order: ShopOrder): boolean =>
  isAt('open')(order) && order.payment.by === 'transfer' && order.backs.length === 0;

/** What happens to orders at BigCommerce. */
export const bigCommerceSteps: Steps = {
  pay: { can: isAt('open'), take: (order) => charge(order) },
  authorize: {
    can: (order) => isAt('open')(order) && isSeen(order),
    take: (order) => become(order, 'authorized'),
  },
  capture: { can: isAt('authorized'), take: (order) => charge(order) },
  void: { can: isAt('authorized'), take: (order) => become(order, 'voided') },
  fail: { can: (order) => isAt('open')(order) && isSeen(order), take: (order) => become(order, 'failed') },
  'pay after failing': { can: isAt('failed'), take: (order) => charge(order) },
  'cancel unpaid': {
    can: isAt('open', 'authorized', 'voided'),
    take: (order) => ({ ...order, cancelledAt: order.now }),
  },
  // Only of money that BigCommerce sees it says that it was kept.
  'cancel, keep the money': {
    can: (order) => isAt('charged')(order) && isSeen(order),
    take: (order) => ({ ...order, cancelledAt: order.now }),
  },
  'take units out': {
    can: (order) => mayBeEdited(order) && hasSome(order),
    take(order, draw) {
      const after = takeOut(order, { units: drawSomeUnits(order, draw) });
      return goodsWorth(after) > after.credit ? after : order;
    },
  },
  'add units': {
    can: mayBeEdited,
    take: (order, draw) => addLine(order, drawLine(draw, { id: nextLineId(order), checkout: FULL_PRICE })),
  },
  'add units, paid at once': {
    can: (order) => isAt('charged')(order) && isSeen(order) && paidBack(order) === 0,
    take: (order, draw) =>
      charge(addLine(order, drawLine(draw, { id: nextLineId(order), checkout: FULL_PRICE }))),
  },
  ...refundSteps({ mayPend: false }),
  'refund is declined': {
    can: hasMoney,
    take: (order, draw) => giveBack(order, { money: draw.between(1, canGiveBack(order)), state: 'failure' }),
  },
  touch: { weight: 1, can: () => true, take: (order) => order },
};
