import type { Draw } from './draw.ts';
import { drawLine } from './place-order.ts';
import { hasMoney, pendingSteps, refund, refundSteps } from './refund-steps.ts';
import { askedFor, canGiveBack, keptOf, netOf, owed, unitsLeft } from './shop-account.ts';
import {
  addLine,
  atMost,
  become,
  cannotTell,
  charge,
  drawSomeUnits,
  drawUnits,
  everything,
  giveBack,
  hasPending,
  hasSome,
  linesLeft,
  linesPaid,
  nextLineId,
  settle,
  worthOfBack,
} from './shop-moves.ts';
import type { Payment, ShopOrder } from './shop-order.ts';
import type { Steps } from './step.ts';

const isOpen = (order: ShopOrder): boolean => order.cancelledAt === undefined;
const isAt =
  (...states: readonly Payment['state'][]) =>
  (order: ShopOrder): boolean =>
    isOpen(order) && states.includes(order.payment.state);
const isEditable = (order: ShopOrder): boolean =>
  isAt('open', 'authorized', 'charged', 'imported')(order) && !hasPending(order);
const isSettled = (order: ShopOrder): boolean => hasMoney(order) && isOpen(order) && owed(order) === 0;

const newLine = (order: ShopOrder, draw: Draw) => ({
  ...drawLine(draw, { id: nextLineId(order), checkout: { hasLineDiscounts: false } }),
  isPaid: false,
});

const deliveryLeft = ({ delivery, deliveryOut }: ShopOrder): number => delivery - deliveryOut;

/** Takes everything out, and gives back what there is. */
function cancel(order: ShopOrder, { withMoney }: { readonly withMoney: boolean }): ShopOrder {
  const whole = { units: everything(order), delivery: deliveryLeft(order) };
  const cancelled = { ...order, cancelledAt: order.now };
  return withMoney ? refund(cancelled, whole) : giveBack(cancelled, whole);
}

const paying = {
  pay: { can: isAt('open'), take: (order) => charge(order) },
  authorize: {
    can: (order) => isAt('open')(order) && order.payment.by === 'card',
    take: (order) => become(order, 'authorized'),
  },
  capture: { can: isAt('authorized'), take: (order) => charge(order) },
  'capture less': {
    can: (order) => isAt('authorized')(order) && owed(order) > 1,
    take: (order, draw) => charge(order, draw.between(1, owed(order) - 1)),
  },
  'pay the rest': {
    can: (order) => isAt('charged')(order) && owed(order) > 0,
    take: (order) => charge(order),
  },
  void: { can: isAt('authorized'), take: (order) => become(order, 'voided') },
  expire: { can: isAt('authorized'), take: (order) => become(order, 'expired') },
  'pay after all': { can: isAt('voided', 'expired'), take: (order) => charge(order) },
} satisfies Steps;

const editing = {
  'take units out': {
    can: (order) => isEditable(order) && hasSome(order),
    take: (order, draw) => settle(giveBack(order, { units: drawSomeUnits(order, draw) })),
  },
  'take delivery out': {
    can: (order) =>
      isEditable(order) && order.delivery > 0 && order.deliveryOut === 0 && askedFor(order) >= order.delivery,
    take: (order) => settle({ ...order, isDeliveryRemoved: true, deliveryOut: order.delivery }),
  },
  'give a discount later': {
    can: (order) => isEditable(order) && linesLeft(order).length > 0,
    take(order, draw) {
      const [line] = linesLeft(order);
      if (line === undefined) return order;
      const most = Math.min(netOf(line, unitsLeft(line)), askedFor(order));
      const laterDiscount = most > 0 ? draw.between(1, most) : 0;
      const lines = order.lines.map((own) => (own.id === line.id ? { ...own, laterDiscount } : own));
      return settle({ ...order, lines });
    },
  },
  'add units': {
    can: (order) => isEditable(order) && order.payment.state !== 'imported',
    take: (order, draw) => addLine(order, newLine(order, draw)),
  },
  'add units, paid at once': {
    can: (order) => isEditable(order) && order.payment.state === 'charged',
    take: (order, draw) => charge(addLine(order, newLine(order, draw))),
  },
} satisfies Steps;

const givingBack = {
  ...refundSteps({ mayPend: true }),
  ...pendingSteps,
  'pay out what is owed': {
    can: (order) => hasMoney(order) && owed(order) < 0,
    take: (order) => giveBack(order, { money: atMost(order, -owed(order)), state: 'success' }),
  },
  'take goods back without money': {
    can: (order) => hasMoney(order) && linesPaid(order).length > 0,
    take: (order, draw) => giveBack(order, { units: drawUnits(order, draw) }),
  },
  exchange: {
    can: (order) => isSettled(order) && isAt('charged')(order) && linesPaid(order).length > 0,
    take(order, draw) {
      const units = drawUnits(order, draw);
      const fresh = addLine(order, newLine(order, draw));
      const after = giveBack(fresh, { units, isExchange: true });
      const difference = owed(after);
      if (difference > 0) return draw.oneIn(3) ? after : charge(after);
      const money = atMost(order, -difference);
      return giveBack(fresh, { units, isExchange: true, money, state: money === 0 ? 'no-money' : 'success' });
    },
  },
  'cancel, money back': {
    can: (order) => isOpen(order) && order.charged > 0 && canGiveBack(order) > 0 && canCancel(order),
    take: (order) => cancel(order, { withMoney: true }),
  },
  'cancel, keep the money': {
    can: (order) => hasMoney(order) && canCancel(order),
    take: (order) => cancel(order, { withMoney: false }),
  },
  'give credit worth more': {
    weight: 1,
    can: (order) => isSettled(order) && order.backs.length === 0 && canCancel(order),
    take(order, draw) {
      const units = everything(order);
      const delivery = deliveryLeft(order);
      const bonus = draw.between(1, 1_000);
      const money = worthOfBack(order, units, delivery) + bonus;
      return giveBack(order, { units, delivery, money, goodwill: bonus, state: 'success' });
    },
  },
  'cancel unpaid': {
    can: (order) => isAt('open', 'authorized', 'voided', 'expired')(order) && canCancel(order),
    take: (order) => {
      const { state } = order.payment;
      return become(cancel(order, { withMoney: false }), state === 'expired' ? 'expired' : 'voided');
    },
  },
  'lose a dispute': {
    weight: 1,
    can: (order) => hasMoney(order) && keptOf(order) > 0 && order.payment.state === 'charged',
    take: (order) => cannotTell({ ...order, chargedBack: keptOf(order) }, 'chargeback'),
  },
} satisfies Steps;

/** A line with a later discount is not taken back by this model. */
function canCancel(order: ShopOrder): boolean {
  return isOpen(order) && !hasPending(order) && order.lines.every(({ laterDiscount }) => laterDiscount === 0);
}

/** A note or a tag: the order changes, and none of its money. */
const touch = { weight: 1, can: () => true, take: (order) => order } satisfies Steps[string];

/** What happens to orders at Shopify. */
export const shopifySteps: Steps = { ...paying, ...editing, ...givingBack, touch };
