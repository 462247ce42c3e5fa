import type { FreshOrder, TriggerCases } from './trigger-case.ts';

/** Ten digits: the last ones of the time, and chance. */
function toId({ digits }: FreshOrder): number {
  return Number(`1${digits.slice(-9)}`);
}

/** A webhook only names the order. */
function toNamed(fresh: FreshOrder, scope: string, more: object = {}) {
  return {
    producer: `stores/${fresh.shop}`,
    hash: fresh.digits,
    created_at: Math.floor(fresh.now.getTime() / 1_000),
    store_id: '11111',
    scope,
    data: { type: 'order', id: toId(fresh), ...more },
  };
}

export const bigcommerceCases: TriggerCases = {
  idPath: 'data.id',
  orderId: (fresh) => String(toId(fresh)),
  cases: {
    created: {
      means:
        'names an order, which is fetched: the store has it only if --set data.id=… names one of its own',
      topics: ['store/order/created'],
      becomes: 'queued',
      body: (fresh) => toNamed(fresh, 'store/order/created'),
    },
    updated: {
      means: 'the same after a change',
      topics: ['store/order/updated'],
      becomes: 'queued',
      body: (fresh) => toNamed(fresh, 'store/order/updated'),
    },
    refund: {
      means: 'the same with a refund, which the order has to list',
      topics: ['store/order/refund/created'],
      becomes: 'queued',
      body: (fresh) => toNamed(fresh, 'store/order/refund/created', { refund: { refund_id: 1 } }),
    },
    unreadable: {
      means: 'no number of an order: parked, for a person to look at',
      topics: ['store/order/created'],
      becomes: 'parked',
      body: (fresh) => toNamed(fresh, 'store/order/created', { id: null }),
    },
  },
};
