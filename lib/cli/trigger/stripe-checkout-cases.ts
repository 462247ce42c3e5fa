import type { FreshOrder, TriggerCases } from './trigger-case.ts';

const toId = ({ digits }: FreshOrder): string => `cs_live_a1${digits}`;

/** An event only names the session. */
function toEvent(type: string, changes: object = {}, livemode = true) {
  return (fresh: FreshOrder) => {
    const created = Math.floor(fresh.now.getTime() / 1_000);
    const session = { id: toId(fresh), object: 'checkout.session', created, mode: 'payment' };
    const object = { ...session, status: 'complete', payment_status: 'paid', livemode, ...changes };
    return { id: `evt_1${fresh.digits}`, object: 'event', created, livemode, type, data: { object } };
  };
}

const COMPLETED = 'checkout.session.completed';

export const stripeCheckoutCases: TriggerCases = {
  idPath: 'data.object.id',
  orderId: toId,
  cases: {
    paid: {
      means:
        'names a paid session, which is fetched: the account has it only if --set data.object.id=… names one of its own',
      topics: [COMPLETED, 'checkout.session.async_payment_succeeded'],
      becomes: 'queued',
      body: toEvent(COMPLETED),
    },
    refund: {
      means:
        'names a payment of which a part was paid back; its session is found by it (--set data.object.payment_intent=…)',
      topics: ['refund.created'],
      becomes: 'queued',
      body: (fresh) => {
        const refund = { id: `re_3${fresh.digits}`, object: 'refund', status: 'succeeded' };
        return toEvent('refund.created', { ...refund, payment_intent: `pi_3${fresh.digits}` })(fresh);
      },
    },
    unpaid: {
      means: 'a bank transfer that is not there yet',
      topics: [COMPLETED],
      becomes: 'ignored',
      body: toEvent(COMPLETED, { payment_status: 'unpaid' }),
    },
    test: {
      means: 'a session of a test key',
      topics: [COMPLETED],
      becomes: 'ignored',
      body: toEvent(COMPLETED, {}, false),
    },
    unreadable: {
      means: 'no id of a session: parked, for a person to look at',
      topics: [COMPLETED],
      becomes: 'parked',
      body: toEvent(COMPLETED, { id: null }),
    },
  },
};
