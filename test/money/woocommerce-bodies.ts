import { toText } from './amount-text.ts';
import { goodsWorth, listedBack, netOf, sumOf, taxOf, unitsLeft } from './shop-account.ts';
import type { GiveBack, OrderLine, ShopOrder } from './shop-order.ts';
import { instantOf } from './shop-time.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Returns the status of an order. Cash on delivery is `processing` until it is paid at the door, which completes it; only
 * then has it a payment date.
 * @see https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/class-wc-order.php (`maybe_set_date_paid`; read 2026-11-29)
 * @see https://github.com/woocommerce/woocommerce/issues/38548 (read 2026-11-29)
 * @see https://woocommerce.com/document/managing-orders/order-statuses/ (read 2026-11-29)
 */
export function wooCommerceStatus(order: ShopOrder): string {
  const { payment, cancelledAt, paidAt } = order;
  if (payment.state === 'rejected') return 'refunded';
  if (paidAt !== undefined && listedBack(order) > 0 && listedBack(order) >= totalOf(order)) return 'refunded';
  if (cancelledAt !== undefined) return 'cancelled';
  if (payment.state === 'failed') return 'failed';
  if (paidAt !== undefined) return payment.by === 'on-delivery' ? 'completed' : 'processing';
  if (payment.state === 'authorized' || payment.state === 'held') return 'on-hold';
  const placed = { card: 'pending', transfer: 'on-hold', 'on-delivery': 'processing' } as const;
  return placed[payment.by];
}

/** The total is after coupons, with tax, and after gift cards. A refund does not lower it. */
function totalOf(order: ShopOrder): number {
  return goodsWorth(order) - order.credit;
}

/**
 * Returns an order as WooCommerce's REST API, version 3, and its webhooks write it. Amounts of lines are without tax.
 * @see https://woocommerce.github.io/woocommerce-rest-api-docs/#order-properties (read 2026-11-29)
 */
export function wooCommerceBody(order: ShopOrder): Json {
  const { ways, lines } = order;
  const text = (units: number) => toText(units, ways.currency);
  const lineTax = sumOf(lines, (line) => taxOf(line, unitsLeft(line)));
  const wasCharged = order.payment.by === 'card' && ['authorized', 'charged'].includes(order.payment.state);
  return {
    id: order.number,
    number: String(order.number),
    parent_id: 0,
    status: wooCommerceStatus(order),
    currency: ways.currency,
    prices_include_tax: order.taxesIncluded,
    date_created_gmt: gmt(0),
    date_modified_gmt: gmt(order.changedAt),
    date_paid_gmt: order.paidAt === undefined ? null : gmt(order.paidAt),
    total: text(totalOf(order)),
    total_tax: text(lineTax),
    shipping_total: text(order.delivery),
    shipping_tax: text(0),
    customer_id: order.number,
    billing: { email: `buyer-${order.number}@example.com`, phone: '', country: 'US' },
    payment_method: methods[order.payment.by],
    transaction_id: wasCharged ? `tx-${order.number}` : '',
    created_via: 'checkout',
    line_items: lines.filter((line) => unitsLeft(line) > 0).map((line) => lineItem(order, line)),
    fee_lines: order.tip === 0 ? [] : [{ id: 90, name: 'Extra', total: text(order.tip), total_tax: text(0) }],
    coupon_lines: [],
    shipping_lines: [],
    refunds: refundsOf(order),
    ...(order.credit > 0 && { gift_cards: [{ id: 1, code: 'card', amount: Number(text(order.credit)) }] }),
  };
}

const methods = { card: 'stripe', transfer: 'bacs', 'on-delivery': 'cod' } as const;

/** UTC without its letter. */
function gmt(seconds: number): string {
  return instantOf(seconds).slice(0, -1);
}

function lineItem({ ways, taxesIncluded }: ShopOrder, line: OrderLine): Json {
  const count = unitsLeft(line);
  const tax = taxOf(line, count);
  const included = taxesIncluded ? tax : 0;
  const text = (units: number) => toText(units, ways.currency);
  return {
    id: line.id,
    name: `Item ${line.id}`,
    product_id: 100 + line.id,
    variation_id: 0,
    sku: `SKU-${line.id}`,
    quantity: count,
    subtotal: text(line.price * count - included),
    subtotal_tax: text(tax),
    total: text(netOf(line, count) - included),
    total_tax: text(tax),
  };
}

/** Newest first; a deleted refund is gone. What a rejected authorisation released is noted as a refund, too. */
function refundsOf(order: ShopOrder): Json[] {
  const text = (units: number) => toText(units, order.ways.currency);
  const released =
    order.payment.state === 'rejected' ? [{ id: order.number * 100_000, money: totalOf(order) }] : [];
  const listed = order.backs.filter(({ isListed }) => isListed);
  const all: readonly Pick<GiveBack, 'id' | 'money'>[] = [...listed, ...released];
  return all.map(({ id, money }) => ({ id, reason: '', total: text(-money) })).toReversed();
}
