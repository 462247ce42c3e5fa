import { NO_CURRENCY, sum } from '../../model/money.ts';
import type { Customer, Order, Stage } from '../../model/order.ts';
import { basisOf } from './basis.ts';
import { toFigures } from './figures.ts';
import { boughtLines, toLineItem } from './lines.ts';
import type { BigCommerceOrder } from './schema.ts';
import { toRefunds } from './to-refunds.ts';

/** Turns an order of the API into ours, in a stage. `shop` is the connection's. Pure. */
export function toOrder(
  order: BigCommerceOrder,
  { stage, shop }: { readonly stage: Stage; readonly shop: string },
): Order {
  const currency = order.default_currency_code ?? order.currency_code ?? NO_CURRENCY;
  const basis = basisOf(order);
  const items = boughtLines(order).map((line) => toLineItem(line, { basis }));
  const figures = toFigures(order, currency);
  const { refunds, oddFigures } = toRefunds(order);
  const codes = order.products.flatMap(({ applied_discounts }) =>
    applied_discounts.flatMap(({ code }) => code ?? []),
  );
  return {
    source: 'bigcommerce',
    shop,
    id: order.id,
    name: order.id,
    stage,
    placedAt: order.date_created,
    ...(order.date_modified != null && { changedAt: order.date_modified }),
    currency,
    customer: toCustomer(order),
    items,
    ...figures,
    totalDiscount: sum([...items.map(({ lineDiscount }) => lineDiscount), figures.orderDiscount]),
    paymentMethods: order.payment_method === undefined ? [] : [order.payment_method],
    couponCodes: [...new Set(codes)],
    sourceName: order.order_source,
    ...(refunds.length > 0 && { refunds }),
    ...(oddFigures.length > 0 && { oddFigures }),
  };
}

/** Only the billing address is read: those of deliveries are the recipients'. */
function toCustomer({ customer_id, billing_address }: BigCommerceOrder): Customer {
  const { email, phone, country_iso2: country } = billing_address ?? {};
  return {
    id: customer_id ?? undefined,
    emails: email === undefined ? [] : [email],
    phones: phone === undefined ? [] : [{ number: phone, country }],
  };
}
