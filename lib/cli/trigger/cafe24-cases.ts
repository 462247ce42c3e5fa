import type { FreshOrder, TriggerCases } from './trigger-case.ts';

const KST_MS = 9 * 60 * 60_000;

/** `20261124-0000017`: the day in Korea, and a number. */
function toId({ digits, now }: FreshOrder): string {
  const day = new Date(now.getTime() + KST_MS).toISOString().slice(0, 10).replaceAll('-', '');
  return `${day}-${digits.slice(-7)}`;
}

/** A webhook only names the order. */
function toNamed(fresh: FreshOrder, code: string, paid: 'T' | 'F') {
  return {
    mall_id: fresh.shop,
    event_shop_no: '1',
    event_code: code,
    order_id: toId(fresh),
    currency: 'KRW',
    member_id: 'sample01',
    buyer_email: 'jiwoo.han@example.com',
    paid,
    payment_method: paid === 'T' ? 'card' : 'cash',
  };
}

export const cafe24Cases: TriggerCases = {
  idPath: 'resource.order_id',
  orderId: toId,
  cases: {
    paid: {
      means:
        'names a paid order, which is fetched: the mall has it only if --set resource.order_id=… names one of its own',
      topics: ['90023'],
      becomes: 'queued',
      body: (fresh) => ({ event_no: 90023, resource: toNamed(fresh, 'create_order', 'T') }),
    },
    transfer: {
      means: 'the same once a bank transfer was paid',
      topics: ['90025'],
      becomes: 'queued',
      body: (fresh) => ({ event_no: 90025, resource: toNamed(fresh, 'paid_order', 'T') }),
    },
    guest: {
      means: 'the same of a guest: the webhook names no member',
      topics: ['90023'],
      becomes: 'queued',
      body: (fresh) => ({
        event_no: 90023,
        resource: { ...toNamed(fresh, 'create_order', 'T'), member_id: '' },
      }),
    },
    refund: {
      means: 'the same, once something was paid back',
      topics: ['90029'],
      becomes: 'queued',
      body: (fresh) => ({ event_no: 90029, resource: toNamed(fresh, 'refund_order', 'T') }),
    },
    unpaid: {
      means: 'a bank transfer that is not there yet',
      topics: ['90023'],
      becomes: 'ignored',
      body: (fresh) => ({ event_no: 90023, resource: toNamed(fresh, 'create_order', 'F') }),
    },
    unreadable: {
      means: 'no number of an order: parked, for a person to look at',
      topics: ['90023'],
      becomes: 'parked',
      body: (fresh) => ({
        event_no: 90023,
        resource: { ...toNamed(fresh, 'create_order', 'T'), order_id: null },
      }),
    },
  },
};
