import { EMOJI_NAME, type FreshOrder, MANY_LINES, type TriggerCases } from './trigger-case.ts';

const CUSTOMER = {
  id: '4200000001',
  email: 'jiwoo.han@example.com',
  phone: '1023456789',
  area_code: '+82',
};
const GUEST = { email: 'guest.order@example.com', phone: '+821023456789', user_id: '', customer: null };

interface Line {
  readonly title: string;
  readonly quantity: number;
  readonly price: string;
}

const TEA: Line = { title: '🍊 Yuja honey tea 유자차', quantity: 2, price: '30000.00' };
const CUP: Line = { title: 'Porcelain cup', quantity: 1, price: '15000.00' };

/** 26 digits. */
function toId({ digits }: FreshOrder): string {
  return `21${digits.padStart(24, '0')}`;
}

/** Returns a paid order in won with delivery for 3,000, as a webhook has it. */
function toOrder(fresh: FreshOrder, lines: readonly Line[] = [TEA, CUP]) {
  const at = fresh.now.toISOString();
  const goods = lines.reduce((sum, { price, quantity }) => sum + Number(price) * quantity, 0);
  const delivery = { amount: '3000.00', currency_code: 'KRW' };
  return {
    id: toId(fresh),
    name: `#${fresh.digits.slice(-5)}`,
    user_id: CUSTOMER.id,
    email: CUSTOMER.email,
    phone: CUSTOMER.phone,
    customer: CUSTOMER,
    created_at: at,
    updated_at: at,
    currency: 'KRW',
    presentment_currency: 'KRW',
    financial_status: 'paid',
    fulfillment_status: null,
    payment_gateway_names: ['SLpayments'],
    taxes_included: true,
    total_line_items_price: goods.toFixed(2),
    total_discounts: '0.00',
    total_tax: '0.00',
    total_shipping_price_set: { shop_money: delivery, presentment_money: delivery },
    current_total_price: (goods + 3_000).toFixed(2),
    line_items: lines.map(({ title, quantity, price }, index) => ({
      id: String(412 + index),
      product_id: `160500000000000000000000${10 + index}`,
      variant_id: `180500000000000000000000${10 + index}`,
      sku: `SAMPLE-${index + 1}`,
      title,
      quantity,
      price,
    })),
    refunds: [],
  };
}

/** A webhook names the refund. What it comes to is fetched. */
function toRefunded(fresh: FreshOrder) {
  const at = fresh.now.toISOString();
  const id = toId(fresh);
  return {
    ...toOrder(fresh),
    financial_status: 'partially_refunded',
    refunds: [{ id: `26${id.slice(2)}`, order_id: id, created_at: at, processed_at: at }],
  };
}

export const shoplineCases: TriggerCases = {
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
      means:
        'names an order of which something was paid back, which is fetched: the shop has it only if --set id=… names one of its own',
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
      body: (fresh) => ({ ...toOrder(fresh), current_total_price: '79000.00' }),
    },
    unpaid: {
      means: 'cash on delivery that is not there yet',
      topics: ['orders/create', 'orders/updated'],
      becomes: 'ignored',
      body: (fresh) => ({ ...toOrder(fresh), financial_status: 'unpaid', payment_gateway_names: ['COD'] }),
    },
    unreadable: {
      means: 'a total that is no amount: parked, for a person to look at',
      topics: ['orders/paid', 'orders/updated'],
      becomes: 'parked',
      body: (fresh) => ({ ...toOrder(fresh), current_total_price: 'much' }),
    },
  },
};
