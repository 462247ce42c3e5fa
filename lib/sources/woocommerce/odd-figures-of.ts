import type { Lines } from './lines-of.ts';
import type { WooCommerceOrder } from './schema.ts';
import { wrongRefunds } from './to-refunds.ts';

/** Returns the reason of each figure, line or refund that was set aside, one entry for each. Pure. */
export function oddFiguresOf(order: WooCommerceOrder, { odd }: Pick<Lines, 'odd'>): string[] {
  const counts = {
    line: odd,
    fee: order.fee_lines.odd.length,
    coupon: order.coupon_lines.odd.length,
    'gift-card': order.gift_cards?.odd.length ?? 0,
    refund: order.refunds.odd.length + wrongRefunds(order),
    tax: Number(order.total_tax.isOdd),
    delivery: Number(order.shipping_total.isOdd) + Number(order.shipping_tax.isOdd),
    currency: Number(order.currency.value === undefined),
    'changed-at': Number(order.date_modified_gmt.isOdd),
  };
  return Object.entries(counts).flatMap(([reason, count]) => Array<string>(count).fill(reason));
}
