import { hasMoney, pendingSteps, refund, refundSteps } from './refund-steps.ts';
import { owed, unitsLeft } from './shop-account.ts';
import { addLine, charge, drawUnits, everything, giveBack, linesPaid, nextLineId } from './shop-moves.ts';
import type { ShopOrder } from './shop-order.ts';
import type { Steps } from './step.ts';

const isUnpaid = ({ cancelledAt, payment }: ShopOrder): boolean =>
  cancelledAt === undefined && payment.state === 'open';
const isPlain = ({ discount, tax }: ShopOrder['lines'][number]): boolean => discount === 0 && tax === 0;

/** Takes a whole line back and sends the same in exchange, at another price if the shop gives back the difference. */
function exchange(order: ShopOrder, difference: number): ShopOrder {
  const line = linesPaid(order).find(isPlain);
  if (line === undefined) return order;
  const count = unitsLeft(line);
  const units = [{ lineId: line.id, count, net: line.price * count, tax: 0 }];
  const less = Math.min(difference, line.price);
  const fresh = {
    ...line,
    id: nextLineId(order),
    price: line.price - less,
    quantity: count,
    out: 0,
    replaces: line.id,
  };
  const money = less * count;
  const state = money > 0 ? 'success' : 'no-money';
  return giveBack(addLine(order, fresh), { units, isExchange: true, money, state });
}

const canExchange = (order: ShopOrder): boolean =>
  hasMoney(order) && owed(order) === 0 && linesPaid(order).some(isPlain);

/** What happens to orders at Shopby. They are not edited: what changes is a claim. */
export const shopbySteps: Steps = {
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
  'refund with points': {
    can: (order) => hasMoney(order) && order.credit > 0 && linesPaid(order).length > 0,
    take(order, draw) {
      const after = refund(order, { units: drawUnits(order, draw) });
      const points = draw.between(0, after.backs.at(-1)?.money ?? 0);
      return {
        ...after,
        backs: after.backs.map((back, at) => (at === after.backs.length - 1 ? { ...back, points } : back)),
      };
    },
  },
  'exchange for the same': { can: canExchange, take: (order) => exchange(order, 0) },
  'exchange for less': {
    can: canExchange,
    take: (order, draw) => exchange(order, draw.between(1, 50)),
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
