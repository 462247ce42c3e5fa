import { toText } from './amount-text.ts';
import { netOf, paidBack, sumOf, taxOf, unitsLeft } from './shop-account.ts';
import { type GiveBack, type OrderLine, type ShopOrder, TIP } from './shop-order.ts';
import { instantOf } from './shop-time.ts';

type Json = Readonly<Record<string, unknown>>;

/** A webhook only names the order. */
export function bigCommerceWebhook({ number }: ShopOrder): Json {
  return { producer: 'stores/abcde', scope: 'store/order/updated', data: { type: 'order', id: number } };
}

/** True if the money comes through BigCommerce, which then says how far it is. */
export function isSeen({ payment }: Pick<ShopOrder, 'payment'>): boolean {
  return payment.by === 'card';
}

/** The numbers of the statuses. @see https://github.com/bigcommerce/docs/blob/main/reference/orders.v2.oas2.yml (commit 24f580ca, read 2026-11-29) */
export function bigCommerceStatus(order: ShopOrder): number {
  const { payment, cancelledAt, paidAt, charged } = order;
  const back = paidBack(order);
  if (cancelledAt !== undefined) return 5;
  if (back > 0) return back >= charged ? 4 : 14;
  if (paidAt !== undefined) return payment.by === 'on-delivery' ? 10 : 11;
  if (payment.by === 'on-delivery') return 11;
  const isLeft = payment.by === 'card' && (payment.state === 'open' || payment.state === 'failed');
  return isLeft ? 0 : 7;
}

function paymentStatus(order: ShopOrder): string {
  const { payment, charged, paidAt } = order;
  if (!isSeen(order)) return '';
  if (paidAt === undefined) {
    const words: Readonly<Record<string, string>> = {
      authorized: 'authorized',
      voided: 'void',
      failed: 'declined',
    };
    return words[payment.state] ?? '';
  }
  const back = paidBack(order);
  if (back === 0) return 'captured';
  return back >= charged ? 'refunded' : 'partially refunded';
}

/**
 * Returns an order of BigCommerce's API as the adapter puts it together: version 2 with its lines, and the refunds of version
 * 3. A refund lowers nothing in it. Where the documents leave it open, `ways` says how it is written.
 * @see https://github.com/bigcommerce/docs/blob/main/reference/orders.v2.oas2.yml (commit 24f580ca, read 2026-11-29)
 */
export function bigCommerceBody(order: ShopOrder): Json {
  const { ways, lines, taxesIncluded, credit, tip, delivery } = order;
  const text = (units: number) => toText(units, ways.currency);
  const kept = lines.filter((line) => bought(order, line) > 0);
  const tax = sumOf(kept, (line) => taxOf(line, bought(order, line)));
  const net = sumOf(kept, (line) => netOf(line, bought(order, line)));
  const ofProducts = sumOf(kept, (line) => discountOf(line, bought(order, line)));
  const ofOrder = Math.max(0, -tip);
  const total = net + delivery + tip + (taxesIncluded ? 0 : tax) - (ways.creditTakenOff ? credit : 0);
  return {
    id: order.number,
    customer_id: order.number,
    date_created: rfc2822(0),
    date_modified: rfc2822(order.changedAt),
    is_tax_inclusive_pricing: taxesIncluded,
    status_id: bigCommerceStatus(order),
    payment_status: paymentStatus(order),
    payment_method: order.payment.by,
    total_inc_tax: text(total),
    total_tax: text(tax),
    shipping_cost_inc_tax: text(delivery),
    shipping_cost_ex_tax: text(delivery),
    discount_amount: text(ofOrder + (ways.discountsApart ? 0 : ofProducts)),
    coupon_discount: text(0),
    store_credit_amount: text(credit),
    gift_certificate_amount: text(0),
    refunded_amount: '0.0000',
    items_total: sumOf(kept, (line) => bought(order, line)),
    currency_code: ways.currency,
    default_currency_code: ways.currency,
    billing_address: { email: `buyer-${order.number}@example.com`, phone: '', country_iso2: 'US' },
    products: kept.map((line, place) => product(order, line, place === 0 ? ofOrder : 0)),
    fees: tip > 0 ? [{ id: 1, cost_inc_tax: text(tip), cost_ex_tax: text(tip) }] : [],
    refunds: order.backs.filter(({ money }) => money > 0).map((back) => refundOf(order, back)),
  };
}

function rfc2822(seconds: number): string {
  return new Date(instantOf(seconds)).toUTCString().replace('GMT', '+0000');
}

/** Units that were taken out before payment were not bought; those that came back were. */
function bought({ backs }: ShopOrder, line: OrderLine): number {
  const cameBack = sumOf(backs, ({ units }) =>
    sumOf(units, ({ lineId, count }) => (lineId === line.id ? count : 0)),
  );
  return unitsLeft(line) + cameBack;
}

function discountOf(line: OrderLine, count: number): number {
  return line.price * count - netOf(line, count);
}

function product(order: ShopOrder, line: OrderLine, ofOrder: number): Json {
  const { ways, taxesIncluded } = order;
  const text = (units: number) => toText(units, ways.currency);
  const count = bought(order, line);
  const whole = line.price * count;
  const tax = taxOf(line, count);
  const discounts = [
    { id: 'auto', amount: text(discountOf(line, count)), code: null, target: 'product' },
    { id: 'manual-discount', amount: text(ofOrder), code: null, target: 'order' },
  ];
  return {
    id: line.id,
    product_id: 100 + line.id,
    variant_id: 0,
    name: `Item ${line.id}`,
    quantity: count,
    total_inc_tax: text(whole + (taxesIncluded ? 0 : tax)),
    total_ex_tax: text(whole - (taxesIncluded ? tax : 0)),
    applied_discounts: discounts.filter(({ amount }) => Number(amount) > 0),
  };
}

function refundOf({ ways, number }: ShopOrder, { id, at, money, units, delivery, state }: GiveBack): Json {
  const amount = (given: number) => Number(toText(given, ways.currency));
  const goods = units.map(({ lineId, count, net, tax }) =>
    lineId === TIP
      ? { item_type: 'FEE', item_id: 1, requested_amount: amount(net) }
      : { item_type: 'PRODUCT', item_id: lineId, quantity: count, requested_amount: amount(net + tax) },
  );
  const shipping =
    delivery > 0 ? [{ item_type: 'SHIPPING', item_id: 1, requested_amount: amount(delivery) }] : [];
  return {
    id,
    order_id: number,
    created: instantOf(at),
    total_amount: amount(money),
    items: [...goods, ...shipping],
    payments: [{ id, provider_id: 'braintree', amount: amount(money), is_declined: state === 'failure' }],
  };
}
