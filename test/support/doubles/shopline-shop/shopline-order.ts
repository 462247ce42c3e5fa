/** An order as the API gives it. */
export interface ShoplineDoubleOrder {
  readonly id: string;
  readonly updated_at: string;
  readonly [field: string]: unknown;
}

const DELIVERY = 3_000;

/** Returns a paid order of one line in won, placed at a time (milliseconds since 1970), of a buyer with the order's number. */
export function shoplineOrder(
  number: number,
  { at = Date.parse('2026-11-20T01:00:00.000Z'), total = 10_000 }: { at?: number; total?: number } = {},
): ShoplineDoubleOrder {
  const time = timeOf(at);
  const delivery = Math.min(DELIVERY, total);
  const id = shoplineOrderId(number);
  return {
    id,
    name: `#${number}`,
    user_id: String(4_200_000_000 + number),
    email: `buyer-${number}@example.com`,
    currency: 'KRW',
    financial_status: 'paid',
    fulfillment_status: null,
    hidden_order: false,
    status: 'open',
    created_at: time,
    order_at: time,
    updated_at: time,
    taxes_included: true,
    total_line_items_price: won(total - delivery),
    total_discounts: won(0),
    total_tax: won(0),
    current_total_price: won(total),
    total_shipping_price_set: set(won(delivery)),
    payment_gateway_names: ['SLpayments'],
    customer: { id: String(4_200_000_000 + number), email: `buyer-${number}@example.com` },
    line_items: [
      { id: '412', product_id: `160${id.slice(3)}`, title: 'Tea', quantity: 1, price: won(total - delivery) },
    ],
    refunds: [],
  };
}

/** Returns the order with one more refund, of money that has arrived, at a time (milliseconds since 1970). */
export function withRefund(order: ShoplineDoubleOrder, amount: number, at: number): ShoplineDoubleOrder {
  const refunds = order['refunds'] as readonly unknown[];
  const id = `26${order.id.slice(2, -2)}${String(refunds.length + 1).padStart(2, '0')}`;
  const created_at = timeOf(at);
  return {
    ...order,
    updated_at: created_at,
    financial_status: 'partially_refunded',
    refunds: [
      ...refunds,
      {
        id,
        order_id: order.id,
        created_at,
        processed_at: created_at,
        refund_line_items: [],
        order_adjustments: [],
        transactions: [
          { id: `${id}1`, kind: 'refund', amount: won(amount), currency: 'KRW', status: 'success' },
        ],
      },
    ],
  };
}

/** Returns an order as its webhook has it: of refunds nothing but who, when and why. */
export function toWebhook(order: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const refunds = (order['refunds'] ?? []) as readonly Readonly<Record<string, unknown>>[];
  return {
    ...order,
    refunds: refunds.map(({ id, order_id, created_at, processed_at }) => ({
      id,
      order_id,
      created_at,
      processed_at,
    })),
  };
}

/** 26 digits. */
export function shoplineOrderId(number: number): string {
  return `21050${String(number).padStart(21, '0')}`;
}

/** Seconds and an offset. */
export function timeOf(at: number): string {
  return `${new Date(at + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
}

function won(amount: number): string {
  return amount.toFixed(2);
}

function set(amount: string) {
  const money = { amount, currency_code: 'KRW' };
  return { shop_money: money, presentment_money: money };
}
