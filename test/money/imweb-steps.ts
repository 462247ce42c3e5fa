import { hasMoney, pendingSteps, refund, refundSteps } from './refund-steps.ts';
import { sumOf } from './shop-account.ts';
import { charge, drawUnits, everything, giveBack, linesPaid } from './shop-moves.ts';
import type { ShopOrder } from './shop-order.ts';
import type { Steps } from './step.ts';

const isUnpaid = ({ cancelledAt, payment, charged }: ShopOrder): boolean =>
  cancelledAt === undefined && payment.state === 'open' && charged === 0;

/** No more points go back than were spent. */
const pointsLeft = ({ credit, backs }: ShopOrder): number => credit - sumOf(backs, ({ points }) => points);

/** What happens to orders at Imweb. An order is not edited once it is placed. */
export const imwebSteps: Steps = {
  pay: { can: isUnpaid, take: (order) => charge(order) },
  'cancel unpaid': {
    can: isUnpaid,
    take: (order) => ({
      ...giveBack(order, { units: everything(order), isUnpaid: true }),
      cancelledAt: order.now,
    }),
  },
  ...refundSteps({ mayPend: true }),
  ...pendingSteps,
  'refund as points': {
    can: (order) => hasMoney(order) && linesPaid(order).length > 0 && pointsLeft(order) > 0,
    take(order, draw) {
      const after = refund(order, { units: drawUnits(order, draw) });
      const money = after.backs.at(-1)?.money ?? 0;
      const points = draw.between(0, Math.min(money, pointsLeft(order)));
      return {
        ...after,
        backs: after.backs.map((back, at) => (at === after.backs.length - 1 ? { ...back, points } : back)),
      };
    },
  },
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
