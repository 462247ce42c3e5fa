import type { Customer, Order, Stage } from '../../model/order.ts';
import { toFigures } from './figures.ts';
import { linesOf, toLineItem } from './lines.ts';
import { linesAsPlaced } from './lines-as-placed.ts';
import type { Cafe24Order } from './order-schema.ts';
import type { ParsedOrder } from './parse-order.ts';
import { toPaymentMethods } from './payment-methods.ts';
import { toRefunds } from './to-refunds.ts';
import { unlistedRefunds } from './unlisted-refunds.ts';

/** Turns an order of the Admin API into ours, in a stage. `shop` is the connection's. The total may be negative. Pure. */
export function toOrder(
  { order, oddFigures: oddFields }: ParsedOrder,
  { stage, shop }: { readonly stage: Stage; readonly shop: string },
): Order {
  const placed = order.initial_order_amount.order_price_amount;
  const lines = linesAsPlaced(linesOf(order, stage), { placed, isPaidInPart: order.paid === 'M' });
  const figures = toFigures(order, lines);
  const listed = toRefunds(order, lines);
  // If the list itself is odd, nobody knows what it lacks.
  const found = oddFields.includes('refund')
    ? [listed]
    : [listed, unlistedRefunds(order, { ...lines, ...figures })];
  const refunds = found.flatMap((reading) => reading.refunds);
  const oddFigures = [...oddFields, ...found.flatMap((reading) => reading.oddFigures)];
  const changedAt = changedAtOf(order, stage);
  return {
    source: 'cafe24',
    shop,
    id: order.order_id,
    name: order.order_id,
    stage,
    placedAt: order.order_date,
    ...(changedAt != null && { changedAt }),
    currency: order.currency,
    customer: toCustomer(order),
    items: lines.bought.map(toLineItem),
    ...figures,
    paymentMethods: toPaymentMethods(order.payment_method),
    couponCodes: [...new Set((order.coupons ?? []).flatMap(({ coupon_code }) => coupon_code ?? []))],
    sourceName: order.order_place_id,
    ...(lines.takenOut.length > 0 && { takenOut: lines.takenOut.map(toLineItem) }),
    ...(refunds.length > 0 && { refunds }),
    ...(oddFigures.length > 0 && { oddFigures }),
  };
}

/** Cafe24 does not date the change of an order itself. */
function changedAtOf({ cancel_date, payment_date }: Cafe24Order, stage: Stage): string | null | undefined {
  if (stage === 'closed') return cancel_date;
  return stage === 'paid' ? payment_date : undefined;
}

/** Only the buyer is read, never the receiver. An order in won is from a Korean shop, with Korean phone numbers. */
function toCustomer({ member_id, member_email, buyer, currency }: Cafe24Order): Customer {
  const country = currency === 'KRW' ? 'KR' : undefined;
  const numbers = [buyer?.cellphone, buyer?.phone].filter((number) => number !== undefined);
  return {
    id: member_id,
    emails: [buyer?.email, member_email].filter((email) => email !== undefined),
    phones: numbers.map((number) => ({ number, country })),
  };
}
