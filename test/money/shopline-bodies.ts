import { shoplineOrderId, toWebhook } from '../support/doubles/shopline-shop/shopline-order.ts';
import { toText } from './amount-text.ts';
import { paidBack, sumOf, taxOf } from './shop-account.ts';
import { cannotTell } from './shop-moves.ts';
import { type GiveBack, type OrderLine, type ShopOrder, TIP } from './shop-order.ts';
import { instantOf } from './shop-time.ts';

type Json = Readonly<Record<string, unknown>>;

/** Returns the state of payment by its documented meaning. */
export function shoplineStatus(order: ShopOrder): string {
  const { payment, charged, paidAt } = order;
  if (paidAt === undefined) return payment.state === 'authorized' ? 'authorized' : 'unpaid';
  const back = paidBack(order);
  if (back === 0) return 'paid';
  return back >= charged ? 'refunded' : 'partially_refunded';
}

/** Returns an order as a webhook has it: of its refunds it has ids and times. */
export function shoplineWebhook(order: ShopOrder): Json {
  return toWebhook(shoplineBody(order));
}

/** Returns the order with what its body cannot say: points that go back with no transaction, while something stays. */
export function notePointsBack(order: ShopOrder): ShopOrder {
  const { ways, charged, credit } = order;
  const back = paidBack(order);
  const isUnsaid = ways.totalsFall && back > charged - credit && back < charged;
  return isUnsaid ? cannotTell(order, 'points-back-in-part') : order;
}

/** Returns the money of each give-back that is named. With `totalsFall` points go back last, without a transaction. */
function namedMoney({ ways, backs, charged, credit }: ShopOrder): ReadonlyMap<number, number> {
  const named = new Map<number, number>();
  let left = ways.totalsFall ? charged - credit : charged;
  for (const { id, money, state } of backs) {
    named.set(id, Math.min(money, left));
    if (state === 'success' || state === 'pending') left -= Math.min(money, left);
  }
  return named;
}

/**
 * Returns an order as SHOPLINE's API gives it. `current_total_price` is its only total. Where the documents leave it open, the
 * model has both: with `totalsFall` points and what was paid back are taken off it.
 * @see https://github.com/shoplineos/shopline-sdk-go/blob/main/rest/admin/v20260301/order/get_orders.go (read 2026-11-29)
 */
export function shoplineBody(order: ShopOrder): Json {
  const { ways, lines, delivery, tip, credit, cancelledAt } = order;
  const text = (units: number) => toText(units, ways.currency);
  const goods = sumOf(lines, ({ price, quantity }) => price * quantity);
  const discounts = sumOf(lines, ({ discount }) => discount);
  const tax = sumOf(lines, (line) => taxOf(line, line.quantity));
  const total = goods - discounts + (order.taxesIncluded ? 0 : tax) + delivery + tip;
  const named = namedMoney(order);
  const arrived = sumOf(order.backs, ({ id, state }) => (state === 'success' ? (named.get(id) ?? 0) : 0));
  return {
    id: shoplineOrderId(order.number),
    name: `#${order.number}`,
    email: `buyer-${order.number}@example.com`,
    user_id: String(4_200_000_000 + order.number),
    currency: ways.currency,
    financial_status: shoplineStatus(order),
    created_at: instantOf(0),
    updated_at: instantOf(order.changedAt),
    cancelled_at: cancelledAt === undefined ? null : instantOf(cancelledAt),
    taxes_included: order.taxesIncluded,
    total_line_items_price: text(goods),
    total_discounts: text(discounts),
    total_tax: text(tax),
    total_tip_received: text(Math.max(0, tip)),
    adjust_price: text(Math.min(0, tip)),
    deduct_member_point_amount: text(credit),
    total_shipping_price_set: { shop_money: { amount: text(delivery), currency_code: ways.currency } },
    current_total_price: text(total - (ways.totalsFall ? credit + arrived : 0)),
    payment_gateway_names: ['SLpayments'],
    line_items: lines.map((line) => item(line, text)),
    refunds: order.backs
      .map((back) => ({ ...back, money: named.get(back.id) ?? 0 }))
      .filter(({ money }) => money > 0)
      .map((back) => refund(order, back)),
  };
}

function item({ id, price, quantity, discount }: OrderLine, text: (units: number) => string): Json {
  return {
    id: String(id),
    product_id: String(100 + id),
    title: `Item ${id}`,
    quantity,
    price: text(price),
    discount_allocations: [{ amount: text(discount) }],
  };
}

function refund({ ways }: ShopOrder, { id, at, units, delivery, money, state }: GiveBack): Json {
  const text = (amount: number) => toText(amount, ways.currency);
  return {
    id: String(id),
    created_at: instantOf(at),
    processed_at: instantOf(at),
    refund_line_items: units
      .filter(({ lineId }) => lineId !== TIP)
      .map(({ lineId, count, net, tax }) => ({
        line_item_id: String(lineId),
        quantity: count,
        subtotal: Number(text(net)),
        total_tax: Number(text(tax)),
      })),
    order_adjustments: delivery === 0 ? [] : [{ kind: 'shipping_refund', amount: text(delivery) }],
    transactions: [{ kind: 'refund', status: state, amount: text(money), currency: ways.currency }],
  };
}
