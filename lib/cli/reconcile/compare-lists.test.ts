import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Arrived } from '../../dfinery/export/arrivals.ts';
import { subtract, sum, toDecimal, ZERO } from '../../model/money.ts';
import { GRACE_MS } from '../../verify/days-to-check.ts';
import { compareLists, type DfinerySide, type OrderInLists } from './compare-lists.ts';
import type { FindingKind } from './finding.ts';
import { NOTHING_TOLD, type ToldEvents, type ToldOrder } from './told-order.ts';

const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const DAY_MS = 24 * 60 * 60_000;
const LONG_AGO = NOW - 3 * DAY_MS;

const idOf = ({ subjectKey }: ToldEvents, part: number) => `${subjectKey}:${part}`;

function toldEvents(kind: ToldEvents['kind'], subjectKey: string, amounts: readonly number[]): ToldEvents {
  const total = sum(amounts.map((amount) => toDecimal(String(amount))));
  const sent = amounts.map((_, index) => ({ part: index + 1, at: LONG_AGO }));
  return { kind, subjectKey, parts: amounts.length, total, sent };
}

function toldOrder(events: readonly ToldEvents[], changes: Partial<ToldOrder> = {}): ToldOrder {
  const totalOf = (kind: string) =>
    sum(events.filter((each) => each.kind === kind).map(({ total }) => total));
  return { ...NOTHING_TOLD, events, told: totalOf('purchase'), back: totalOf('refund'), ...changes };
}

function arrivedOf(events: readonly ToldEvents[], hasIds: boolean): Arrived | undefined {
  if (events.length === 0) return undefined;
  const ids = events.flatMap((each) => each.sent.map(({ part }) => idOf(each, part)));
  return {
    events: ids.length,
    amount: sum(events.map(({ total }) => total)),
    ...(hasIds && { eventLogIds: new Set(ids) }),
  };
}

function asked(kept: readonly ToldEvents[], hasIds = false): DfinerySide {
  const of = (kind: string) =>
    arrivedOf(
      kept.filter((each) => each.kind === kind),
      hasIds,
    );
  const reachesBackTo = NOW - 29 * DAY_MS;
  return {
    kind: 'asked',
    purchases: of('purchase'),
    refunds: of('refund'),
    namesRefunds: true,
    reachesBackTo,
  };
}

const listed = { kind: 'order', placedAt: LONG_AGO, changedAt: LONG_AGO, news: [], leftOut: ZERO } as const;
const purchase = toldEvents('purchase', '1', [100]);
const refunds = [toldEvents('refund', '1/a', [10]), toldEvents('refund', '1/b', [20])];

function inLists(changes: Partial<OrderInLists> = {}): OrderInLists {
  const ledger = toldOrder([purchase, ...refunds]);
  const dfinery = asked(ledger.events);
  return { shop: listed, ledger, dfinery, isErased: false, isShared: false, idOf, ...changes };
}

const NONE = { purchase: 0, refund: 0 } as const;
const kindsOf = (order: OrderInLists) => compareLists(order, NOW).map(({ kind, about }) => [kind, about]);

test('lists that agree show nothing', () => {
  expect(compareLists(inLists(), NOW)).toEqual([]);
});

describe('the shop and the ledger', () => {
  const news = [{ about: 'purchase', amount: toDecimal('100') }] as const;

  test.each<[FindingKind, Partial<OrderInLists>]>([
    ['never-queued', { ledger: NOTHING_TOLD, dfinery: asked([]), shop: { ...listed, news } }],
    ['change-untold', { shop: { ...listed, news: [{ about: 'purchase', amount: toDecimal('5') }] } }],
    ['too-early', { shop: { ...listed, news, changedAt: NOW - 119_999 } }],
    [
      'under-way',
      {
        ledger: { ...NOTHING_TOLD, open: { kind: 'under-way', at: NOW - GRACE_MS + 1, accepted: NONE } },
        dfinery: asked([purchase]),
        shop: { ...listed, news },
      },
    ],
    [
      'stuck',
      {
        ledger: { ...NOTHING_TOLD, open: { kind: 'under-way', at: NOW - GRACE_MS, accepted: NONE } },
        dfinery: asked([]),
      },
    ],
    ['unreadable', { shop: { kind: 'unreadable' } }],
    ['told-in-part', { ledger: toldOrder([purchase, ...refunds], { untold: toDecimal('20') }) }],
  ])('%s', (kind, changes) => {
    expect(kindsOf(inLists(changes)).map(([found]) => found)).toEqual([kind]);
  });

  test('an order whose tries failed says of what', () => {
    const open = { kind: 'failed', tries: 3, because: 'refused' } as const;
    const order = inLists({
      ledger: { ...NOTHING_TOLD, open },
      dfinery: asked([]),
      shop: { ...listed, news },
    });

    expect(compareLists(order, NOW)).toEqual([
      { kind: 'waiting', about: 'order', detail: 'refused, 3 tries' },
    ]);
  });
});

describe('the ledger and Dfinery', () => {
  test('what was lost is named, with its amount', () => {
    const kept = [purchase, ...refunds.slice(1)];

    expect(compareLists(inLists({ dfinery: asked(kept) }), NOW)).toEqual([
      { kind: 'dropped', about: 'refund', amount: '10', lost: [refunds[0]] },
    ]);
  });

  test('two refunds of the same amount cannot be told apart without ids', () => {
    const twins = ['1/a', '1/b'].map((key) => toldEvents('refund', key, [10]));
    const ledger = toldOrder([purchase, ...twins]);
    const kept = [purchase, ...twins.slice(1)];

    expect(kindsOf(inLists({ ledger, dfinery: asked(kept) }))).toEqual([['amount-differs', 'refund']]);
    expect(compareLists(inLists({ ledger, dfinery: asked(kept, true) }), NOW)).toMatchObject([
      { kind: 'dropped', lost: [twins[0]] },
    ]);
  });

  test('one part of a purchase can be named by ids only', () => {
    const parts = toldEvents('purchase', '1', [60, 40]);
    const ledger = toldOrder([parts]);
    const half = { events: 1, amount: toDecimal('60') };
    const side = asked([]);
    if (side.kind !== 'asked') throw new Error('asked');

    expect(kindsOf(inLists({ ledger, dfinery: { ...side, purchases: half } }))).toEqual([
      ['amount-differs', 'purchase'],
    ]);
    const named = { ...side, purchases: { ...half, eventLogIds: new Set(['1:1']) } };
    expect(compareLists(inLists({ ledger, dfinery: named }), NOW)).toMatchObject([
      { kind: 'dropped', amount: '40', lost: [{ sent: [{ part: 2, at: LONG_AGO }] }] },
    ]);
  });

  test('an order of which earlier further purchases are not listed is compared by its sum', () => {
    const ledger = toldOrder([purchase], { told: toDecimal('130'), hasUnlisted: true });
    const side = asked([]);
    if (side.kind !== 'asked') throw new Error('asked');
    const purchases = { events: 3, amount: toDecimal('130') };

    expect(kindsOf(inLists({ ledger, dfinery: { ...side, purchases } }))).toEqual([]);
    const short = { events: 2, amount: toDecimal('30') };
    expect(kindsOf(inLists({ ledger, dfinery: { ...side, purchases: short } }))).toEqual([
      ['amount-differs', 'purchase'],
    ]);
  });

  test.each<[string, [string, string][], Partial<OrderInLists>]>([
    ['sent less than two hours ago', [['too-early', 'purchase']], { ledger: sentAt(NOW - GRACE_MS + 1) }],
    ['sent two hours ago', [['dropped', 'purchase']], { ledger: sentAt(NOW - GRACE_MS) }],
    [
      'placed before the export reaches',
      [['beyond-export', 'purchase']],
      { ledger: sentAt(LONG_AGO), shop: { ...listed, placedAt: NOW - 30 * DAY_MS } },
    ],
    ['that another shop shares', [['shared-id', 'purchase']], { ledger: sentAt(LONG_AGO), isShared: true }],
    ['of somebody erased', [['erased', 'order']], { ledger: sentAt(LONG_AGO), isErased: true }],
    ['that was not asked for', [], { ledger: sentAt(LONG_AGO), dfinery: { kind: 'not-asked' } }],
  ])('an order %s', (_, expected, changes) => {
    expect(kindsOf(inLists({ dfinery: asked([]), ...changes }))).toEqual(expected);
  });

  function sentAt(at: number): ToldOrder {
    return toldOrder([{ ...purchase, sent: [{ part: 1, at }] }]);
  }

  test('refunds that do not name their order are not compared', () => {
    const side = asked([purchase]);
    if (side.kind !== 'asked') throw new Error('asked');

    expect(kindsOf(inLists({ dfinery: { ...side, namesRefunds: false } }))).toEqual([]);
  });
});

/** A world of one order: what was sent of it, which of that Dfinery lost or has twice, and what it has besides. */
const world = fc
  .record({
    parts: fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 3 }),
    refunds: fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 5 }),
    isTold: fc.boolean(),
    hasIds: fc.boolean(),
    isErased: fc.boolean(),
  })
  .chain((drawn) => {
    // Powers of two, so that each sum has one choice only.
    const events = [
      toldEvents('purchase', '1', drawn.parts),
      ...drawn.refunds.map((power) => toldEvents('refund', `1/r${power}`, [2 ** power])),
    ];
    return fc.record({
      drawn: fc.constant(drawn),
      events: fc.constant(events),
      lost: fc.subarray(events),
      twice: fc.option(fc.constantFrom(...events), { nil: undefined, freq: 3 }),
    });
  });

test('of any world the lists show exactly what was planted', () => {
  fc.assert(
    fc.property(world, ({ drawn, events, lost, twice }) => {
      const kept = events.filter((each) => !lost.includes(each));
      const isDoubled =
        twice !== undefined && kept.includes(twice) && !lost.some(({ kind }) => kind === twice.kind);
      const side = asked(isDoubled ? [...kept, twice] : kept, drawn.hasIds);
      const order = inLists({
        ledger: drawn.isTold ? toldOrder(events) : NOTHING_TOLD,
        dfinery: side,
        isErased: drawn.isErased,
      });
      const found = compareLists(order, NOW);

      const planted = (['purchase', 'refund'] as const).flatMap((about) => {
        const isOf = ({ kind }: ToldEvents) => kind === about;
        const has = kept.some(isOf);
        if (!drawn.isTold) return has ? [['unknown-to-ledger', about]] : [];
        if (isDoubled && twice.kind === about) return [['doubled', about]];
        return lost.some(isOf) ? [['dropped', about]] : [];
      });
      const expected = drawn.isErased && planted.length > 0 ? [['erased', 'order']] : planted;
      expect(found.map(({ kind, about }) => [kind, about])).toEqual(expected);
      if (!drawn.isErased) {
        const named = found.flatMap((each) => each.lost ?? []);
        expect(named).toEqual(drawn.isTold ? lostOf(events, { lost, isDoubled, twice }) : []);
        const missing = found.filter(({ kind }) => kind === 'dropped').map(({ amount = ZERO }) => amount);
        expect(sum(missing)).toBe(sum(named.map(({ total }) => total)));
      }
    }),
    { numRuns: 300 },
  );
});

function lostOf(
  events: readonly ToldEvents[],
  {
    lost,
    isDoubled,
    twice,
  }: { lost: readonly ToldEvents[]; isDoubled: boolean; twice: ToldEvents | undefined },
) {
  return events.filter((each) => lost.includes(each) && !(isDoubled && twice?.kind === each.kind));
}

test('the sums of what is missing and what arrived are those that were told', () => {
  fc.assert(
    fc.property(fc.subarray(refunds), (kept) => {
      const [found] = compareLists(inLists({ dfinery: asked([purchase, ...kept]) }), NOW);
      const arrived = sum(kept.map(({ total }) => total));

      expect(found?.amount ?? ZERO).toBe(subtract(sum(refunds.map(({ total }) => total)), arrived));
    }),
  );
});
