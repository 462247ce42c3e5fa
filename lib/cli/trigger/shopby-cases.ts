import type { FreshOrder, TriggerCases } from './trigger-case.ts';

const KST_MS = 9 * 60 * 60_000;

/** `202611241234567890`: the day in Korea, and a number. */
function toOrderNo({ digits, now }: FreshOrder): string {
  const day = new Date(now.getTime() + KST_MS).toISOString().slice(0, 10).replaceAll('-', '');
  return `${day}${digits.slice(-10)}`;
}

/** A webhook has an entry for each option of an order that changed. */
function toHint({ shop, ...fresh }: FreshOrder, orderNo: string | null) {
  const [mallNo = ''] = shop.split('@');
  return {
    eventType: 'CHANGE_ORDER_STATUS',
    orderNo,
    mallNo: Number(mallNo),
    memberNo: 4321,
    orderProductOptionNo: Number(fresh.digits.slice(-6)),
    orderStatusType: 'PAY_DONE',
    claimStatusType: null,
  };
}

export const shopbyCases: TriggerCases = {
  idPath: '0.orderNo',
  orderId: toOrderNo,
  cases: {
    paid: {
      means:
        'names a paid order, which is fetched: the mall has it only if --set 0.orderNo=… names one of its own',
      topics: ['CHANGE_ORDER_STATUS'],
      becomes: 'queued',
      body: (fresh) => [toHint(fresh, toOrderNo(fresh))],
    },
    refund: {
      means: 'the same, once an option of it was cancelled',
      topics: ['CHANGE_ORDER_STATUS'],
      becomes: 'queued',
      body: (fresh) => {
        const cancelled = { orderStatusType: 'CANCEL_DONE', claimStatusType: 'CANCEL_DONE', claimNo: 51 };
        return [{ ...toHint(fresh, toOrderNo(fresh)), ...cancelled }];
      },
    },
    unreadable: {
      means: 'no number of an order: parked, for a person to look at',
      topics: ['CHANGE_ORDER_STATUS'],
      becomes: 'parked',
      body: (fresh) => [toHint(fresh, null)],
    },
  },
};
