import { drawLine } from './place-order.ts';
import { goodsWorth, listedBack, paidBack } from './shop-account.ts';
import {
  addLine,
  become,
  cannotTell,
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
const isPaid = ({ paidAt }: ShopOrder): boolean => paidAt !== undefined;
const isOnDelivery = ({ payment }: ShopOrder): boolean => payment.by === 'on-delivery';

/** What a refund may still be: never more than the total, which a gift card has lowered. */
const refundable = (order: ShopOrder): number => goodsWorth(order) - order.credit - listedBack(order);

/**
 * WooCommerce names no lines in an order's refunds, so goods that come back leave no other trace. Once all of the total is
 * paid back, the order is refunded.
 */
function refund(order: ShopOrder, money: number): ShopOrder {
  const after = giveBack(order, { money, goodwill: money, state: 'success' });
  return refundable(after) > 0 ? after : loadAgain(after);
}

/**
 * Gift Cards loads the card again, once, when an order is cancelled or refunded. No entry says so.
 * @see https://github.com/mesguerrae/holy/blob/master/wp-content/plugins/woocommerce-gift-cards/includes/class-wc-gc-order.php (version 1.6.0, `credit_order_statuses`; read 2026-11-29)
 */
function loadAgain(order: ShopOrder): ShopOrder {
  const { credit: money, backs } = order;
  const isLoaded = money === 0 || backs.some(({ isListed }) => !isListed);
  if (isLoaded) return order;
  return giveBack(order, { money, goodwill: money, state: 'success', isListed: false });
}

const paying = {
  pay: {
    can: (order) => isAt('open')(order) && !isOnDelivery(order),
    take: (order) => charge(order),
  },
  'pay at the door': {
    can: (order) => isAt('open')(order) && isOnDelivery(order),
    take: (order) => charge(order),
  },
  authorize: {
    can: (order) => isAt('open')(order) && order.payment.by === 'card',
    take: (order) => become(order, 'authorized'),
  },
  capture: { can: isAt('authorized'), take: (order) => charge(order) },
  // The gateway lets the money go, and WooCommerce notes a refund although nothing was paid.
  // @see https://github.com/woocommerce/woocommerce/issues/61924 (read 2026-11-29)
  reject: { can: isAt('authorized'), take: (order) => become(order, 'rejected') },
  fail: { can: isAt('open'), take: (order) => become(order, 'failed') },
  'pay after failing': { can: isAt('failed'), take: (order) => charge(order) },
  'cancel unpaid': {
    can: isAt('open', 'authorized', 'held'),
    take: (order) => ({ ...order, cancelledAt: order.now }),
  },
  reopen: {
    can: ({ cancelledAt, paidAt, payment }) =>
      paidAt === undefined && (cancelledAt !== undefined || payment.state === 'failed'),
    take: (order) => become({ ...order, cancelledAt: undefined }, 'open'),
  },
  hold: {
    can: (order) => isAt('open')(order) && isOnDelivery(order),
    take: (order) => become(order, 'held'),
  },
  release: { can: isAt('held'), take: (order) => become(order, 'open') },
} satisfies Steps;

const editing = {
  'take units out': {
    can: (order) => isAt('open', 'held')(order) && hasSome(order) && order.backs.length === 0,
    take(order, draw) {
      const after = takeOut(order, { units: drawSomeUnits(order, draw) });
      return goodsWorth(after) > after.credit ? after : order;
    },
  },
  'add units': {
    can: isAt('open', 'held'),
    take: (order, draw) => addLine(order, drawLine(draw, { id: nextLineId(order), checkout: FULL_PRICE })),
  },
  'add units, paid at once': {
    can: (order) => isAt('charged')(order) && paidBack(order) === 0,
    take: (order, draw) =>
      charge(addLine(order, drawLine(draw, { id: nextLineId(order), checkout: FULL_PRICE }))),
  },
  // Set back to pending, edited and set to processing again: the body has the new total, and no money moved.
  'take units out after payment': {
    weight: 1,
    can: (order) => isAt('charged')(order) && hasSome(order) && order.backs.length === 0,
    take(order, draw) {
      const after = takeOut(order, { units: drawSomeUnits(order, draw) });
      return goodsWorth(after) > after.credit ? cannotTell(after, 'edited-after-payment') : order;
    },
  },
} satisfies Steps;

const FULL_PRICE = { hasLineDiscounts: false };

const givingBack = {
  refund: {
    can: (order) => isPaid(order) && refundable(order) > 0,
    take: (order, draw) => refund(order, draw.between(1, refundable(order))),
  },
  'refund all': {
    can: (order) => isPaid(order) && refundable(order) > 0,
    take: (order) => refund(order, refundable(order)),
  },
  'refund before the door': {
    can: (order) => isAt('open')(order) && isOnDelivery(order) && refundable(order) > 1,
    take: (order, draw) => refund(order, draw.between(1, refundable(order) - 1)),
  },
  'delete a refund': {
    weight: 1,
    // An order that is refunded stays so, whatever is deleted.
    can: (order) => order.backs.length > 0 && refundable(order) > 0,
    take(order) {
      const newest = order.backs.findLast(({ isListed }) => isListed);
      const backs = order.backs.filter((back) => back !== newest);
      return cannotTell({ ...order, backs }, 'refund-deleted');
    },
  },
  // WooCommerce itself moves no money then.
  'cancel paid': {
    can: (order) => isPaid(order) && order.cancelledAt === undefined,
    take: (order) => loadAgain({ ...order, cancelledAt: order.now }),
  },
} satisfies Steps;

/** What happens to orders at WooCommerce. */
export const wooCommerceSteps: Steps = {
  ...paying,
  ...editing,
  ...givingBack,
  touch: { weight: 1, can: () => true, take: (order) => order },
};
