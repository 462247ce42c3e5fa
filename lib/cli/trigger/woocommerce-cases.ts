import { EMOJI_NAME, type FreshOrder, MANY_LINES, type TriggerCases } from './trigger-case.ts';

const BILLING = { country: 'KR', email: 'jiwoo.han@example.com', phone: '010-2345-6789' };

const toId = ({ digits }: FreshOrder): number => Number(digits);

function toLine(name: string, total: string, index: number) {
  const whole = { subtotal: total, subtotal_tax: '0', total, total_tax: '0' };
  return { id: index + 1, name, product_id: 101 + index, variation_id: 0, quantity: 1, sku: '', ...whole };
}

/** Returns a paid order in won with delivery for 3,000. WooCommerce writes UTC without a zone. */
function toOrder(fresh: FreshOrder, count = 2) {
  const at = fresh.now.toISOString().slice(0, 19);
  const lines = Array.from({ length: count }, (_, index) =>
    toLine(`Tea 유자차 ${index + 1}`, '15000', index),
  );
  return {
    id: toId(fresh),
    parent_id: 0,
    number: fresh.digits.slice(-5),
    status: 'processing',
    currency: 'KRW',
    prices_include_tax: true,
    date_created_gmt: at,
    date_modified_gmt: at,
    date_paid_gmt: at as string | null,
    total: String(3_000 + 15_000 * count),
    total_tax: '0',
    shipping_total: '3000',
    shipping_tax: '0',
    customer_id: 71,
    billing: BILLING,
    payment_method: 'tosspayments',
    transaction_id: 'made-up' as string | null,
    created_via: 'checkout',
    line_items: lines,
    fee_lines: [],
    coupon_lines: [],
    refunds: [] as unknown[],
    meta_data: [],
  };
}

export const woocommerceCases: TriggerCases = {
  idPath: 'id',
  orderId: toId,
  cases: {
    paid: {
      means: 'a customer pays for two lines in won',
      topics: ['order.updated', 'order.created'],
      becomes: 'queued',
      body: (fresh) => toOrder(fresh),
    },
    guest: {
      means: 'a guest pays: e-mail and phone, no customer',
      topics: ['order.updated', 'order.created'],
      becomes: 'queued',
      body: (fresh) => ({ ...toOrder(fresh), customer_id: 0 }),
    },
    refund: {
      means: 'a paid order of which 15,000 are paid back: a purchase and a refund',
      topics: ['order.updated'],
      becomes: 'queued',
      body: (fresh) => ({
        ...toOrder(fresh),
        refunds: [{ id: toId(fresh) + 1, reason: '', total: '-15000' }],
      }),
    },
    'many-lines': {
      means: `${MANY_LINES} lines, more than one event holds`,
      topics: ['order.updated', 'order.created'],
      becomes: 'queued',
      body: (fresh) => toOrder(fresh, MANY_LINES),
    },
    emoji: {
      means: 'emoji and Korean in the name of a product',
      topics: ['order.updated', 'order.created'],
      becomes: 'queued',
      body: (fresh) => {
        const order = toOrder(fresh);
        return { ...order, line_items: order.line_items.map((line) => ({ ...line, name: EMOJI_NAME })) };
      },
    },
    mismatch: {
      means: 'a total that the lines do not add up to: sent, with a warning',
      topics: ['order.updated'],
      becomes: 'queued',
      body: (fresh) => ({ ...toOrder(fresh), total: '39000' }),
    },
    unpaid: {
      means: 'a bank transfer that is not there yet',
      topics: ['order.created', 'order.updated'],
      becomes: 'ignored',
      body: (fresh) => ({
        ...{ ...toOrder(fresh), status: 'on-hold', payment_method: 'bacs' },
        ...{ date_paid_gmt: null, transaction_id: null },
      }),
    },
    unreadable: {
      means: 'a total that is no amount: parked, for a person to look at',
      topics: ['order.updated', 'order.created'],
      becomes: 'parked',
      body: (fresh) => ({ ...toOrder(fresh), total: 'free' }),
    },
  },
};
