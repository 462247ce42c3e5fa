import { divide, multiply, sum, ZERO } from '../../model/money.ts';
import type { LineItem, Order, Stage } from '../../model/order.ts';
import { figuresOf } from './figures.ts';
import { fromUnits } from './minor-units.ts';
import { nameOf, type Session, type SessionLine } from './session-schema.ts';
import { toCustomer } from './to-customer.ts';
import { toRefunds } from './to-refunds.ts';

/** Turns a session into an order, in a stage. `shop` is the connection's. Pure. */
export function toOrder(
  session: Session,
  { stage, shop }: { readonly stage: Stage; readonly shop: string },
): Order {
  const { currency, metadata, client_reference_id: reference, payment_link: link } = session;
  const figures = figuresOf(session);
  const amount = (units: number) => fromUnits(units, currency);
  const items = session.line_items.data
    .filter(({ quantity }) => quantity > 0)
    .map((line) => toLineItem(line, currency));
  const orderDiscount = amount(figures.orderDiscount);
  const told = { total: amount(figures.total), items, deliveryCharge: amount(figures.delivery) };
  const { refunds, oddFigures } = toRefunds(session, told);
  return {
    source: 'stripe-checkout',
    shop,
    id: session.id,
    name: metadata?.['order_id'] ?? reference,
    stage,
    placedAt: session.payment_intent?.latest_charge?.created ?? session.created,
    currency,
    customer: toCustomer(session),
    ...told,
    orderDiscount,
    totalDiscount: sum([...items.map(({ lineDiscount }) => lineDiscount), orderDiscount]),
    tax: amount(figures.tax),
    taxesIncluded: figures.taxesIncluded,
    fees: ZERO,
    paymentMethods: methodsOf(session),
    couponCodes: [],
    paidWithCredit: undefined,
    sourceName: link === undefined ? undefined : 'payment_link',
    ...(refunds.length > 0 && { refunds }),
    ...(oddFigures.length > 0 && { oddFigures }),
  };
}

/** The session itself only says which ways of paying were offered. */
function methodsOf({ payment_intent: payment, payment_method_types: offered }: Session): readonly string[] {
  const used = payment?.latest_charge?.payment_method_details?.type;
  if (used !== undefined) return [used];
  return payment != null && offered?.length === 1 ? offered : [];
}

function toLineItem(line: SessionLine, currency: string): LineItem {
  const { price, quantity } = line;
  const product = price?.product;
  const linePrice = fromUnits(line.amount_subtotal, currency);
  const lineDiscount = fromUnits(line.amount_discount, currency);
  const unitPrice = divide(linePrice, quantity);
  return {
    // A product that was made for one session has a new id each time. The shop may say its own.
    productId: product?.metadata?.['product_id'] ?? product?.id,
    variantId: price?.id,
    sku: product?.metadata?.['sku'] ?? price?.lookup_key,
    title: nameOf(line) ?? '',
    variantTitle: undefined,
    vendor: undefined,
    quantity,
    unitPrice,
    ...(multiply(unitPrice, quantity) !== linePrice && { linePrice }),
    lineDiscount,
    unitDiscount: divide(lineDiscount, quantity),
    categories: [],
  };
}
