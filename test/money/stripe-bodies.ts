import { paidBack, sumOf } from './shop-account.ts';
import type { GiveBack, OrderLine, ShopOrder } from './shop-order.ts';
import { instantOf } from './shop-time.ts';

type Json = Readonly<Record<string, unknown>>;

export function stripeSessionId({ number }: Pick<ShopOrder, 'number'>): string {
  return `cs_live_a1MONEY${number}`;
}

const paymentId = ({ number }: ShopOrder): string => `pi_MONEY${number}`;
const toSeconds = (at: number): number => Date.parse(instantOf(at)) / 1_000;
const wasAuthorized = ({ steps }: ShopOrder): boolean => steps.includes('authorize');

/** A payment that is captured later never makes its session paid. */
function paymentStatus(order: ShopOrder): string {
  return order.paidAt === undefined || wasAuthorized(order) ? 'unpaid' : 'paid';
}

/** An event names the session, or the payment of one; lines and refunds are fetched. */
export function stripeWebhook(order: ShopOrder): Json {
  const back = order.backs.at(-1);
  const session = { id: stripeSessionId(order), mode: 'payment', payment_status: paymentStatus(order) };
  const ofPayment = { payment_intent: paymentId(order) };
  if (back !== undefined && back.money > 0) {
    const object = { object: 'refund', id: refundId(back), status: statusOf(back), ...ofPayment };
    return event('refund.updated', object);
  }
  if (order.payment.state === 'voided') {
    return event('payment_intent.canceled', { object: 'payment_intent', id: paymentId(order) });
  }
  if (order.paidAt !== undefined && wasAuthorized(order)) {
    return event('charge.captured', { object: 'charge', id: 'ch_MONEY', status: 'succeeded', ...ofPayment });
  }
  if (order.payment.state === 'failed') return event('checkout.session.async_payment_failed', session);
  return event('checkout.session.completed', session);
}

function event(type: string, object: Json): Json {
  return { id: 'evt_MONEY', object: 'event', livemode: true, type, data: { object } };
}

/**
 * Returns a session as the API gives it, expanded. It stays as it was bought; refunds are those of its charge. Amounts are whole
 * units of the currency's finest coin, as in the shop's account.
 * @see https://docs.stripe.com/api/checkout/sessions/object (version 2026-07-29.dahlia, read 2026-11-29)
 */
export function stripeBody(order: ShopOrder): Json {
  const { lines, delivery, tip, taxesIncluded, backs } = order;
  const discount = sumOf(lines, (line) => line.discount) + Math.max(0, -tip);
  const tax = sumOf(lines, (line) => line.tax);
  const goods = sumOf(lines, ({ price, quantity }) => price * quantity);
  const isPaid = order.paidAt !== undefined;
  const currency = order.ways.currency.toLowerCase();
  const refunds = backs.filter(({ money }) => money > 0).map((back) => refund(back, currency));
  const pending = sumOf(backs, ({ money, state }) => (state === 'pending' ? money : 0));
  return {
    id: stripeSessionId(order),
    object: 'checkout.session',
    amount_subtotal: goods,
    amount_total: goods - discount + delivery + (taxesIncluded ? 0 : tax),
    created: toSeconds(0),
    currency,
    customer: `cus_MONEY${order.number}`,
    customer_creation: null,
    customer_details: { email: `buyer-${order.number}@example.com` },
    livemode: true,
    mode: 'payment',
    payment_status: paymentStatus(order),
    status: 'complete',
    total_details: { amount_discount: discount, amount_shipping: delivery, amount_tax: tax },
    line_items: { data: lines.map((line) => item(line, taxesIncluded)), has_more: false },
    payment_intent: {
      id: paymentId(order),
      amount_received: isPaid ? order.charged : 0,
      currency,
      status: stateOf(order),
      latest_charge: {
        id: 'ch_MONEY',
        amount_refunded: paidBack(order) + pending,
        created: toSeconds(0),
        refunds: { data: refunds.toReversed(), has_more: false },
      },
    },
  };
}

/** @see https://docs.stripe.com/payments/paymentintents/lifecycle (read 2026-11-29) */
function stateOf({ paidAt, payment }: ShopOrder): string {
  if (paidAt !== undefined) return 'succeeded';
  const states: Readonly<Record<string, string>> = {
    authorized: 'requires_capture',
    voided: 'canceled',
    failed: 'requires_payment_method',
  };
  return states[payment.state] ?? 'processing';
}

const refundId = ({ id }: GiveBack): string => `re_MONEY${id}`;

function statusOf({ state }: GiveBack): string {
  if (state === 'success') return 'succeeded';
  return state === 'pending' ? 'pending' : 'failed';
}

function refund(back: GiveBack, currency: string): Json {
  return {
    id: refundId(back),
    amount: back.money,
    currency,
    status: statusOf(back),
    created: toSeconds(back.at),
  };
}

function item({ id, price, quantity, discount, tax }: OrderLine, taxesIncluded: boolean): Json {
  return {
    id: `li_${id}`,
    description: `Item ${id}`,
    quantity,
    amount_subtotal: price * quantity,
    amount_discount: discount,
    amount_tax: tax,
    amount_total: price * quantity - discount + (taxesIncluded ? 0 : tax),
    price: { id: `price_${id}`, product: `prod_${id}` },
  };
}
