import { describe, expect, test } from 'vitest';
import { aShopConnection } from '../../test/support/builders/a-connection.ts';
import { memoryTombstones } from '../../test/support/doubles/memory-tombstones.ts';
import { recordTelemetry } from '../../test/support/doubles/recorded-telemetry.ts';
import { countedIn } from '../../test/support/reading/counted-in.ts';
import type { Arrivals, Arrived } from '../dfinery/export/arrivals.ts';
import type { ShopConnection } from '../model/connection.ts';
import { refundKey, riseKey } from '../model/keys.ts';
import { sum, toDecimal } from '../model/money.ts';
import { ledgerId } from '../stores/ledger/ledger.ts';
import type { SentParts } from '../stores/ledger/sent-parts.ts';
import { verifyArrivals } from './verify-arrivals.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const RECENT = NOW - 5 * HOUR_MS;
const main = aShopConnection({ refundProperties: { df_order_id: 'orderId' } });

interface Sent {
  readonly kind?: 'purchase' | 'refund';
  readonly subjectKey: string;
  readonly orderId?: string;
  readonly at: number;
  readonly amount?: string;
  readonly of?: ShopConnection;
  readonly isLost?: boolean;
}

function entryOf({ kind = 'purchase', subjectKey, at, amount = '10', of = main }: Sent): SentParts {
  const { dfinery, source, shop } = of;
  const key = { serviceId: dfinery.serviceId, source, shop, kind, subjectKey };
  const on = new Date(at).toISOString().slice(0, 10);
  const sent = [{ part: 1, at }];
  return { ...key, ledgerId: ledgerId(key), on, parts: 1, total: toDecimal(amount), sent };
}

function arrivedOf(sent: readonly Sent[], kind: 'purchase' | 'refund'): ReadonlyMap<string, Arrived> {
  const own = sent.filter((each) => (each.kind ?? 'purchase') === kind);
  return new Map(
    [...Map.groupBy(own, ({ subjectKey, orderId = subjectKey.split('/')[0] ?? '' }) => orderId)].map(
      ([orderId, events]) => [
        orderId,
        { events: events.length, amount: sum(events.map(({ amount = '10' }) => toDecimal(amount))) },
      ],
    ),
  );
}

/** Checks what was sent in the last day. Dfinery's days are those in which it was sent. */
async function verify(
  sent: readonly Sent[],
  {
    connections = [main],
    isErased = () => false,
  }: {
    readonly connections?: readonly ShopConnection[];
    readonly isErased?: Parameters<typeof memoryTombstones>[0];
  } = {},
) {
  const telemetry = recordTelemetry();
  await verifyArrivals({
    connectionIds: () => Promise.resolve(connections.map(({ id }) => id)),
    findShop: (id) => Promise.resolve(connections.find((each) => each.id === id)),
    findExport: () => Promise.resolve({ serviceId: main.dfinery.serviceId, exportToken: 'token' }),
    sentSince: async function* (since) {
      for (const each of sent) if (each.at >= since) yield await Promise.resolve(entryOf(each));
    },
    ask: ({ from, to }) => {
      const kept = sent.filter((each) => {
        const { on } = entryOf(each);
        return each.isLost !== true && on >= from && on <= to;
      });
      const columns: Arrivals['columns'] = new Set();
      return Promise.resolve({
        purchases: arrivedOf(kept, 'purchase'),
        refunds: arrivedOf(kept, 'refund'),
        columns,
        rows: kept.length,
      });
    },
    ends: { read: () => Promise.resolve(NOW - DAY_MS), write: () => Promise.resolve() },
    tombstones: memoryTombstones(isErased),
    standing: () => Promise.resolve(new Set()),
    telemetry,
    now: () => NOW,
  });
  const lines = telemetry.lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  return {
    counts: { ...telemetry.counts, confirmed: countedIn(telemetry.lines)('confirmed') },
    orders: lines.flatMap(({ orders }) => orders ?? []),
  };
}

describe('a later event of an order that was sent before', () => {
  const purchase = { subjectKey: '1' };
  const rise = { subjectKey: riseKey('1', toDecimal('15')), at: RECENT, amount: '5' };
  const refundOf = (id: string, at: number, isLost = false): Sent => ({
    kind: 'refund',
    subjectKey: refundKey('1', id),
    at,
    isLost,
  });

  test.each<[string, number]>([
    ['ten days', NOW - 10 * DAY_MS],
    ['a day', NOW - 25 * HOUR_MS],
  ])('a further purchase that is lost is not hidden by the purchase of %s before', async (_, at) => {
    const lost = await verify([
      { ...purchase, at },
      { ...rise, isLost: true },
    ]);
    expect(lost).toEqual({ counts: { confirmed: 0, 'EventUnconfirmed:missing': 1 }, orders: ['1'] });

    expect(await verify([{ ...purchase, at }, rise])).toEqual({ counts: { confirmed: 1 }, orders: [] });
  });

  test.each<[string, number]>([
    ['ten days', NOW - 10 * DAY_MS],
    ['a day', NOW - 25 * HOUR_MS],
  ])('a refund that is lost is not hidden by an equal one of %s before', async (_, at) => {
    const lost = await verify([refundOf('a', at), refundOf('b', RECENT, true)]);
    expect(lost).toEqual({
      counts: { confirmed: 0, 'EventUnconfirmed:missing': 1 },
      orders: ['refund of 1'],
    });

    const both = await verify([refundOf('a', at), refundOf('b', RECENT)]);
    expect(both).toEqual({ counts: { confirmed: 1 }, orders: [] });
  });
});

test('of two shops of a service, with orders of one id, what is erased is of its own shop', async () => {
  const other = { ...aShopConnection({ shop: 'other.myshopify.com' }), id: 'other' };
  const own = { ...main, refundProperties: undefined };
  const connections = [own, other];
  const orders = [
    { subjectKey: '1', at: RECENT, of: own, isLost: true },
    { subjectKey: '1', at: RECENT, of: other, isLost: true },
  ];
  const refunds = orders.map((order) => ({
    ...order,
    kind: 'refund' as const,
    subjectKey: '1/a',
    orderId: '',
  }));
  for (const sent of [orders, refunds]) {
    const { counts } = await verify(sent, { connections, isErased: ({ shop }) => shop === other.shop });

    expect(counts).toMatchObject({ 'EventUnconfirmed:missing': 1 });
  }
});

test('an order that has nothing else is missing or there', async () => {
  expect(await verify([{ subjectKey: '1', at: RECENT, isLost: true }])).toMatchObject({ orders: ['1'] });
  expect(await verify([{ subjectKey: '1', at: RECENT }])).toEqual({
    counts: { confirmed: 1 },
    orders: [],
  });
});
