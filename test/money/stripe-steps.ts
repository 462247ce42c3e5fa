import { pendingSteps, refundSteps } from './refund-steps.ts';
import { become, charge } from './shop-moves.ts';
import type { Payment, ShopOrder } from './shop-order.ts';
import type { Steps } from './step.ts';

const isAt =
  (...states: readonly Payment['state'][]) =>
  ({ payment }: ShopOrder): boolean =>
    states.includes(payment.state);

/** What happens to a session once the buyer has left it. It is never edited. */
export const stripeSteps: Steps = {
  pay: { can: isAt('open'), take: (order) => charge(order) },
  authorize: {
    can: (order) => isAt('open')(order) && order.payment.by === 'card',
    take: (order) => become(order, 'authorized'),
  },
  capture: { can: isAt('authorized'), take: (order) => charge(order) },
  'give up': { can: isAt('authorized'), take: (order) => become(order, 'voided') },
  'payment fails': {
    can: (order) => isAt('open')(order) && order.payment.by === 'transfer',
    take: (order) => become(order, 'failed'),
  },
  ...refundSteps({ mayPend: true }),
  ...pendingSteps,
  touch: { weight: 1, can: () => true, take: (order) => order },
};
