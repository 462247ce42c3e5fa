import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accepted, aDrain, refused, unavailable } from '../../test/support/builders/a-drain.ts';
import {
  aQueuedClosing,
  aQueuedMessage,
  aQueuedRefund,
  aRecord,
  QUEUE_TIME,
} from '../../test/support/builders/queue-records.ts';
import { createMemoryLedger } from '../../test/support/doubles/memory-ledger.ts';
import { memoryTombstones } from '../../test/support/doubles/memory-tombstones.ts';
import { UnavailableError } from '../model/errors.ts';
import { encodeMessage, type Message } from '../queue/message.ts';
import { ledgerId } from '../stores/ledger/ledger.ts';
import { ledgerKeyOf } from '../stores/ledger/ledger-key.ts';

type Purchase = Extract<Message, { kind: 'purchase' }>;
type Refund = Extract<Message, { kind: 'refund' }>;
type Closing = Extract<Message, { kind: 'closing' }>;

const HOURS = 3_600_000;
const purchase: Purchase = { ...aQueuedMessage({ orderId: '1' }), stage: 'paid', currency: 'USD' };
const promise: Purchase = { ...purchase, stage: 'promised' };

function refund(refundId: string, amount: number): Refund {
  const message = aQueuedRefund({ orderId: '1', refundId });
  const event = { ...message.event, event_properties: { df_total_refund_amount: amount } };
  return { ...message, total: String(amount), currency: 'USD', event };
}

/** The same message as a repair of what was sent at a time, as `reconcile` queues it. */
function repairOf<Content extends Purchase | Refund | Closing>(message: Content, at: number): Content {
  return { ...message, repairs: at, deliveryId: 'repair/1', receivedAt: '2026-11-24T03:00:00.000Z' };
}

let ids = 0;
const records = (...messages: readonly Message[]) =>
  messages.map((message) => aRecord({ messageId: `r-${(ids += 1)}`, body: encodeMessage(message) }));

/** The ids of the events in sending order. */
const eventIds = ({ seen }: ReturnType<typeof aDrain>) =>
  seen.sent.flatMap(({ json }) => json.events.map(({ event_log_id }) => event_log_id));

async function stateOf({ ports }: ReturnType<typeof aDrain>, message: Message) {
  const entries = await ports.ledger.read([ledgerKeyOf(message)]);
  return entries.get(ledgerId(ledgerKeyOf(message)))?.states['1'];
}

/** A drain by which some messages were sent three hours ago, and when. */
async function aDrainAfter(...messages: readonly Message[]) {
  const drain = aDrain();
  for (const message of messages) expect(await drain.drain(records(message))).toEqual([]);
  drain.ports.clock.now += 3 * HOURS;
  drain.seen.sent.length = 0;
  return drain;
}

test('what was sent is sent once more under its id, whatever comes beside it', async () => {
  const drain = await aDrainAfter(purchase);
  const repair = repairOf(purchase, QUEUE_TIME);

  expect(await drain.drain(records(purchase, repair, repair, { ...repair, deliveryId: 'repair/2' }))).toEqual(
    [],
  );
  expect(await drain.drain(records(repair, purchase))).toEqual([]);
  expect(eventIds(drain)).toEqual([purchase.event.event_log_id]);
  expect(await stateOf(drain, purchase)).toMatchObject({ state: 'sent', at: QUEUE_TIME + 3 * HOURS });
});

test('what Dfinery refuses or does not answer is kept, and no other version takes its place', async () => {
  const drain = await aDrainAfter(purchase);
  const [repair] = records(repairOf(purchase, QUEUE_TIME));
  if (repair === undefined) throw new Error('no record');

  for (const answer of [refused, unavailable]) {
    expect(await drain.drain([repair], { answer: () => answer })).toEqual([repair.messageId]);
    expect(await stateOf(drain, purchase)).toMatchObject({ state: 'sent', at: QUEUE_TIME });
  }
  drain.seen.sent.length = 0;
  drain.ports.pauses.paused.clear();
  expect(await drain.drain(records({ ...promise, total: '20' }))).toEqual([]);
  expect(await drain.drain([repair])).toEqual([]);
  expect(eventIds(drain)).toEqual([purchase.event.event_log_id]);
});

test('nothing that was never sent is sent by a repair', async () => {
  const drain = aDrain();

  expect(await drain.drain(records(repairOf(purchase, QUEUE_TIME)))).toEqual([]);
  expect(drain.seen.sent).toEqual([]);
  expect(drain.ports.telemetry.counts).toMatchObject({ EventDuplicate: 1 });
});

describe('what takes back', () => {
  test('a refund is sent once more with the amount that was granted, and the account stays', async () => {
    const drain = await aDrainAfter(purchase, refund('9', 40));
    const account = async () => [...(await drain.ports.ledger.read([ledgerKeyOf(purchase)])).values()];
    const before = await account();

    expect(await drain.drain(records(repairOf(refund('9', 40), QUEUE_TIME)))).toEqual([]);
    expect(drain.seen.sent.map(({ json }) => json.events[0]?.event_properties)).toEqual([
      { df_total_refund_amount: 10 },
    ]);
    expect(await account()).toEqual(before);
    expect(await drain.drain(records(repairOf(refund('9', 40), QUEUE_TIME), refund('9', 40)))).toEqual([]);
    expect(drain.seen.sent).toHaveLength(1);
  });

  test('a cancellation is sent once more', async () => {
    const closing = aQueuedClosing({ orderId: '1' });
    const drain = await aDrainAfter(promise, closing);

    expect(await drain.drain(records(repairOf(closing, QUEUE_TIME), closing))).toEqual([]);
    expect(await drain.drain(records(repairOf(closing, QUEUE_TIME)))).toEqual([]);
    expect(eventIds(drain)).toEqual([closing.event.event_log_id]);
  });

  test('a settlement is sent once more as the refund that it is', async () => {
    const settlement = refund('settlement', 4);
    const drain = await aDrainAfter(promise, { ...purchase, total: '6', settlement: settlement.event });

    expect(await drain.drain(records(repairOf(settlement, QUEUE_TIME)))).toEqual([]);
    expect(await drain.drain(records(repairOf(settlement, QUEUE_TIME)))).toEqual([]);
    expect(eventIds(drain)).toEqual([settlement.event.event_log_id]);
  });

  test('purchase and refund of one order leave in this order', async () => {
    const drain = await aDrainAfter(purchase, refund('9', 4));
    const both = [refund('9', 4), purchase].map((message) => repairOf(message, QUEUE_TIME));

    expect(await drain.drain(records(...both))).toEqual([]);
    expect(eventIds(drain)).toEqual([purchase.event.event_log_id, refund('9', 4).event.event_log_id]);
  });
});

test('a further purchase is sent once more as the purchase that it is, and never by a delivery of its order', async () => {
  const raised = { ...purchase, total: '30', rise: aQueuedMessage({ orderId: '2', items: 3 }).event };
  const drain = await aDrainAfter(purchase, raised);
  const rise: Purchase = {
    ...raised,
    subjectKey: '1/to/30',
    total: '20',
    stage: undefined,
    event: raised.rise,
  };
  const { rise: _, ...repair } = repairOf(rise, QUEUE_TIME);

  expect(await drain.drain(records(repair, raised, purchase))).toEqual([]);
  expect(await drain.drain(records(repair))).toEqual([]);
  expect(eventIds(drain)).toEqual([raised.rise.event_log_id]);
});

test('nothing is repaired of an erased customer or order', async () => {
  for (const erased of [{ orderId: '1' }, { orderId: '1/to/30' }]) {
    const seen: (string | undefined)[] = [];
    const tombstones = memoryTombstones(({ orderId }) => seen.push(orderId) > 0 && orderId === '1');
    const drain = aDrain({ tombstones });
    const message = { ...repairOf(purchase, QUEUE_TIME), subjectKey: erased.orderId };

    expect(await drain.drain(records(message))).toEqual([]);
    expect(seen).toEqual(['1']);
    expect(drain.ports.telemetry.counts).toMatchObject({ EventErased: 1 });
  }
});

test.each(['read', 'claim', 'tell'] as const)('while the ledger is ill a repair waits (%s)', async (call) => {
  const ill = () => Promise.reject(new UnavailableError('ill', { code: 'ledger-unavailable' }));
  const ledger = createMemoryLedger(() => QUEUE_TIME + 3 * HOURS);
  const before = aDrain({ ledger: { ...ledger } });
  await before.drain(records(purchase));
  await before.drain(records(refund('9', 4)));
  const drain = aDrain({ ledgerOutage: 'deliver', ledger: { ...ledger, [call]: ill } });
  const at = QUEUE_TIME + 3 * HOURS;
  const message = call === 'tell' ? refund('9', 4) : purchase;

  expect(await drain.drain(records(repairOf(message, at)))).toHaveLength(1);
  expect(drain.seen.sent).toEqual([]);
});

const step = fc.record({
  batch: fc.array(fc.constantFrom('webhook', 'refund', 'repair', 'repair-refund', 'repair-late', 'higher'), {
    minLength: 1,
    maxLength: 5,
  }),
  by: fc.constantFrom(0, 1),
  answers: fc.array(fc.constantFrom(accepted, accepted, refused, unavailable), { maxLength: 4 }),
});

test('whatever two drains are handed, each sending is accepted at most once more, and never in another version', () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const first = await aDrainAfter(purchase, refund('9', 4));
      const second = aDrain({ ledger: first.ports.ledger });
      const taken: string[] = [];
      let clock = first.ports.clock.now;
      const content: Record<string, Message> = {
        webhook: purchase,
        refund: refund('9', 4),
        repair: repairOf(purchase, QUEUE_TIME),
        'repair-refund': repairOf(refund('9', 4), QUEUE_TIME),
        'repair-late': repairOf(purchase, QUEUE_TIME + 1),
        higher: { ...promise, total: '20' },
      };
      await Promise.all(
        steps.map(async ({ batch, by, answers }) => {
          const drain = by === 0 ? first : second;
          clock += 1000;
          first.ports.clock.now = clock;
          second.ports.clock.now = clock;
          const left = [...answers];
          const messages = batch.flatMap((name) => content[name] ?? []);
          await drain.drain(records(...messages), {
            answer: ({ events }) => {
              const answer = left.shift() ?? accepted;
              if (answer === accepted) taken.push(...events.map(({ event_log_id }) => event_log_id));
              return answer;
            },
          });
        }),
      );
      expect(taken).toEqual([...new Set(taken)]);
      for (const message of [purchase, refund('9', 4)]) {
        expect(await stateOf(first, message)).toMatchObject({ state: 'sent' });
      }
    }),
    { numRuns: 100 },
  ));
