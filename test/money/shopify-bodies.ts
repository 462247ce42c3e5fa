import { toText } from './amount-text.ts';
import {
  askedFor,
  boughtWorth,
  goodsWorth,
  netOf,
  onItsWayBack,
  owed,
  paidBack,
  sumOf,
  taxOf,
  unitsLeft,
} from './shop-account.ts';
import type { OrderLine, ShopOrder } from './shop-order.ts';
import { instantOf } from './shop-time.ts';
import { lineItem, tipItem } from './shopify-line-bodies.ts';
import { shopifyRefunds } from './shopify-refund-bodies.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Returns the status of an order's money by its documented meaning.
 * @see https://shopify.dev/docs/api/admin-graphql/latest/enums/OrderDisplayFinancialStatus (read 2026-11-29)
 */
export function financialStatus(order: ShopOrder): string {
  const { payment, charged, ways } = order;
  if (payment.state === 'voided' || payment.state === 'expired') return payment.state;
  if (payment.state === 'authorized') return 'authorized';
  if (payment.state === 'open') return 'pending';
  const back = paidBack(order);
  // It keeps the status it was created with, whatever its payments say.
  // @see https://shopify.dev/docs/api/admin-graphql/latest/enums/OrderCreateFinancialStatus (read 2026-11-29)
  // Money that is on its way back does not pay for what was added.
  const isOwed =
    owed(order) + onItsWayBack(order) > 0 && payment.state !== 'imported' && order.cancelledAt === undefined;
  if (isOwed && (back === 0 || ways.addedUnpaid === 'partially_paid')) return 'partially_paid';
  if (back === 0) return 'paid';
  return back >= charged ? 'refunded' : 'partially_refunded';
}

/**
 * Returns an order as Shopify's REST API and its webhooks write it.
 *
 * - `total_price` is the worth of all that was ever in the order; `current_total_price` "reflects order edits, returns, and
 *   refunds".
 * - `total_outstanding` is what was not transacted yet; negative if the shop owes the buyer.
 * @see https://shopify.dev/docs/api/admin-rest/latest/resources/order (read 2026-11-29)
 * @see https://shopify.dev/docs/api/admin-graphql/latest/objects/Order (`totalOutstandingSet`; read 2026-11-29)
 */
export function shopifyBody(order: ShopOrder): Json {
  const { ways, lines, delivery } = order;
  const text = (units: number) => toText(units, ways.currency);
  const money = (units: number) => moneySet(order, units);
  const left = (of: (line: OrderLine, count: number) => number) =>
    sumOf(lines, (line) => of(line, unitsLeft(line)));
  return {
    id: orderId(order),
    name: `#${order.number}`,
    created_at: instantOf(0),
    processed_at: instantOf(0),
    updated_at: instantOf(order.changedAt),
    cancelled_at: order.cancelledAt === undefined ? null : instantOf(order.cancelledAt),
    test: false,
    currency: ways.currency,
    presentment_currency: buyerCurrency(order),
    taxes_included: order.taxesIncluded,
    financial_status: financialStatus(order),
    email: `buyer-${order.number}@example.com`,
    contact_email: `buyer-${order.number}@example.com`,
    phone: null,
    customer: { id: order.number, email: `buyer-${order.number}@example.com`, phone: null },
    billing_address: null,
    source_name: 'web',
    payment_gateway_names: gatewaysOf(order),
    discount_codes: [],
    total_price: text(boughtWorth(order)),
    total_discounts: text(sumOf(lines, ({ discount }) => discount)),
    total_tax: text(sumOf(lines, (line) => taxOf(line, line.quantity))),
    total_tip_received: text(order.tip),
    total_shipping_price_set: money(delivery),
    current_total_price: text(currentTotal(order)),
    current_total_discounts: text(
      sumOf(
        lines,
        (line) => line.price * unitsLeft(line) - netOf(line, unitsLeft(line)) + line.laterDiscount,
      ),
    ),
    current_total_tax: text(left(taxOf)),
    current_shipping_price_set: money(delivery - order.deliveryOut),
    ...(ways.tellsOutstanding && { total_outstanding: text(outstanding(order)) }),
    shipping_lines: delivery === 0 ? [] : [shippingLine(order)],
    line_items: [...lines.map((line) => lineItem(order, line)), ...(order.tip === 0 ? [] : [tipItem(order)])],
    refunds: shopifyRefunds(order),
    returns: returnsOf(order),
  };
}

function currentTotal(order: ShopOrder): number {
  const { ways } = order;
  const worth = ways.followsDiscrepancies ? askedFor(order) : goodsWorth(order);
  return Math.max(0, ways.holdsTip || order.isTipOut ? worth : worth - order.tip);
}

/** What was transacted is what came in less what went back. An order that was created as paid has nothing that came in. */
function outstanding(order: ShopOrder): number {
  const cameIn = order.payment.state === 'imported' ? order.charged : 0;
  return owed(order) + cameIn + (order.ways.countsPending ? onItsWayBack(order) : 0);
}

export function orderId({ number }: Pick<ShopOrder, 'number'>): number {
  return 5_500_000_000_000 + number;
}

function buyerCurrency({ ways }: ShopOrder): string {
  return ways.buyerRate === undefined ? ways.currency : 'EUR';
}

/** Returns an amount in the shop's currency and in the buyer's. */
function moneySet(order: ShopOrder, units: number): Json {
  const { currency, buyerRate = 1 } = order.ways;
  return {
    shop_money: { amount: toText(units, currency), currency_code: currency },
    presentment_money: {
      amount: toText(Math.round(units * buyerRate), currency),
      currency_code: buyerCurrency(order),
    },
  };
}

function gatewaysOf({ credit, payment }: ShopOrder): string[] {
  const gateway = payment.by === 'card' ? 'shopify_payments' : 'Cash on Delivery (COD)';
  return credit > 0 ? ['gift_card', gateway] : [gateway];
}

function shippingLine(order: ShopOrder): Json {
  const price = toText(order.delivery, order.ways.currency);
  return {
    id: 1,
    title: 'Standard',
    price,
    discounted_price: price,
    discount_allocations: [],
    is_removed: order.isDeliveryRemoved,
  };
}

/** Since 2025 an order names the returns and exchanges that belong to it. */
function returnsOf({ ways, backs }: ShopOrder): Json[] {
  const exchanges = ways.tellsReturns ? backs.filter(({ isExchange }) => isExchange) : [];
  return exchanges.map(({ id }) => ({ id, exchange_line_items: [{ id }] }));
}
