import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aShopConnection } from '../../../test/support/builders/a-connection.ts';
import { accepted, aDrain, type SentBody } from '../../../test/support/builders/a-drain.ts';
import { aLineItem, anOrder, aRefund } from '../../../test/support/builders/an-order.ts';
import { aRecord, QUEUE_TIME } from '../../../test/support/builders/queue-records.ts';
import { memoryTombstones } from '../../../test/support/doubles/memory-tombstones.ts';
import { eventLogId } from '../../dfinery/event-log-id.ts';
import type { Arrived } from '../../dfinery/export/arrivals.ts';
import { toPurchase } from '../../dfinery/to-purchase.ts';
import { toRefunds } from '../../dfinery/to-refunds.ts';
import { sum, toDecimal } from '../../model/money.ts';
import type { Order } from '../../model/order.ts';
import type { HttpAnswer } from '../../runtime/http/http-answer.ts';
import { planOrder } from '../../translate/plan-queueing.ts';
import type { ArrivedOrders } from './arrived-orders.ts';
import type { RepairMode } from './comparison-lines.ts';
import { toJsonLines, toLines } from './comparison-lines.ts';
import { exitOf } from './exit-of.ts';
import { repairOrders } from './repair-orders.ts';
import { runReconcile } from './run-reconcile.ts';
import type { ShopOrder } from './shop-order.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const connection = aShopConnection({
  purchaseOn: 'created',
  refundProperties: { df_order_id: 'orderId' },
});
const { source, shop } = connection;

type ShopNews = Extract<ShopOrder, { kind: 'order' }>;

function newsOf(order: Order): ShopNews {
  const purchase = toPurchase(order, connection);
  if (purchase.kind === 'ignored') throw new Error(purchase.reason);
  const events = order.stage === 'closed' ? [] : purchase.events;
  return { ...purchase, events, kind: 'order', order, refunds: toRefunds(order, connection) };
}

/** A shop, an adapter with its queue and its ledger, and a Dfinery that loses some of what it accepts. */
function aWorld() {
  const queued: string[] = [];
  const stored = new Map<string, { orderId: string; kind: 'purchase' | 'refund'; amount: number }>();
  const loses = new Set<string>();
  const drain = aDrain();
  let erased: readonly string[] = [];
  let messages = 0;

  const noAnswer = new Set<string>();
  const store = ({ events }: SentBody): HttpAnswer => {
    const isSilent = events.some(({ event_log_id: id }) => noAnswer.delete(id));
    for (const { event_log_id: id, event_properties: properties } of events) {
      if (loses.delete(id)) continue;
      const { df_total_purchase_amount: bought, df_total_refund_amount: back = 0 } =
        properties as unknown as Record<string, number>;
      const kind = bought === undefined ? 'refund' : 'purchase';
      stored.set(id, { orderId: properties.df_order_id, kind, amount: bought ?? back });
    }
    return isSilent ? { kind: 'unanswered', reason: 'timeout' } : accepted;
  };

  function arrived(): ArrivedOrders {
    const of = (kind: 'purchase' | 'refund') => {
      const own = [...stored].filter(([, event]) => event.kind === kind);
      return new Map(
        [...Map.groupBy(own, ([, { orderId }]) => orderId)].map(([orderId, events]): [string, Arrived] => [
          orderId,
          { events: events.length, amount: sum(events.map(([, { amount }]) => toDecimal(String(amount)))) },
        ]),
      );
    };
    const reachesBackTo = drain.ports.clock.now - 29 * DAY_MS;
    return {
      purchases: of('purchase'),
      refunds: of('refund'),
      namesRefunds: true,
      columns: new Set(),
      reachesBackTo,
    };
  }

  const world = {
    store,
    loses,
    /** What is stored, or lost, and not answered. */
    noAnswer,
    stored,
    queued,
    drain,
    erase: (...ids: readonly string[]) => {
      erased = ids;
    },
    wait: (ms: number) => {
      drain.ports.clock.now += ms;
    },
    /** The webhook of an order. */
    deliver: (order: Order): void => {
      const receivedAt = new Date(drain.ports.clock.now);
      const plan = planOrder(newsOf(order), { connection, deliveryId: 'w', receivedAt, traceId: 't' });
      queued.push(...plan.events.map(({ body }) => body));
    },
    /** Drains the queue, as often as it takes. */
    async settle(): Promise<void> {
      for (let round = 0; round < 4 && queued.length > 0; round += 1) {
        const records = queued.splice(0).map((body) => {
          messages += 1;
          return aRecord({ messageId: `m-${messages}`, body });
        });
        const kept = await drain.drain(records, { answer: store });
        queued.push(...records.filter(({ messageId }) => kept.includes(messageId)).map(({ body }) => body));
      }
    },
    reconcile(orders: readonly (Order | ShopOrder)[], mode: RepairMode = 'none') {
      const now = () => drain.ports.clock.now;
      const queue = { sendAll: (bodies: readonly string[]) => Promise.resolve(void queued.push(...bodies)) };
      return runReconcile(
        {
          ledger: drain.ports.ledger,
          tombstones: memoryTombstones(({ orderId = '' }) => erased.includes(orderId)),
          idOf: ({ kind, subjectKey }, part) => eventLogId({ source, shop, kind, subjectKey, part }),
          now,
          onOrders: () => undefined,
          ...repairOrders({
            connection,
            mode,
            ledger: drain.ports.ledger,
            queues: { events: () => queue, fetches: () => queue },
            now,
          }),
        },
        {
          connection,
          others: [],
          range: { from: QUEUE_TIME - 10 * DAY_MS, until: QUEUE_TIME + DAY_MS },
          shopOrders: listOf(
            orders.map((order) => ('id' in order && !('kind' in order) ? newsOf(order) : order)),
          ),
          ledgerOrders: listOf([]),
          arrived: arrived(),
        },
      );
    },
  };
  return world;
}

async function* listOf<Some>(some: readonly Some[]): AsyncGenerator<Some> {
  for (const each of some) yield await Promise.resolve(each);
}

const order = (id: string, changes: Partial<Order> = {}) => anOrder({ id, ...changes });
const idOf = (kind: 'purchase' | 'refund', subjectKey: string) =>
  eventLogId({ source, shop, kind, subjectKey, part: 1 });
const found = ({ orders }: Awaited<ReturnType<typeof runReconcile>>) =>
  orders.map(({ orderId, findings }) => [orderId, ...findings.map(({ kind }) => kind)]);

describe('a shop of three orders', () => {
  const orders = ['1', '2', '3'].map((id) => order(id));

  test('lists that agree show nothing, with their sums', async () => {
    const world = aWorld();
    orders.forEach(world.deliver);
    await world.settle();
    world.wait(3 * HOUR_MS);

    const comparison = await world.reconcile(orders);
    expect(comparison.orders).toEqual([]);
    const sums = { orders: 3, purchases: new Map([['USD', '30']]) };
    expect(comparison).toMatchObject({ shop: sums, ledger: sums, dfinery: sums });
    expect(toLines(comparison, 'none').at(-1)).toBe('Nothing differs in what was compared.');
    expect(exitOf([], { isWhole: true })).toBe(0);
    expect(exitOf([], { isWhole: false })).toBe(7);
  });

  test('what was never queued and what Dfinery lost is repaired, once', async () => {
    const world = aWorld();
    world.loses.add(idOf('purchase', '2'));
    orders.slice(1).forEach(world.deliver);
    await world.settle();

    expect(found(await world.reconcile(orders, 'dry-run'))).toEqual([
      ['1', 'never-queued'],
      ['2', 'too-early'],
    ]);
    world.wait(2 * HOUR_MS);
    const dry = await world.reconcile(orders, 'dry-run');
    expect(found(dry)).toEqual([
      ['1', 'never-queued'],
      ['2', 'dropped'],
    ]);
    expect(dry.orders.map(({ actions }) => actions)).toEqual([
      [{ kind: 'queue', messages: 1 }],
      [{ kind: 'queue', messages: 1 }],
    ]);
    expect(toLines(dry, 'dry-run').join('\n')).toMatch(/would be queued: 1 message/);
    expect(world.queued).toEqual([]);

    for (let run = 0; run < 2; run += 1) await world.reconcile(orders, 'queue');
    const before = world.drain.seen.sent.length;
    await world.settle();
    expect(world.drain.seen.sent.slice(before).flatMap(({ json }) => json.events)).toHaveLength(2);
    expect(found(await world.reconcile(orders, 'queue'))).toEqual([]);
    expect(world.queued).toEqual([]);
  });

  test('what is lost once more is repaired once more, two hours later', async () => {
    const world = aWorld();
    orders.forEach(world.deliver);
    const lost = idOf('purchase', '3');
    for (let run = 0; run < 3; run += 1) {
      world.loses.add(lost);
      await world.settle();
      expect(found(await world.reconcile(orders, 'queue'))).toEqual([['3', 'too-early']]);
      world.wait(2 * HOUR_MS);
      expect(found(await world.reconcile(orders, 'queue'))).toEqual([['3', 'dropped']]);
    }
    await world.settle();
    expect(found(await world.reconcile(orders))).toEqual([]);
  });

  test('nothing of somebody erased is queued', async () => {
    const world = aWorld();
    world.loses.add(idOf('purchase', '2'));
    orders.slice(1).forEach(world.deliver);
    await world.settle();
    world.wait(3 * HOUR_MS);
    world.erase('1', '2');

    const comparison = await world.reconcile(orders, 'queue');
    expect(found(comparison)).toEqual([
      ['1', 'erased'],
      ['2', 'erased'],
    ]);
    expect(world.queued).toEqual([]);
    expect(
      exitOf(
        comparison.orders.flatMap(({ findings }) => findings),
        { isWhole: true },
      ),
    ).toBe(0);
  });

  test('what only Dfinery has is named, and never sent', async () => {
    const world = aWorld();
    for (const id of ['1', '9']) {
      world.stored.set(`other-${id}`, { orderId: id, kind: 'purchase', amount: 10 });
    }

    const comparison = await world.reconcile(orders.slice(0, 1), 'queue');
    expect(found(comparison)).toEqual([
      ['1', 'never-queued', 'unknown-to-ledger'],
      ['9', 'unknown-to-ledger'],
    ]);
    expect(world.queued).toEqual([]);
    expect(
      exitOf(
        comparison.orders.flatMap(({ findings }) => findings),
        { isWhole: true },
      ),
    ).toBe(6);
  });

  test('orders of other days, and those that do not count, are none of it', async () => {
    const world = aWorld();
    const early = order('4', { placedAt: '2026-10-01T00:00:00.000Z' });
    const ignored = { kind: 'ignored', reason: 'unpaid' } as const;
    const unreadable = { kind: 'unreadable', id: '7', problem: 'total: missing' } as const;

    const comparison = await world.reconcile([early, ignored, unreadable]);
    expect(found(comparison)).toEqual([['7', 'unreadable']]);
    expect(comparison.ignored).toEqual(new Map([['unpaid', 1]]));
    expect(comparison.shop?.orders).toBe(0);
  });
});

test('purchases, refunds and cancellations are repaired each by its own sending, and the sums come right', async () => {
  const world = aWorld();
  const paid = order('1', {
    total: toDecimal('30'),
    refunds: [aRefund({ id: 'a' }), aRefund({ id: 'b', amount: toDecimal('5') })],
  });
  const promised = order('2', { stage: 'promised' });
  const closed = order('2', { stage: 'closed' });
  const lost = [
    idOf('purchase', '1'),
    idOf('refund', '1/b'),
    idOf('purchase', '2'),
    idOf('refund', '2/cancellation'),
  ];
  for (const id of lost) world.loses.add(id);
  for (const each of [promised, closed, paid]) {
    world.deliver(each);
    await world.settle();
  }
  world.wait(3 * HOUR_MS);
  const orders = [paid, closed];

  const comparison = await world.reconcile(orders, 'queue');
  expect(found(comparison)).toEqual([
    ['1', 'dropped', 'dropped'],
    ['2', 'dropped', 'dropped'],
  ]);
  expect(toJsonLines(comparison).map((line) => JSON.parse(line) as unknown)).toMatchObject([
    {
      orderId: '1',
      findings: [
        { about: 'purchase', amount: '30' },
        { about: 'refund', amount: '5' },
      ],
    },
    { orderId: '2' },
    {
      lists: { ledger: { orders: 2, purchases: { USD: '40' }, refunds: { USD: '25' } } },
      found: { dropped: 4 },
    },
  ]);
  await world.settle();
  expect([...world.stored.keys()]).toEqual(expect.arrayContaining(lost));
  expect(found(await world.reconcile(orders))).toEqual([]);
});

describe('an order and a refund of more than 100 lines', () => {
  const items = (count: number) =>
    Array.from({ length: count }, (_, index) => aLineItem({ productId: `p-${index}` }));
  const long = order('1', {
    items: items(150),
    total: toDecimal('1500'),
    refunds: [aRefund({ id: 'a', items: items(120), amount: toDecimal('1200') })],
  });
  const partOf = (kind: 'purchase' | 'refund', subjectKey: string, part: number) =>
    eventLogId({ source, shop, kind, subjectKey, part });

  test.each(['purchase', 'refund'] as const)(
    'of a %s only the part that is lost is sent again',
    async (kind) => {
      const world = aWorld();
      const lost = partOf(kind, kind === 'purchase' ? '1' : '1/a', 2);
      world.loses.add(lost);
      world.deliver(long);
      await world.settle();
      world.wait(3 * HOUR_MS);

      const comparison = await world.reconcile([long], 'queue');
      expect(found(comparison)).toEqual([['1', 'dropped']]);
      expect(comparison.orders[0]?.actions).toEqual([{ kind: 'queue', messages: 1 }]);
      const before = world.drain.seen.sent.length;
      await world.settle();
      const again = world.drain.seen.sent.slice(before).flatMap(({ json }) => json.events);
      expect(again.map(({ event_log_id }) => event_log_id)).toEqual([lost]);
      expect(found(await world.reconcile([long]))).toEqual([]);
    },
  );

  test('which of two equal parts is lost cannot be told', async () => {
    const world = aWorld();
    const even = order('1', { items: items(200), total: toDecimal('2000') });
    world.loses.add(partOf('purchase', '1', 2));
    world.deliver(even);
    await world.settle();
    world.wait(3 * HOUR_MS);

    expect(found(await world.reconcile([even], 'queue'))).toEqual([['1', 'amount-differs']]);
    expect(world.queued).toEqual([]);
  });
});

describe('an order whose request got no answer, and whose message is gone', () => {
  /** Sends it without an answer, and loses its message. */
  async function sendSilently(world: ReturnType<typeof aWorld>, sent: Order, ...ids: readonly string[]) {
    for (const id of ids) world.noAnswer.add(id);
    world.deliver(sent);
    const records = world.queued.splice(0).map((body, index) => aRecord({ messageId: `s-${index}`, body }));
    await world.drain.drain(records, { answer: world.store });
    world.wait(3 * HOUR_MS);
  }

  test('is sent again if Dfinery does not have it', async () => {
    const world = aWorld();
    world.loses.add(idOf('purchase', '1'));
    await sendSilently(world, order('1'), idOf('purchase', '1'));

    expect(found(await world.reconcile([order('1')], 'queue'))).toEqual([['1', 'stuck']]);
    await world.settle();
    expect(world.drain.seen.sent).toHaveLength(2);
    expect(found(await world.reconcile([order('1')], 'queue'))).toEqual([]);
  });

  test('is left alone if Dfinery has it', async () => {
    const world = aWorld();
    await sendSilently(world, order('1'), idOf('purchase', '1'));

    const comparison = await world.reconcile([order('1')], 'queue');
    expect(found(comparison)).toEqual([['1', 'stuck', 'unknown-to-ledger']]);
    expect(comparison.orders[0]?.actions).toMatchObject([{ kind: 'cannot' }]);
    expect(world.queued).toEqual([]);
  });

  test('is left alone if Dfinery has the refund that got no answer', async () => {
    const world = aWorld();
    world.deliver(order('1'));
    await world.settle();
    const back = order('1', { refunds: [aRefund({ id: 'a' })] });
    await sendSilently(world, back, idOf('refund', '1/a'));

    expect(found(await world.reconcile([back], 'queue'))).toEqual([['1', 'stuck', 'unknown-to-ledger']]);
    expect(world.queued).toEqual([]);
  });

  test('has its other part sent again, if Dfinery has only the part that was answered', async () => {
    const world = aWorld();
    const items = Array.from({ length: 150 }, (_, index) => aLineItem({ productId: `p-${index}` }));
    const long = order('1', { items, total: toDecimal('1500') });
    const second = eventLogId({ source, shop, kind: 'purchase', subjectKey: '1', part: 2 });
    world.loses.add(second);
    await sendSilently(world, long, second);

    expect(found(await world.reconcile([long], 'queue'))).toEqual([['1', 'stuck']]);
    await world.settle();
    expect(world.stored.size).toBe(2);
    expect(found(await world.reconcile([long]))).toEqual([]);
  });
});

/** Orders with refunds, and what becomes of each of their events. */
const plays = fc.array(
  fc.record({
    total: fc.integer({ min: 50, max: 99 }),
    refunds: fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
    isDelivered: fc.boolean(),
    isErased: fc.boolean(),
    /** One for the purchase, then one for each refund. */
    isLost: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 6 },
);

test('whatever is lost, two runs of a repair bring Dfinery to what the shop has, and nothing comes twice', () =>
  fc.assert(
    fc.asyncProperty(plays, async (drawn) => {
      const world = aWorld();
      const orders = drawn.map(({ total, refunds }, index) =>
        order(String(index + 1), {
          total: toDecimal(String(total)),
          refunds: refunds.map((power) =>
            aRefund({ id: `r${power}`, amount: toDecimal(String(2 ** power)) }),
          ),
        }),
      );
      for (const [index, each] of orders.entries()) {
        const { isDelivered = false, isLost = [] } = drawn[index] ?? {};
        if (!isDelivered) continue;
        const ids = [
          idOf('purchase', each.id),
          ...(each.refunds ?? []).map(({ id }) => idOf('refund', `${each.id}/${id}`)),
        ];
        ids.filter((_, event) => isLost[event]).forEach((id) => world.loses.add(id));
        world.deliver(each);
      }
      await world.settle();
      const erased = orders.filter((_, index) => drawn[index]?.isErased).map(({ id }) => id);
      world.erase(...erased);
      world.wait(3 * HOUR_MS);
      const sent = () =>
        world.drain.seen.sent.flatMap(({ json }) => json.events.map(({ event_log_id }) => event_log_id));
      const before = new Set(world.stored.keys());
      const from = sent().length;

      await world.reconcile(orders, 'queue');
      await world.reconcile(orders, 'queue');
      await world.settle();

      const again = sent().slice(from);
      expect(again).toEqual([...new Set(again)]);
      expect(again.filter((id) => before.has(id))).toEqual([]);
      const after = await world.reconcile(orders);
      expect(found(after).filter(([, ...kinds]) => kinds.some((kind) => kind !== 'erased'))).toEqual([]);
      for (const { id, total, refunds = [] } of orders) {
        if (erased.includes(id)) continue;
        const amounts = [...world.stored.values()].filter(({ orderId }) => orderId === id);
        const net = amounts.reduce(
          (rest, { kind, amount }) => (kind === 'purchase' ? rest + amount : rest - amount),
          0,
        );
        expect(net).toBe(Number(total) - refunds.reduce((back, { amount }) => back + Number(amount), 0));
      }
    }),
    { numRuns: 40 },
  ));
