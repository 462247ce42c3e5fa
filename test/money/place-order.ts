import type { Draw } from './draw.ts';
import { askedFor } from './shop-account.ts';
import type { OrderLine, Payment, ShopOrder, Ways } from './shop-order.ts';

/** What a platform's orders can be at the checkout. */
export interface Checkout {
  readonly paysBy: readonly [Payment['by'], ...Payment['by'][]];
  /** Whether an order may have a tip or a fee, and whether it may be negative: a discount on the order. */
  readonly extra: 'tip' | 'discount' | 'tip or discount';
  readonly hasCredit: boolean;
  /** `either`: the shop shows prices with or without tax. */
  readonly tax: 'included' | 'either';
  readonly hasLineDiscounts: boolean;
}

/** Draws an order as it is placed: not paid yet. Zeros make one unit of one line at 100. */
export function placeOrder(
  draw: Draw,
  { number, ways, checkout }: { readonly number: number; readonly ways: Ways; readonly checkout: Checkout },
): ShopOrder {
  const taxesIncluded = checkout.tax === 'included' || draw.below(2) === 0;
  const count = draw.between(1, 4);
  const lines = Array.from({ length: count }, (_, index) => drawLine(draw, { id: index + 1, checkout }));
  const placed: ShopOrder = {
    number,
    now: 0,
    changedAt: 0,
    lines,
    placedLines: lines.length,
    taxesIncluded,
    delivery: draw.oneIn(2) ? draw.between(1, 30) * 100 : 0,
    deliveryOut: 0,
    isDeliveryRemoved: false,
    tip: 0,
    isTipOut: false,
    ways,
    credit: 0,
    payment: { by: draw.of(checkout.paysBy), state: 'open' },
    cancelledAt: undefined,
    paidAt: undefined,
    charged: 0,
    backs: [],
    chargedBack: 0,
    untellable: [],
    steps: [],
  };
  const tip = drawExtra(draw, checkout.extra, askedFor(placed));
  const total = askedFor(placed) + tip;
  const credit = checkout.hasCredit && draw.oneIn(4) ? Math.min(total, draw.between(1, 60) * 100) : 0;
  return { ...placed, tip, credit };
}

/** Draws a line. Prices are around 100 units of money, so that amounts stay far from every limit of a number. */
export function drawLine(
  draw: Draw,
  { id, checkout }: { readonly id: number; readonly checkout: Pick<Checkout, 'hasLineDiscounts'> },
): OrderLine {
  const price = draw.oneIn(3) ? draw.between(1, 30_000) : 10_000 - draw.below(90) * 100;
  const quantity = draw.oneIn(2) ? draw.between(2, 4) : 1;
  const whole = price * quantity;
  const discount = checkout.hasLineDiscounts && draw.oneIn(3) ? draw.between(0, Math.floor(whole / 2)) : 0;
  const tax = draw.oneIn(3) ? Math.floor(((whole - discount) * draw.of([10, 19, 25])) / 100) : 0;
  return { id, price, quantity, discount, tax, out: 0, isPaid: true, laterDiscount: 0 };
}

/** A discount on the order stays far below its worth. */
function drawExtra(draw: Draw, extra: Checkout['extra'], worth: number): number {
  if (!draw.oneIn(4)) return 0;
  const isDiscount = extra === 'discount' || (extra === 'tip or discount' && draw.oneIn(2));
  return isDiscount ? -draw.below(Math.floor(worth / 4) + 1) : draw.between(1, 1_000);
}
