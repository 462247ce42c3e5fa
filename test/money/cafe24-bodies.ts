import { toPaddedText } from './amount-text.ts';
import { cafe24Items, cafe24OrderId, itemCode } from './cafe24-item-bodies.ts';
import { askedFor, goodsWorth, netOf, owed, sumOf, unitsLeft } from './shop-account.ts';
import { type GiveBack, type ShopOrder, TIP } from './shop-order.ts';
import { PLACED_AT } from './shop-time.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Returns the state of payment: paid, in part, or not.
 * @see https://developers.cafe24.com/docs/api/admin/#orders-property-list (version 2026-03-01, read 2026-11-24)
 */
export function paidState(order: ShopOrder): 'T' | 'F' | 'M' {
  if (order.charged === 0 && order.payment.state === 'open') return 'F';
  return owed(order) > 0 ? 'M' : 'T';
}

/**
 * Returns an order as Cafe24's Admin API gives it when it is asked. `initial_order_amount` is the order as it was placed and
 * never changes; `actual_order_amount` is what is left of it after edits and claims.
 * @see https://developers.cafe24.com/docs/api/admin/#orders (version 2026-03-01, read 2026-11-24)
 */
export function cafe24Body(order: ShopOrder): Json {
  const { ways, cancelledAt, paidAt, credit } = order;
  const text = (units: number) => toPaddedText(units, ways.currency);
  const isPaid = paidState(order) !== 'F';
  const wayOf = { card: 'card', transfer: 'cash', 'on-delivery': 'cod' } as const;
  const money = (isPaid ? order.charged : Math.max(0, askedFor(order))) - credit;
  return {
    shop_no: 1,
    order_id: cafe24OrderId(order),
    order_date: kst(0),
    payment_date: paidAt === undefined ? null : kst(paidAt),
    currency: ways.currency,
    paid: paidState(order),
    canceled: canceledState(order),
    cancel_date: cancelledAt === undefined ? null : kst(cancelledAt),
    member_id: `member${order.number}`,
    member_email: `buyer-${order.number}@example.com`,
    buyer: { email: `buyer-${order.number}@example.com`, cellphone: '', phone: '' },
    order_place_id: ways.isNaver ? 'NCHECKOUT' : 'self',
    payment_method: [ways.isNaver ? 'etc' : wayOf[order.payment.by]],
    payment_amount: ways.isNaver ? '' : text(money),
    naver_point: ways.isNaver ? text(money) : null,
    include_tax: 'T',
    commission: '0.00',
    admin_additional_amount: null,
    additional_shipping_fee: '0.00',
    initial_order_amount: initialAmounts(order),
    actual_order_amount: actualAmounts(order),
    items: cafe24Items(order),
    coupons: [],
    refunds: order.backs.filter(({ state }) => state !== 'no-money').map((back) => refundOf(order, back)),
  };
}

/** Korean time, with its zone. */
function kst(seconds: number): string {
  return `${new Date(PLACED_AT + (seconds + 9 * 3_600) * 1_000).toISOString().slice(0, 19)}+09:00`;
}

/** `M` if only some lines were cancelled. */
function canceledState({ cancelledAt, backs }: ShopOrder): 'T' | 'F' | 'M' {
  if (cancelledAt !== undefined) return 'T';
  return backs.some(({ units, isExchange }) => units.length > 0 && !isExchange) ? 'M' : 'F';
}

function initialAmounts(order: ShopOrder): Json {
  const lines = order.lines.slice(0, order.placedLines);
  const net = sumOf(lines, (line) => netOf(line, line.quantity)) + order.delivery + order.tip;
  return amounts(order, { goods: sumOf(lines, ({ price, quantity }) => price * quantity), net });
}

function actualAmounts(order: ShopOrder): Json {
  const goods = sumOf(order.lines, (line) => line.price * unitsLeft(line));
  return amounts(order, { goods, net: Math.max(order.credit, goodsWorth(order)) });
}

/** The discounts of lines stand in the lines only. */
function amounts(
  { ways, delivery, tip, credit }: ShopOrder,
  { goods, net }: { readonly goods: number; readonly net: number },
): Json {
  const text = (units: number) => toPaddedText(units, ways.currency);
  return {
    order_price_amount: text(goods),
    shipping_fee: text(delivery),
    shipping_fee_discount_amount: '0.00',
    coupon_shipping_fee_amount: '0.00',
    coupon_discount_price: '0.00',
    membership_discount_amount: text(Math.max(0, -tip)),
    set_product_discount_amount: '0.00',
    app_discount_amount: '0.00',
    market_other_discount_amount: '0.00',
    points_spent_amount: text(credit),
    credits_spent_amount: '0.00',
    payment_amount: ways.isNaver ? '' : text(net - credit),
    total_amount_due: '0.00',
    tax: null,
  };
}

/** `T`: refunded. `F`: still due. */
function refundOf(order: ShopOrder, { id, at, units, money, points, state }: GiveBack): Json {
  const text = (amount: number) => toPaddedText(amount, order.ways.currency);
  const goods = units.filter(({ lineId }) => lineId !== TIP);
  return {
    shop_no: 1,
    order_id: cafe24OrderId(order),
    refund_code: `C20261121-${String(id).padStart(9, '0')}`,
    status: state === 'success' ? 'T' : 'F',
    refund_date: state === 'success' ? kst(at) : null,
    order_item_code: goods.map(({ lineId }) => itemCode(order, { lineId, backId: id })),
    quantity: sumOf(goods, ({ count }) => count),
    actual_refund_amount: text(money - points),
    used_points: text(points),
    used_credits: '0.00',
    refund_naver_point: null,
  };
}

/** @see https://developers.cafe24.com/app/front/app/develop/webhook/sample (copy of 2025, read 2026-11-24) */
export function cafe24Webhook(order: ShopOrder): unknown {
  const isRefund = order.backs.length > 0;
  const resource = {
    mall_id: 'examplemall',
    event_shop_no: '1',
    order_id: cafe24OrderId(order),
    event_code: isRefund ? 'refund_order' : 'paid_order',
    paid: paidState(order),
  };
  return { event_no: isRefund ? 90029 : 90025, resource };
}
