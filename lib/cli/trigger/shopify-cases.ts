import { EMOJI_NAME, type FreshOrder, MANY_LINES, type TriggerCases } from './trigger-case.ts';

const CUSTOMER = { id: 6120938471650, email: 'jiwoo.han@example.com', phone: '+821023456789' };
const GUEST = { email: 'guest.order@example.com', phone: '010-2345-6789', customer: null };

interface Line {
  readonly title: string;
  readonly quantity: number;
  readonly price: string;
}

const TEA: Line = { title: '🍊 Yuja honey tea 유자차', quantity: 2, price: '30000' };
const CUP: Line = { title: 'Porcelain cup', quantity: 1, price: '15000' };

function toLine({ title, quantity, price }: Line, index: number) {
  return {
    id: 16204839571001 + index,
    product_id: 8471205936101 + index,
    variant_id: 46120938475001 + index,
    sku: `SAMPLE-${index + 1}`,
    title,
    quantity,
    current_quantity: quantity,
    price,
    total_discount: '0',
    discount_allocations: [],
    taxable: true,
    gift_card: false,
  };
}

function won(amount: string) {
  const money = { amount, currency_code: 'KRW' };
  return { shop_money: money, presentment_money: money };
}

const toId = ({ digits }: FreshOrder): number => Number(digits);

/** Returns a paid order in won with delivery for 3,000, as a webhook has it. */
function toOrder(fresh: FreshOrder, lines: readonly Line[] = [TEA, CUP]) {
  const at = fresh.now.toISOString();
  const total = String(3_000 + lines.reduce((sum, { price, quantity }) => sum + Number(price) * quantity, 0));
  return {
    id: toId(fresh),
    name: `#${fresh.digits.slice(-5)}`,
    test: false,
    created_at: at,
    processed_at: at,
    updated_at: at,
    cancelled_at: null,
    currency: 'KRW',
    presentment_currency: 'KRW',
    financial_status: 'paid',
    source_name: 'web',
    payment_gateway_names: ['toss_payments'],
    taxes_included: true,
    total_discounts: '0',
    total_tax: '0',
    total_price: total,
    current_total_price: total,
    total_shipping_price_set: won('3000'),
    discount_codes: [],
    email: CUSTOMER.email,
    phone: CUSTOMER.phone as string | null,
    customer: CUSTOMER as typeof CUSTOMER | null,
    line_items: lines.map(toLine),
    shipping_lines: [{ id: 5120394857201, title: 'Standard', price: '3000', discount_allocations: [] }],
    refunds: [] as unknown[],
  };
}

/** The cup is paid back. */
function toRefunded(fresh: FreshOrder) {
  const order = toOrder(fresh);
  const [, cup] = order.line_items;
  const at = fresh.now.toISOString();
  const id = toId(fresh);
  return {
    ...order,
    financial_status: 'partially_refunded',
    current_total_price: '63000',
    refunds: [
      {
        id,
        created_at: at,
        processed_at: at,
        transactions: [{ id, kind: 'refund', status: 'success', amount: '15000' }],
        refund_line_items: [
          { id, line_item_id: cup?.id, quantity: 1, subtotal_set: won('15000'), line_item: cup },
        ],
        order_adjustments: [],
      },
    ],
  };
}

export const shopifyCases: TriggerCases = {
  idPath: 'id',
  orderId: toId,
  cases: {
    paid: {
      means: 'a customer pays for two lines in won',
      topics: ['orders/paid', 'orders/updated', 'orders/create'],
      becomes: 'queued',
      body: (fresh) => toOrder(fresh),
    },
    guest: {
      means: 'a guest pays: e-mail and phone, no customer',
      topics: ['orders/paid', 'orders/updated', 'orders/create'],
      becomes: 'queued',
      body: (fresh) => ({ ...toOrder(fresh), ...GUEST }),
    },
    refund: {
      means: 'a paid order of which one line is paid back: a purchase and a refund',
      topics: ['orders/updated'],
      becomes: 'queued',
      body: toRefunded,
    },
    'many-lines': {
      means: `${MANY_LINES} lines, more than one event holds`,
      topics: ['orders/paid', 'orders/updated', 'orders/create'],
      becomes: 'queued',
      body: (fresh) => toOrder(fresh, Array<Line>(MANY_LINES).fill(CUP)),
    },
    emoji: {
      means: 'emoji and Korean in the name of a product',
      topics: ['orders/paid', 'orders/updated', 'orders/create'],
      becomes: 'queued',
      body: (fresh) => toOrder(fresh, [{ ...TEA, title: EMOJI_NAME }, CUP]),
    },
    mismatch: {
      means: 'a total that the lines do not add up to: sent, with a warning',
      topics: ['orders/paid', 'orders/updated'],
      becomes: 'queued',
      body: (fresh) => ({ ...toOrder(fresh), total_price: '79000', current_total_price: '79000' }),
    },
    unpaid: {
      means: 'a bank transfer that is not there yet',
      topics: ['orders/create', 'orders/updated'],
      becomes: 'ignored',
      body: (fresh) => ({ ...toOrder(fresh), financial_status: 'pending' }),
    },
    test: {
      means: 'a test order of the shop',
      topics: ['orders/paid', 'orders/create'],
      becomes: 'ignored',
      body: (fresh) => ({ ...toOrder(fresh), test: true }),
    },
    unreadable: {
      means: 'no currency: parked, for a person to look at',
      topics: ['orders/paid', 'orders/updated', 'orders/create'],
      becomes: 'parked',
      body: (fresh) => ({ ...toOrder(fresh), currency: null, presentment_currency: null }),
    },
  },
};
