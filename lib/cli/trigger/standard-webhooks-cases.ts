import { EMOJI_NAME, type FreshOrder, MANY_LINES, type TriggerCases } from './trigger-case.ts';

const toId = ({ digits }: FreshOrder): string => digits;

/** Returns a paid order in won with delivery for 3,000, as `docs/schemas/order.v1.json` describes it. */
function toOrder(fresh: FreshOrder, count = 2) {
  return {
    id: toId(fresh),
    number: fresh.digits.slice(-5),
    placed_at: fresh.now.toISOString(),
    payment_status: 'paid',
    currency: 'KRW' as string | null,
    total: String(3_000 + 15_000 * count),
    delivery_charge: '3000',
    customer: { id: '8812', email: 'jiwoo.han@example.com', phone: '+82 10-2345-6789' } as object,
    items: Array.from({ length: count }, (_, index) => ({
      product_id: `P-${index + 1}`,
      name: `Tea 유자차 ${index + 1}`,
      quantity: 1,
      unit_price: '15000',
    })),
    payment_methods: ['kakaopay'],
    refunds: [] as unknown[],
    source_name: 'web',
  };
}

/** The envelope names the topic, so a case has one. */
function envelope(type: string, order: (fresh: FreshOrder) => object) {
  return (fresh: FreshOrder) => ({ type, timestamp: fresh.now.toISOString(), data: order(fresh) });
}

export const standardWebhooksCases: TriggerCases = {
  idPath: 'data.id',
  orderId: toId,
  cases: {
    paid: {
      means: 'a customer pays for two lines in won',
      topics: ['order.paid'],
      becomes: 'queued',
      body: envelope('order.paid', (fresh) => toOrder(fresh)),
    },
    guest: {
      means: 'a guest pays: e-mail and phone, no customer',
      topics: ['order.paid'],
      becomes: 'queued',
      body: envelope('order.paid', (fresh) => ({
        ...toOrder(fresh),
        customer: { email: 'guest.order@example.com', phone: '+82 10-2345-6789' },
      })),
    },
    refund: {
      means: 'a paid order of which one line is paid back: a purchase and a refund',
      topics: ['order.updated'],
      becomes: 'queued',
      body: envelope('order.updated', (fresh) => ({
        ...toOrder(fresh),
        payment_status: 'partially_refunded',
        refunds: [
          {
            id: 'refund-1',
            refunded_at: fresh.now.toISOString(),
            amount: '15000',
            items: [{ product_id: 'P-1', name: 'Tea 유자차 1', quantity: 1, unit_price: '15000' }],
          },
        ],
      })),
    },
    'many-lines': {
      means: `${MANY_LINES} lines, more than one event holds`,
      topics: ['order.paid'],
      becomes: 'queued',
      body: envelope('order.paid', (fresh) => toOrder(fresh, MANY_LINES)),
    },
    emoji: {
      means: 'emoji and Korean in the name of a product',
      topics: ['order.paid'],
      becomes: 'queued',
      body: envelope('order.paid', (fresh) => {
        const order = toOrder(fresh);
        return { ...order, items: order.items.map((item) => ({ ...item, name: EMOJI_NAME })) };
      }),
    },
    mismatch: {
      means: 'a total that the lines do not add up to: sent, with a warning',
      topics: ['order.paid'],
      becomes: 'queued',
      body: envelope('order.paid', (fresh) => ({ ...toOrder(fresh), total: '39000' })),
    },
    unpaid: {
      means: 'a bank transfer that is not there yet',
      topics: ['order.created'],
      becomes: 'ignored',
      body: envelope('order.created', (fresh) => ({ ...toOrder(fresh), payment_status: 'pending' })),
    },
    test: {
      means: 'a test order of the shop',
      topics: ['order.paid'],
      becomes: 'ignored',
      body: envelope('order.paid', (fresh) => ({ ...toOrder(fresh), test: true })),
    },
    unreadable: {
      means: 'no currency: parked, for a person to look at',
      topics: ['order.paid'],
      becomes: 'parked',
      body: envelope('order.paid', (fresh) => ({ ...toOrder(fresh), currency: null })),
    },
  },
};
