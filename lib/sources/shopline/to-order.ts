import { PayloadError } from '../../model/errors.ts';
import { ZERO } from '../../model/money.ts';
import type { Order, Stage } from '../../model/order.ts';
import { figuresOf } from './figures.ts';
import { linesOf, toLineItem } from './lines-of.ts';
import { creditOf, paymentMethods } from './payments.ts';
import { refundFigures } from './refund-figures.ts';
import type { ShoplineOrder } from './schema.ts';
import { toCustomer } from './to-customer.ts';
import { toRefunds } from './to-refunds.ts';

/**
 * Turns a SHOPLINE order into ours. `shop` is the connection's, never a header's. Pure.
 * @throws {PayloadError} the order lacks the time it was placed.
 */
export function toOrder(
  order: ShoplineOrder,
  { shop, stage }: { readonly shop: string; readonly stage: Stage },
): Order {
  const lines = linesOf(order);
  const currency = currencyOf(order);
  const returned = refundFigures(order, currency);
  const { due, delivery, ...figures } = figuresOf(order, { lines, refunds: returned });
  const listed = toRefunds(order, { stage, total: figures.total, currency, figures: returned });
  const odd = [...Array.from({ length: order.line_items.setAside }, () => 'line'), ...listed.odd];
  return {
    source: 'shopline',
    shop,
    id: order.id,
    name: order.name,
    stage,
    placedAt: placedAt(order),
    changedAt: order.cancelled_at ?? order.updated_at ?? undefined,
    currency,
    customer: toCustomer(order),
    items: lines.map(toLineItem),
    ...figures,
    ...(due.length > 1 && { due }),
    deliveryCharge: delivery,
    tax: order.total_tax ?? ZERO,
    paymentMethods: paymentMethods(order),
    couponCodes: order.discount_codes.read.flatMap(({ code }) => code ?? []),
    paidWithCredit: creditOf(order, currency),
    sourceName: order.order_source ?? order.source_name,
    ...(listed.refunds.length > 0 && { refunds: listed.refunds }),
    ...(odd.length > 0 && { oddFigures: odd }),
  };
}

/** Amounts are in the shop's currency. */
function currencyOf({ current_total_price_set, total_shipping_price_set, currency }: ShoplineOrder): string {
  const named = [current_total_price_set, total_shipping_price_set].map(
    (set) => set?.shop_money.currency_code,
  );
  return named.find((code) => code !== undefined && /^[A-Z]{3}$/.test(code)) ?? currency;
}

/** When the buyer completed the order. Webhooks do not have that time, and say when the order was made. */
function placedAt(order: ShoplineOrder): string {
  const instant = order.order_at ?? order.created_at;
  if (instant == null) throw new PayloadError([{ path: 'created_at', message: 'missing' }]);
  return instant;
}
