import { describe, expect, test } from 'vitest';
import { aShopConnection } from '../../test/support/builders/a-connection.ts';
import { aLineItem, anOrder, aRefund } from '../../test/support/builders/an-order.ts';
import { deliveryOf, fixturesOf } from '../../test/support/reading/fixtures.ts';
import { toPurchase } from '../dfinery/to-purchase.ts';
import { toRefunds } from '../dfinery/to-refunds.ts';
import { sum, toDecimal } from '../model/money.ts';
import type { Order } from '../model/order.ts';
import { decodeMessage, type Message } from '../queue/message.ts';
import { sources } from '../sources/all-sources.ts';
import { planOrder } from './plan-queueing.ts';
import { readDelivery } from './read-delivery.ts';
import type { News } from './reading.ts';
import type { Encoded } from './to-messages.ts';
import { type LostEvents, toRepairs } from './to-repairs.ts';

const AT = Date.parse('2026-11-24T00:00:00.000Z');
const context = {
  connection: aShopConnection({ purchaseOn: 'created', edits: 'send' }),
  deliveryId: 'repair/1',
  receivedAt: new Date('2026-11-24T04:00:00.000Z'),
  traceId: 't-1',
};

type OrderNews = Extract<News, { kind: 'order' }>;

function newsOf(order: Order): OrderNews {
  const purchase = toPurchase(order, context.connection);
  if (purchase.kind === 'ignored') throw new Error(purchase.reason);
  const events = order.stage === 'closed' ? [] : purchase.events;
  return { ...purchase, events, kind: 'order', order, refunds: toRefunds(order, context.connection) };
}

function lostOf(kind: LostEvents['kind'], subjectKey: string, total: string, parts: readonly number[] = [1]) {
  const sent = parts.map((part) => ({ part, at: AT + part }));
  return { kind, subjectKey, total: toDecimal(total), parts: parts.length, sent } satisfies LostEvents;
}

function repair(order: Order, lost: LostEvents): Message[] | undefined {
  return toRepairs(newsOf(order), lost, context)?.map(({ body }) => {
    const message = decodeMessage(body);
    if (message.kind === 'profile') throw new Error('a profile');
    return message;
  });
}

const amountOf = ({ event }: Message) => {
  const { event_properties: properties = {} } = event as {
    event_properties?: Readonly<Record<string, unknown>>;
  };
  return properties['df_total_purchase_amount'] ?? properties['df_total_refund_amount'];
};

const messages = (encoded: readonly Encoded[] | undefined) =>
  encoded?.map(({ body }) => decodeMessage(body)).filter((message) => message.kind !== 'profile') ?? [];

describe.each(Object.values(sources).map((source) => [source.id, source] as const))('%s', (_, source) => {
  test('what a fixture tells is rebuilt from it, event by event, as a repair', () => {
    const connection = { ...context.connection, source: source.id };
    const settings = { ...connection, purchaseOn: 'created', testOrders: 'send' } as const;
    for (const fixture of fixturesOf(source)) {
      const news = readAny(() => readDelivery(source, deliveryOf(fixture), { settings }));
      if (news?.kind !== 'order') continue;
      const told = planOrder(
        news,
        { ...context, connection: settings },
        { ready: news.refunds, toFetch: [] },
      );
      const bySubject = Map.groupBy(messages(told.events), ({ subjectKey }) => subjectKey);
      for (const [subjectKey, all] of bySubject) {
        const [first] = all;
        if (first === undefined) continue;
        const kind = first.kind === 'purchase' ? 'purchase' : 'refund';
        const lost = lostOf(
          kind,
          subjectKey,
          first.total,
          all.map(({ part }) => part),
        );
        const repaired = messages(toRepairs(news, lost, { ...context, connection: settings }));

        expect(repaired.map(({ event }) => event)).toEqual(all.map(({ event }) => event));
        expect(repaired.map(({ repairs }) => repairs)).toEqual(all.map(({ part }) => AT + part));
        for (const message of repaired) {
          expect(message).toMatchObject({ kind, subjectKey, total: first.total, identity: first.identity });
          expect(message).not.toHaveProperty('stage', expect.anything());
          expect(message).not.toHaveProperty('settlement', expect.anything());
          expect(message).not.toHaveProperty('rise', expect.anything());
        }
      }
    }
  });
});

function readAny<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

describe('an order that changed since', () => {
  test('its purchase is sent with the amount that was told, and one item for it', () => {
    const order = anOrder({ total: toDecimal('30') });
    const [message, ...others] = repair(order, lostOf('purchase', '1001', '20')) ?? [];

    expect(others).toEqual([]);
    expect(message).toMatchObject({ subjectKey: '1001', total: '20', repairs: AT + 1, part: 1, parts: 1 });
    expect(message && amountOf(message)).toBe(20);
    expect(message?.event.event_log_id).toBe(newsOf(order).events[0]?.event_log_id);
    expect(message?.event).toMatchObject({ event_items: [{ df_item_id: 'purchase', df_price: 20 }] });
  });

  test('of its purchase of several parts only the parts that are lost are sent', () => {
    const items = Array.from({ length: 150 }, (_, index) => aLineItem({ productId: `p-${index}` }));
    const order = anOrder({ items, total: toDecimal('1500') });
    const lost = { ...lostOf('purchase', '1001', '1500', [1, 2]), sent: [{ part: 2, at: AT }] };

    expect(repair(order, lost)).toMatchObject([{ part: 2, parts: 2, total: '1500', repairs: AT }]);
    expect(repair(order, { ...lost, total: toDecimal('1400') })).toBeUndefined();
    expect(repair(order, { ...lost, parts: 3 })).toBeUndefined();
  });

  test('a purchase that was called off since, and its cancellation', () => {
    const order = anOrder({ stage: 'closed' });
    const [purchase] = repair(order, lostOf('purchase', '1001', '10')) ?? [];
    const [cancellation] = repair(order, lostOf('refund', '1001/cancellation', '7')) ?? [];

    expect(purchase).toMatchObject({ kind: 'purchase', total: '10', repairs: AT + 1 });
    expect(cancellation).toMatchObject({ kind: 'refund', subjectKey: '1001/cancellation', total: '7' });
    expect(cancellation && amountOf(cancellation)).toBe(7);
  });

  test('a settlement, a further purchase and a refund that was cut', () => {
    const order = anOrder({
      total: toDecimal('30'),
      changedAt: '2026-11-24T00:00:00.000Z',
      takenOut: [aLineItem()],
      refunds: [aRefund({ id: 'r', amount: toDecimal('25') })],
    });
    const lost = [
      lostOf('refund', '1001/settlement', '10'),
      lostOf('purchase', '1001/to/30', '12'),
      lostOf('purchase', '1001/to/25', '5'),
      lostOf('refund', '1001/r', '20'),
    ];

    const repaired = lost.flatMap((each) => repair(order, each) ?? []);
    expect(repaired.map(({ subjectKey }) => subjectKey)).toEqual(lost.map(({ subjectKey }) => subjectKey));
    expect(repaired.map(amountOf)).toEqual([10, 12, 5, 20]);
    const ids = repaired.map(({ event }) => event.event_log_id);
    expect(new Set(ids).size).toBe(4);
    expect(sum(repaired.map(({ total }) => toDecimal(total)))).toBe('47');
  });

  test('a refund that the shop lists no more cannot be rebuilt', () => {
    expect(repair(anOrder(), lostOf('refund', '1001/gone', '5'))).toBeUndefined();
  });
});
