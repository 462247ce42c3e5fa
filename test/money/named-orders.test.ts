import { describe, expect, test } from 'vitest';
import { createDraw } from './draw.ts';
import { judgePlay } from './judge-play.ts';
import { add, back, line, pay } from './named-changes.ts';
import type { NamedOrder } from './named-order.ts';
import { otherOrders } from './named-other-orders.ts';
import { shopifyOrders } from './named-shopify-orders.ts';
import { type Platform, platforms } from './platforms.ts';
import { playHistories, type Settings } from './play-history.ts';
import type { ShopOrder, Ways } from './shop-order.ts';

/** Ways that the documents leave open. Every order is told of right in each. */
const open: readonly Partial<Ways>[] = [
  {},
  { followsDiscrepancies: true, holdsTip: false },
  { countsPending: true, adjustsDelivery: true },
];

const rows = [
  ...shopifyOrders.flatMap((row) => open.map((ways) => ({ ...row, ways: { ...ways, ...row.ways } }))),
  ...otherOrders,
];

describe.each(rows)('$source $name $ways', (row) => {
  test('all its deliveries in order, further purchases sent', async () => {
    expect(await netOf(row, statesOf(row))).toBe(row.kept);
  });

  test('its last delivery alone', async () => {
    // An order that counts for its refunds only is not told of by itself.
    const last = statesOf(row).slice(-1);
    const platform = platformOf(row);
    const isPaidInPart = last.some(
      (order) => platform.standingOf(order, row.purchaseOn ?? 'paid') === 'paid-in-part',
    );
    expect(await netOf(row, last)).toBe(isPaidInPart ? 0 : row.kept);
  });
});

test('what is paid back of an addition that was never told is not told either', async () => {
  const changes = [pay, add(2_000), pay, back({ lineId: 2, money: 2_000 })];
  const row: NamedOrder = { name: 'raised and lowered', prices: [10_000], changes, kept: 10_000 };

  expect(await netOf(row, statesOf(row), 'ignore')).toBe(10_000);
});

async function netOf(
  row: NamedOrder,
  states: readonly ShopOrder[],
  edits: Settings['edits'] = 'send',
): Promise<number> {
  const settings: Settings = { purchaseOn: row.purchaseOn ?? 'paid', edits };
  const played = await playHistories(
    [{ platform: platformOf(row), states }],
    { settings, hasDoor: false },
    createDraw([]),
  );
  expect(judgePlay(played)).toEqual([]);
  const { purchases = 0, refunds = 0 } = played.orders[0]?.held.at(-1) ?? {};
  return Math.round((purchases - refunds) * (row.source === 'cafe24' ? 1 : 100));
}

function platformOf({ source = 'shopify' }: NamedOrder): Platform {
  const platform = platforms.find((known) => known.source === source);
  if (platform === undefined) throw new Error(`No platform ${source}`);
  return platform;
}

function statesOf(row: NamedOrder): ShopOrder[] {
  const platform = platformOf(row);
  const plain = platform.place(createDraw([]), 1);
  const placed: ShopOrder = {
    ...plain,
    ways: { ...plain.ways, ...row.ways },
    lines: row.prices.map((price, index) => line(index + 1, price)),
    placedLines: row.prices.length,
    delivery: row.delivery ?? 0,
    tip: row.tip ?? 0,
    payment: { by: row.by ?? 'card', state: 'open' },
  };
  const total = row.prices.reduce((sum, price) => sum + price, 0);
  const first: ShopOrder = placed.ways.isImported
    ? { ...placed, payment: { by: 'card', state: 'imported' }, charged: total, paidAt: 0 }
    : placed;
  const states = [first];
  for (const [index, change] of row.changes.entries()) {
    const now = index + 1;
    const order = states.at(-1) ?? first;
    states.push({ ...change({ ...order, now, changedAt: now }), steps: [...order.steps, String(index)] });
  }
  return states;
}
