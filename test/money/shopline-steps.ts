import { hasMoney, pendingSteps, refund, refundSteps } from './refund-steps.ts';
import { become, charge, everything, giveBack } from './shop-moves.ts';
import type { Payment, ShopOrder } from './shop-order.ts';
import type { Steps } from './step.ts';

const isAt =
  (...states: readonly Payment['state'][]) =>
  ({ cancelledAt, payment, charged }: ShopOrder): boolean =>
    cancelledAt === undefined && charged === 0 && states.includes(payment.state);

/** What happens to orders at SHOPLINE. */
export const shoplineSteps: Steps = {
  pay: { can: isAt('open'), take: (order) => charge(order) },
  authorize: { can: isAt('open'), take: (order) => become(order, 'authorized') },
  capture: { can: isAt('authorized'), take: (order) => charge(order) },
  'cancel unpaid': {
    can: isAt('open', 'authorized'),
    take: (order) => ({
      ...giveBack(order, { units: everything(order), isUnpaid: true }),
      cancelledAt: order.now,
    }),
  },
  ...refundSteps({ mayPend: true }),
  ...pendingSteps,
  'cancel, money back': {
    can: (order) => hasMoney(order) && order.cancelledAt === undefined,
    take: (order) =>
      refund(
        { ...order, cancelledAt: order.now },
        { units: everything(order), delivery: order.delivery - order.deliveryOut },
      ),
  },
  touch: { weight: 1, can: () => true, take: (order) => order },
};
