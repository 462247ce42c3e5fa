import type { FreshOrder, TriggerCases } from './trigger-case.ts';

/** `20261124000017`: a day, and a number. */
function toNumber({ digits, now }: FreshOrder): number {
  return Number(`${now.toISOString().slice(0, 10).replaceAll('-', '')}${digits.slice(-6)}`);
}

/** A webhook only names the order. */
function toNamed(fresh: FreshOrder, eventType: string) {
  return {
    eventType,
    eventTime: fresh.now.getTime(),
    data: { siteCode: fresh.shop, orderNo: toNumber(fresh), saleChannel: 'IMWEB', orderType: 'SHOPPING' },
  };
}

export const imwebCases: TriggerCases = {
  idPath: 'data.orderNo',
  orderId: toNumber,
  cases: {
    paid: {
      means:
        'names a paid order, which is fetched: the site has it only if --set data.orderNo=… names one of its own',
      topics: ['ORDER_DEPOSIT_COMPLETE'],
      becomes: 'queued',
      body: (fresh) => toNamed(fresh, 'ORDER_DEPOSIT_COMPLETE'),
    },
    refund: {
      means: 'the same, once something was paid back',
      topics: ['ORDER_REFUND'],
      becomes: 'queued',
      body: (fresh) => toNamed(fresh, 'ORDER_REFUND'),
    },
    unreadable: {
      means: 'no number of an order: parked, for a person to look at',
      topics: ['ORDER_CREATE'],
      becomes: 'parked',
      body: (fresh) => ({ ...toNamed(fresh, 'ORDER_CREATE'), data: { siteCode: fresh.shop } }),
    },
  },
};
