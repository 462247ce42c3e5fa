import { toText } from './amount-text.ts';
import { dueOf, netOf, paidBack, sumOf, taxOf, unitsLeft } from './shop-account.ts';
import type { OrderLine, ShopOrder } from './shop-order.ts';
import { instantOf } from './shop-time.ts';

type Json = Readonly<Record<string, unknown>>;

/** Returns the state of payment by the published schema. */
export function paymentStatus(order: ShopOrder): string {
  const { payment, charged, paidAt } = order;
  if (payment.state === 'voided') return 'voided';
  if (paidAt === undefined) return payment.state === 'authorized' ? 'authorized' : 'pending';
  const back = paidBack(order);
  if (back === 0) return 'paid';
  return back >= charged ? 'refunded' : 'partially_refunded';
}

/**
 * Returns an order of the published schema, in its envelope. The total is what was bought: a refund does not lower it.
 * @see docs/schemas/order.v1.json
 */
export function standardBody(order: ShopOrder): Json {
  const { ways, lines } = order;
  const text = (units: number) => toText(units, ways.currency);
  const status = paymentStatus(order);
  const type = status === 'pending' ? 'order.created' : 'order.updated';
  return {
    type,
    timestamp: instantOf(order.changedAt),
    data: {
      id: String(order.number),
      placed_at: instantOf(0),
      payment_status: status,
      cancelled_at: order.cancelledAt === undefined ? null : instantOf(order.cancelledAt),
      currency: ways.currency,
      total: text(dueOf(order)),
      items: lines.filter((line) => bought(order, line) > 0).map((line) => item(order, line)),
      customer: { id: String(order.number), email: `buyer-${order.number}@example.com` },
      delivery_charge: text(order.delivery),
      order_discount: text(Math.max(0, -order.tip)),
      fees: text(Math.max(0, order.tip)),
      tax: text(sumOf(lines, (line) => taxOf(line, bought(order, line)))),
      taxes_included: order.taxesIncluded,
      payment_methods: [order.payment.by],
      refunds: order.backs
        .filter(({ money }) => money > 0)
        .map(({ id, at, money, delivery }) => ({
          id: String(id),
          refunded_at: instantOf(at),
          amount: text(money),
          delivery_charge: text(delivery),
        })),
    },
  };
}

/** Units that were taken out before payment were not bought; those that came back were. */
function bought({ backs }: ShopOrder, line: OrderLine): number {
  const cameBack = sumOf(backs, ({ units }) =>
    sumOf(units, ({ lineId, count }) => (lineId === line.id ? count : 0)),
  );
  return unitsLeft(line) + cameBack;
}

function item(order: ShopOrder, line: OrderLine): Json {
  const count = bought(order, line);
  return {
    product_id: String(100 + line.id),
    name: `Item ${line.id}`,
    quantity: count,
    unit_price: toText(line.price, order.ways.currency),
    discount: toText(line.price * count - netOf(line, count), order.ways.currency),
  };
}
