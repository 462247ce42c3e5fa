import { describe, expect, test } from 'vitest';
import { aDrain, refused, unavailable } from '../../test/support/builders/a-drain.ts';
import { markAsSent } from '../../test/support/builders/mark-as-sent.ts';
import {
  aQueuedClosing,
  aQueuedMessage,
  aQueuedRefund,
  aRecord,
} from '../../test/support/builders/queue-records.ts';
import { eventLogId } from '../dfinery/event-log-id.ts';
import { UnavailableError } from '../model/errors.ts';
import { encodeMessage, type Message } from '../queue/message.ts';
import { connectionLane } from '../stores/ledger/service-pauses.ts';

type Purchase = Extract<Message, { kind: 'purchase' }>;
type Refund = Extract<Message, { kind: 'refund' }>;

/** A purchase of order 1 at a stage, ten for each of its lines. */
function purchase(
  items: number,
  stage: 'promised' | 'paid' = 'paid',
  extra: Partial<Purchase> = {},
): Purchase {
  return { ...aQueuedMessage({ orderId: '1', items }), stage, currency: 'USD', ...extra };
}

function refund(refundId: string, amount: number, extra: Partial<Refund> = {}): Refund {
  const message = aQueuedRefund({ orderId: '1', refundId });
  const event = { ...message.event, event_properties: { df_total_refund_amount: amount } };
  return { ...message, total: String(amount), currency: 'USD', event, ...extra };
}

/** What to send if more was promised than is due. */
const settlement = { ...refund('settlement', 1).event };

/** What to send if more is due than was told. */
function rise(items: number) {
  const { event } = purchase(items);
  const key = { source: 'shopify', shop: 'example.myshopify.com', kind: 'purchase' } as const;
  return { ...event, event_log_id: eventLogId({ ...key, subjectKey: `1/to/${items * 10}`, part: 1 }) };
}

let ids = 0;
function records(...messages: readonly Message[]) {
  return messages.map((message) => aRecord({ messageId: `r-${(ids += 1)}`, body: encodeMessage(message) }));
}

/** The amounts at Dfinery in sending order, one list a request. Refunds are negative. */
function amounts({ seen }: ReturnType<typeof aDrain>): number[][] {
  return seen.sent.map(({ json }) =>
    json.events.map(({ event_properties: properties }) => {
      const { df_total_purchase_amount: bought, df_total_refund_amount: back = 0 } =
        properties as unknown as Record<string, number>;
      return bought ?? -back;
    }),
  );
}

describe('order of sending', () => {
  test('a refund leaves in a request after the one in which its purchase was accepted', async () => {
    const drain = aDrain();

    expect(await drain.drain(records(refund('9', 4), purchase(1)))).toEqual([]);
    expect(amounts(drain)).toEqual([[10], [-4]]);
  });

  test('a refund whose purchase is refused waits, and is not sent alone', async () => {
    const drain = aDrain();

    expect(await drain.drain(records(purchase(1), refund('9', 4)), { answer: () => refused })).toHaveLength(
      2,
    );
    expect(amounts(drain)).toEqual([[10]]);
    expect(drain.ports.telemetry.counts).toMatchObject({ 'EventKept:refused': 1 });
  });

  test('a refund without its purchase waits as long as a refused event does if that was refused a hundred times', async () => {
    const drain = aDrain();
    const tried = records(purchase(1));
    for (let tries = 1; tries <= 100; tries += 1) await drain.drain(tried, { answer: () => refused });
    const old = [
      { ...aRecord({ messageId: 'old', body: encodeMessage(refund('9', 4)), ageMs: 72 * 3_600_000 }) },
    ];

    expect(await drain.drain(old)).toEqual([]);
    expect(drain.ports.buried.map(({ attributes }) => attributes.cause)).toEqual(['purchase-missing']);
  });

  test('a refund whose purchase still waits behind an outage is not dead after three days', async () => {
    const drain = aDrain();
    const old = [aRecord({ messageId: 'old', body: encodeMessage(refund('9', 4)), ageMs: 96 * 3_600_000 })];

    expect(await drain.drain(old)).toEqual(['old']);
    expect(drain.ports.telemetry.counts).toMatchObject({ 'EventKept:purchase-missing': 1 });
  });

  test('a refund of an order that is paid in part is not given up while its purchase is tried', async () => {
    const drain = aDrain();
    await drain.drain(records(purchase(10)), { answer: () => refused });
    const body = encodeMessage(refund('9', 4, { orderStage: 'refunds-only' }));

    expect(await drain.drain([aRecord({ messageId: 'old', body, ageMs: 48 * 3_600_000 })])).toEqual(['old']);
  });

  test('a refund of an order that is paid in part is no copy of the one that came with the purchase', async () => {
    const drain = aDrain();
    const both = records(refund('9', 4, { orderStage: 'refunds-only' }), refund('9', 4));
    const [first = '', second = ''] = both.map(({ messageId }) => messageId);

    expect(await drain.drain(both)).toEqual(expect.arrayContaining([first, second]));
  });

  test('a refund of an order that is paid in part waits a day for its purchase, then is counted', async () => {
    const drain = aDrain();
    const body = encodeMessage(refund('9', 4, { orderStage: 'refunds-only' }));

    expect(await drain.drain([aRecord({ messageId: 'young', body, ageMs: 24 * 3_600_000 })])).toEqual([
      'young',
    ]);
    expect(await drain.drain([aRecord({ messageId: 'old', body, ageMs: 24 * 3_600_000 + 1 })])).toEqual([]);
    expect(drain.ports.telemetry.counts).toMatchObject({ 'EventUntold:refund-without-purchase': 1 });
  });
});

describe('what is left out', () => {
  const lane = connectionLane({ serviceId: 'service-1', connection: 'main' });

  test('is added up by kind and currency, once however often it comes', async () => {
    const drain = aDrain();
    await drain.drain(records(purchase(10)));
    for (let times = 0; times < 2; times += 1) {
      await drain.drain(records(purchase(12)));
      await drain.drain(records(refund('8', 126)));
    }

    expect([...drain.ports.leftOut.sums]).toEqual([
      [
        lane,
        [
          { kind: 'refunds', currency: 'USD', amount: '6' },
          { kind: 'revenue', currency: 'USD', amount: '20' },
        ],
      ],
    ]);
  });

  test('holds nothing back if it cannot be added up', async () => {
    const drain = aDrain();
    await drain.drain(records(purchase(1)));
    drain.ports.leftOut.add = () =>
      Promise.reject(new UnavailableError('unavailable', { code: 'ledger-unavailable' }));

    expect(await drain.drain(records(refund('8', 15)))).toEqual([]);
    expect(amounts(drain)).toEqual([[10], [-10]]);
    expect(drain.ports.telemetry.counts).toMatchObject({ 'RefundUntold:USD': 5 });
    expect(drain.ports.telemetry.lines.join()).toContain('could not be added up');
  });

  test('has no currency if a message of version 0.1.0 has none', async () => {
    const drain = aDrain();
    await drain.drain(records(purchase(1)));
    await drain.drain(records(refund('8', 15, { currency: undefined })));

    expect(drain.ports.leftOut.sums.get(lane)).toEqual([{ kind: 'refunds', currency: 'XXX', amount: '5' }]);
  });
});

describe('what was told caps what is taken back', () => {
  test('an upsell that was not told is not paid back', async () => {
    const drain = aDrain();
    await drain.drain(records(purchase(10)));

    expect(await drain.drain(records(purchase(12), refund('9', 120)))).toEqual([]);
    expect(amounts(drain)).toEqual([[100], [-100]]);
    expect(drain.ports.telemetry.counts).toMatchObject({ 'RevenueUntold:USD': 20, 'EventUntold:rise': 1 });
  });

  test('a refund beyond what was told is cut, and one after it is not sent', async () => {
    const drain = aDrain();
    await drain.drain(records(purchase(1)));

    expect(await drain.drain(records(refund('8', 15)))).toEqual([]);
    expect(await drain.drain(records(refund('9', 1)))).toEqual([]);
    expect(amounts(drain)).toEqual([[10], [-10]]);
    expect(drain.ports.telemetry.counts).toMatchObject({
      RefundCapped: 2,
      'RefundUntold:USD': 6,
      'EventUntold:nothing-left': 1,
    });
  });

  test('of a refund in parts that is cut, what is left stands on the first', async () => {
    const drain = aDrain();
    await drain.drain(records(purchase(1)));
    const part = (number: number, amount: number): Refund => {
      const message = refund('8', amount);
      return { ...message, part: number, parts: 2, total: '15' };
    };

    expect(await drain.drain(records(part(1, 9), part(2, 6)))).toEqual([]);
    expect(amounts(drain)).toEqual([[10], [-10]]);
  });

  test('a refund that version 0.1.0 sent is known', async () => {
    const drain = aDrain();
    const { stage: _, ...old } = purchase(10);
    await markAsSent(drain.ports.ledger, old);
    await markAsSent(drain.ports.ledger, refund('1', 70));

    const refundIds = ['1', '2'];
    expect(
      await drain.drain(records(refund('1', 70, { refundIds }), refund('2', 50, { refundIds }))),
    ).toEqual([]);
    expect(amounts(drain)).toEqual([[-30]]);
  });

  test('a repeat of everything sends nothing', async () => {
    const drain = aDrain();
    const all = () => records(purchase(10, 'paid', { settlement }), refund('1', 20, { refundIds: ['1'] }));
    await drain.drain(all());
    await drain.drain(all());

    expect(amounts(drain)).toEqual([[100], [-20]]);
    expect(drain.ports.telemetry.counts).toMatchObject({ EventSent: 2, EventDuplicate: 2 });
  });
});

describe('a promised order', () => {
  test('that is refused at the door is taken back', async () => {
    const drain = aDrain();
    await drain.drain(records(purchase(3, 'promised')));

    expect(await drain.drain(records(aQueuedClosing({ orderId: '1', items: 3 })))).toEqual([]);
    expect(await drain.drain(records(aQueuedClosing({ orderId: '1', items: 3 })))).toEqual([]);
    expect(amounts(drain)).toEqual([[30], [-30]]);
    // Its lines are worth what is taken back.
    expect(drain.seen.sent[1]?.json.events[0]?.event_items).toHaveLength(3);
  });

  test('that was closed before it was told is never told as promised, but as paid', async () => {
    const drain = aDrain();

    expect(await drain.drain(records(aQueuedClosing({ orderId: '1' })))).toEqual([]);
    expect(await drain.drain(records(purchase(1, 'promised')))).toEqual([]);
    expect(amounts(drain)).toEqual([]);
    expect(await drain.drain(records(purchase(1, 'paid')))).toEqual([]);
    expect(amounts(drain)).toEqual([[10]]);
    expect(await drain.drain(records(refund('9', 10)))).toEqual([]);
    expect(amounts(drain)).toEqual([[10], [-10]]);
  });

  test('that was closed before it was told has nothing left to take back, unless it is paid', async () => {
    const drain = aDrain();
    await drain.drain(records(aQueuedClosing({ orderId: '1' })));

    expect(
      await drain.drain(records(purchase(1, 'promised'), refund('9', 4, { orderStage: 'promised' }))),
    ).toEqual([]);
    expect(await drain.drain(records(purchase(1, 'paid'), refund('9', 4)))).toEqual([]);
    expect(amounts(drain)).toEqual([[10], [-4]]);
  });

  test('that is paid lower is settled, once', async () => {
    const drain = aDrain();
    await drain.drain(records(purchase(10, 'promised')));
    const paid = () => records(purchase(7, 'paid', { settlement }));

    expect(await drain.drain(paid())).toEqual([]);
    expect(await drain.drain(paid())).toEqual([]);
    expect(amounts(drain)).toEqual([[100], [-30]]);
    expect(drain.seen.sent[1]?.json.events[0]?.event_items).toEqual([
      { df_item_id: 'refund', df_item_name: 'refund', df_price: 30, df_quantity: 1, df_discount: 0 },
    ]);
  });

  test('that is paid lower and paid back in the same delivery comes right', async () => {
    const drain = aDrain();
    await drain.drain(records(purchase(10, 'promised')));

    expect(await drain.drain(records(refund('1', 20), purchase(7, 'paid', { settlement })))).toEqual([]);
    expect(amounts(drain).flat()).toEqual([100, -30, -20]);
  });

  test('settles under the same id after a request without an answer', async () => {
    const drain = aDrain();
    await drain.drain(records(purchase(10, 'promised')));
    const paid = records(purchase(7, 'paid', { settlement }));

    expect(await drain.drain(paid, { answer: () => unavailable })).toHaveLength(1);
    expect(await drain.drain(paid)).toEqual([]);
    const sent = drain.seen.sent
      .slice(1)
      .flatMap(({ json }) => json.events.map(({ event_log_id }) => event_log_id));
    expect(new Set(sent).size).toBe(1);
  });

  test('of two parts is told once, and its second part says nothing more', async () => {
    const drain = aDrain();
    const parts = (stage: 'promised' | 'paid') => [
      purchase(2, stage, { parts: 2, total: '30' }),
      {
        ...purchase(1, stage, { parts: 2, part: 2, total: '30' }),
        event: { ...purchase(1).event, event_log_id: rise(9).event_log_id },
      },
    ];

    expect(await drain.drain(records(...parts('promised')))).toEqual([]);
    expect(await drain.drain(records(...parts('paid')))).toEqual([]);
    expect(amounts(drain).flat()).toEqual([20, 10]);
  });
});

describe('a change that comes while the purchase is on its way', () => {
  test('waits with all of its parts', async () => {
    const drain = aDrain();
    await drain.drain(records(purchase(30, 'promised')), { answer: () => unavailable });
    const second = { ...purchase(8, 'paid', { part: 2, parts: 2, total: '250' }) };
    const parts = records(purchase(17, 'paid', { parts: 2, total: '250' }), {
      ...second,
      event: { ...second.event, event_log_id: rise(9).event_log_id },
    });

    expect(await drain.drain(parts)).toHaveLength(2);
  });

  test.each(['promised', 'paid'] as const)(
    'waits until a %s order without an answer is settled',
    async (stage) => {
      const drain = aDrain();
      const first = records(purchase(10, stage));
      const paid = records(purchase(stage === 'paid' ? 12 : 7, 'paid', { settlement }));
      await drain.drain(first, { answer: () => unavailable });

      expect(await drain.drain(paid)).toHaveLength(1);
      await drain.drain(first);
      expect(await drain.drain(paid)).toEqual([]);
      expect(drain.ports.telemetry.counts).toMatchObject(stage === 'paid' ? { 'RevenueUntold:USD': 20 } : {});
      expect(amounts(drain).flat()).toEqual(stage === 'paid' ? [100, 100] : [100, 100, -30]);
    },
  );

  test('and says the same in the same batch is no copy of the promise', async () => {
    const drain = aDrain();
    const batch = records(purchase(10, 'promised'), purchase(10, 'paid'));

    const [waiting] = await drain.drain(batch);
    await drain.drain(batch.filter(({ messageId }) => messageId === waiting));
    await drain.drain(records(aQueuedClosing({ orderId: '1', items: 10 })));
    expect(amounts(drain)).toEqual([[100]]);
  });

  test('and says the same makes it paid', async () => {
    const drain = aDrain();
    await drain.drain(records(purchase(10, 'promised')), { answer: () => unavailable });
    await drain.drain(records(purchase(10, 'paid')));

    await drain.drain(records(aQueuedClosing({ orderId: '1', items: 10 })));
    expect(amounts(drain).flat()).toEqual([100, 100]);
  });
});

describe('edits that are sent', () => {
  test('a dearer order has a further purchase, then a refund may take it back', async () => {
    const drain = aDrain();
    await drain.drain(records(purchase(10)));

    expect(await drain.drain(records(purchase(25, 'paid', { rise: rise(25) }), refund('9', 250)))).toEqual([
      `r-${String(ids)}`,
    ]);
    expect(await drain.drain(records(refund('9', 250)))).toEqual([]);
    expect(amounts(drain)).toEqual([[100], [150], [-250]]);
  });

  test('the same step has one id, whatever brings it, and is sent once', async () => {
    const drain = aDrain();
    await drain.drain(records(purchase(10)));
    const dearer = () => records(purchase(25, 'paid', { rise: rise(25) }));

    expect(await drain.drain(dearer(), { answer: () => unavailable })).toHaveLength(1);
    expect(await drain.drain(dearer())).toEqual([]);
    expect(await drain.drain(dearer())).toEqual([]);
    expect(amounts(drain)).toEqual([[100], [150], [150]]);
    expect(new Set(drain.seen.sent.slice(1).map(({ json }) => json.events[0]?.event_log_id)).size).toBe(1);
  });

  test('a further purchase stays queued until its order knows of it', async () => {
    const drain = aDrain();
    await drain.drain(records(purchase(10)));
    const { tell } = drain.ports.ledger;
    drain.ports.ledger.tell = (order, change) =>
      change.kind === 'risen' ? Promise.resolve({ kind: 'unsettled' }) : tell(order, change);
    const dearer = records(purchase(25, 'paid', { rise: rise(25) }));

    expect(await drain.drain(dearer)).toHaveLength(1);
    drain.ports.ledger.tell = tell;
    expect(await drain.drain(dearer)).toEqual([]);
    expect(await drain.drain(records(refund('9', 250)))).toEqual([]);
    expect(amounts(drain)).toEqual([[100], [150], [-250]]);
  });

  test('a closed order that is paid is told of whole again, with its lines', async () => {
    const drain = aDrain();
    await drain.drain(records(purchase(3, 'promised')));
    await drain.drain(records(aQueuedClosing({ orderId: '1', items: 3 })));

    expect(await drain.drain(records(purchase(3, 'paid', { rise: rise(3) })))).toEqual([]);
    expect(amounts(drain)).toEqual([[30], [-30], [30]]);
    expect(drain.seen.sent[2]?.json.events[0]?.event_items).toHaveLength(3);
  });
});

describe('while the ledger is unavailable and events are delivered all the same', () => {
  const broken = () => {
    const drain = aDrain({ ledgerOutage: 'deliver' });
    const fail = () => Promise.reject(new UnavailableError('unavailable', { code: 'ledger-unavailable' }));
    return {
      ...drain,
      break: () => Object.assign(drain.ports.ledger, { read: fail, claim: fail, tell: fail }),
    };
  };

  test('purchases and listed refunds go as they are; ends and settlements wait', async () => {
    const drain = broken();
    drain.break();

    const batch = records(purchase(1), refund('9', 4), aQueuedClosing({ orderId: '2' }));
    expect(await drain.drain(batch)).toHaveLength(1);
    expect(amounts(drain).flat().toSorted()).toEqual([-4, 10]);
  });
});

test('two drains at once that take back of one order never take back more than was told', async () => {
  const drain = aDrain();
  await drain.drain(records(purchase(10)));

  await Promise.all([drain.drain(records(refund('1', 60))), drain.drain(records(refund('2', 60)))]);
  expect(
    amounts(drain)
      .flat()
      .reduce((all, amount) => all + amount, 0),
  ).toBe(0);
});

describe('a refund that is the sum of all until then', () => {
  test('is sent with what it adds, and without lines that are not its own', async () => {
    const drain = aDrain();
    await drain.drain(records(purchase(3)));
    await drain.drain(records(refund('up-to-10', 10)));
    await drain.drain(records(refund('up-to-30', 30), refund('up-to-10', 10)));

    expect(amounts(drain)).toEqual([[30], [-10], [-20]]);
    expect(drain.seen.sent.at(-1)?.json.events[0]?.event_items).toEqual([
      { df_item_id: 'refund', df_item_name: 'refund', df_price: 20, df_quantity: 1, df_discount: 0 },
    ]);
  });

  test('waits while the ledger is unavailable, even where other refunds are sent then', async () => {
    const ill = () => Promise.reject(new UnavailableError('unavailable', { code: 'ledger-unavailable' }));
    const drain = aDrain({ ledgerOutage: 'deliver' });
    await drain.drain(records(purchase(3)));
    drain.ports.ledger.tell = ill;

    expect(await drain.drain(records(refund('9', 4), refund('up-to-10', 10)))).toHaveLength(1);
    expect(amounts(drain)).toEqual([[30], [-4]]);
  });
});
