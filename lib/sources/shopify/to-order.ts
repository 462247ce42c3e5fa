import { PayloadError } from '../../model/errors.ts';
import { subtract, sum } from '../../model/money.ts';
import type { Order, Stage } from '../../model/order.ts';
import { dueOf } from './due.ts';
import { refundFigures } from './refund-figures.ts';
import type { ShopifyOrder } from './schema.ts';
import { standingOf } from './standing.ts';
import { toCustomer } from './to-customer.ts';
import { toRefunds } from './to-refunds.ts';
import { toleranceOf } from './tolerance-of.ts';

interface OrderContext {
  /** The connection's, never a header's. */
  readonly shop: string;
  readonly stage: Stage;
}

/**
 * Turns a Shopify order into ours. Pure.
 * @throws {PayloadError} the order lacks the time it was placed.
 */
export function toOrder(order: ShopifyOrder, { shop, stage }: OrderContext): Order {
  const returned = refundFigures(order);
  const due = dueOf(order, returned, stage);
  const { items, takenOut, ...figures } = standingOf(order, returned, due);
  const listed = toRefunds(order, returned);
  const standing = items.filter(({ quantity }) => quantity > 0);
  const lineDiscounts = sum(standing.map((item) => item.lineDiscount));
  const taken = takenOut.filter(({ quantity }) => quantity > 0);
  const tolerance = toleranceOf(order);
  const odd = [...Array.from({ length: order.line_items.setAside }, () => 'line'), ...due.odd, ...listed.odd];

  return {
    source: 'shopify',
    shop,
    id: order.id,
    name: order.name,
    stage,
    placedAt: placedAt(order),
    changedAt: order.cancelled_at ?? order.updated_at ?? undefined,
    currency: order.currency,
    customer: toCustomer(order),
    items: standing,
    total: due.total,
    ...(due.terms !== undefined && { due: due.terms }),
    deliveryCharge: figures.delivery,
    orderDiscount: subtract(figures.totalDiscount, lineDiscounts, figures.deliveryDiscount),
    totalDiscount: figures.totalDiscount,
    tax: figures.tax,
    taxesIncluded: order.taxes_included ?? false,
    fees: figures.fees,
    paymentMethods: paymentMethods(order),
    couponCodes: (order.discount_codes ?? []).flatMap(({ code }) => code ?? []),
    // Transactions are not part of the order, so the amount paid by gift card is unknown here.
    paidWithCredit: undefined,
    sourceName: order.source_name,
    ...(taken.length > 0 && { takenOut: taken }),
    ...(listed.refunds.length > 0 && { refunds: listed.refunds }),
    ...(odd.length > 0 && { oddFigures: odd }),
    ...(tolerance !== undefined && { tolerance }),
  };
}

function placedAt(order: ShopifyOrder): string {
  const instant = order.processed_at ?? order.created_at;
  if (instant == null) throw new PayloadError([{ path: 'created_at', message: 'missing' }]);
  return instant;
}

const STORE_CREDIT = 'shopify_store_credit';

/** Store credit pays only a part of most orders, like a gift card. So it is a method only where nothing else paid. */
function paymentMethods({ payment_gateway_names }: ShopifyOrder): string[] {
  const names = (payment_gateway_names ?? []).filter((name) => name !== null);
  const isCredit = (name: string): boolean => name === STORE_CREDIT;
  return [...names.filter((name) => !isCredit(name)), ...names.filter(isCredit)];
}
