import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aShopConnection } from '../../../../test/support/builders/a-connection.ts';
import { bulkOrder, toLines } from '../../../../test/support/builders/bulk-order.ts';
import { type Fixture, fixturesOf } from '../../../../test/support/reading/fixtures.ts';
import { linesOf, toList } from '../../../../test/support/reading/lines-of.ts';
import { type EntryReading, readEntry } from '../../../cli/backfill/read-entry.ts';
import type { MappingSettings } from '../../../model/connection.ts';
import type { ExportEntry } from '../../source.ts';
import { shopify } from '../source.ts';
import { readExport } from './read-export.ts';

/** Reads lines as a backfill does. */
async function read(
  lines: Iterable<string>,
  settings: Partial<MappingSettings> = {},
): Promise<(EntryReading & Pick<ExportEntry, 'lines'>)[]> {
  const context = {
    source: shopify,
    connection: { ...aShopConnection(), ...settings },
    deliveryId: 'backfill-1',
    receivedAt: new Date('2026-11-24T00:00:00.000Z'),
  };
  const entries = await toList(readExport(linesOf(lines)));
  return entries.map((entry) => ({ ...readEntry(entry, context), lines: entry.lines }));
}

const rowsOf = ({ path }: Pick<Fixture, 'path'>): string[] =>
  readFileSync(`${path}.bulk.jsonl`, 'utf8').trimEnd().split('\n');

/** Leaves out how the total came about: a bulk export has other figures for it. */
function withoutTerms(reading: Awaited<ReturnType<typeof read>>[number] | undefined) {
  if (reading?.kind !== 'order') return reading;
  const { due: _, ...order } = reading.order;
  return { ...reading, order };
}

/** What version 0.1.0 did not ask for. */
const LATER =
  /"(updatedAt|presentmentCurrencyCode|dutiesIncluded|isRemoved|(totalReceived|totalOutstanding|currentShippingPrice)Set)":("[^"]*"|false|\{"shopMoney":\{"amount":"[^"]*"\}\}),/g;

/**
 * What a fixture says and the rows do not: `contact_email`, and which money was paid back. There are transactions in the
 * rows, but not which refund they belong to.
 */
function asRowsHaveIt({ rawBody }: Pick<Fixture, 'rawBody'>): string {
  return rawBody
    .toString()
    .replace(/"contact_email": "[^"]*"/, '"contact_email": null')
    .replaceAll('"status": "success"', '"status": null')
    .replaceAll('\n', ' ');
}

/** A settlement is dated by the change of the order, which older exports do not hold. */
const SETTLED_AT = /\\?"settlement\\?":\{.*?\\?"event_datetime\\?":\\?"[^"\\]*\\?"/g;

const fixtures = fixturesOf(shopify);
const withRows = fixtures.filter((fixture) => fixture.hasBulkRows);

describe('the rows of an order give what the same order of the REST API gives, event ids and all:', () => {
  test('there are rows for every trait', () => {
    expect(withRows.length).toBeGreaterThan(24);
  });

  test.each(withRows)('$name', async (fixture) => {
    for (const settings of [{}, { purchaseOn: 'created', testOrders: 'send' } as const]) {
      const [fromRest] = await read([asRowsHaveIt(fixture)], settings);
      const [fromRows, ...others] = await read(rowsOf(fixture), settings);

      expect(others).toEqual([]);
      expect(withoutTerms(fromRows)).toEqual({
        ...withoutTerms(fromRest),
        lines: rowsOf(fixture).length,
      });
      expect(fromRows?.kind).toMatch(/order|ignored/);
    }
  });

  test.each(withRows)('$name, exported with the query of version 0.1.0', async (fixture) => {
    const settings = { purchaseOn: 'created', testOrders: 'send' } as const;
    const rows = rowsOf(fixture);
    const older = rows.map((row) => row.replaceAll(LATER, ''));
    const [now] = await read(rows, settings);
    const [before] = await read(older, settings);

    expect(older.join('')).not.toMatch(LATER);
    const undated = (reading: ReturnType<typeof withoutTerms>) =>
      reading?.kind === 'order'
        ? {
            ...reading,
            order: { ...reading.order, changedAt: undefined, tolerance: undefined },
            plan: JSON.stringify(reading.plan).replaceAll(SETTLED_AT, ''),
          }
        : reading;
    expect(undated(withoutTerms(before))).toEqual(undated(withoutTerms(now)));
  });

  test('all of them in one file, REST and bulk in turn', async () => {
    const settings = { purchaseOn: 'created', testOrders: 'send' } as const;
    const rest = withRows.map(asRowsHaveIt);
    const inTurn = withRows.flatMap((fixture) => [...rowsOf(fixture), asRowsHaveIt(fixture)]);

    const expected = (await read(rest, settings)).flatMap((reading, index) => [
      { ...reading, lines: rowsOf(withRows[index] ?? { path: '' }).length },
      reading,
    ]);

    expect((await read(inTurn, settings)).map(withoutTerms)).toEqual(expected.map(withoutTerms));
  });

  test('an order that was edited before it was paid counts by its current figures', async () => {
    const money = (amount: string) => ({ shopMoney: { amount } });
    const [reading] = await read(
      toLines(
        bulkOrder({
          id: '1',
          lines: 2,
          order: {
            totalPriceSet: money('5300.0'),
            currentTotalPriceSet: money('5010.0'),
            originalTotalDutiesSet: money('100.0'),
            currentTotalDutiesSet: money('7.0'),
            originalTotalAdditionalFeesSet: money('200.0'),
            currentTotalAdditionalFeesSet: money('3.0'),
            totalTaxSet: money('90.0'),
            currentTotalTaxSet: money('9.0'),
          },
        }),
      ),
    );

    expect(reading).toMatchObject({ kind: 'order', order: { total: '5010', fees: '10', tax: '9' } });
  });

  test('an order of more than 100 lines is as many parts', async () => {
    const [reading] = await read(toLines(bulkOrder({ id: '1', lines: 250 })));

    expect(reading).toMatchObject({ kind: 'order', lines: 252 });
    expect(reading?.kind === 'order' && reading.plan.events.length).toBe(3);
    expect(reading?.kind === 'order' && reading.order.items.length).toBe(250);
  });
});

describe('unreadable rows are reported, and never attached to another order:', () => {
  const orderA = toLines(bulkOrder({ id: '1', lines: 2 }));
  const orderB = toLines(bulkOrder({ id: '2', lines: 2 }));
  const problems = async (lines: readonly string[], settings: Partial<MappingSettings> = {}) =>
    (await read(lines, settings)).map((reading) =>
      reading.kind === 'invalid' ? [reading.lines, reading.problem] : [reading.lines, reading.kind],
    );
  const [a = '', a1 = '', a2 = '', aShipping = ''] = orderA;
  const [b = ''] = orderB;

  test('rows without their order, as one', async () => {
    expect(await problems([a1, a2, '', aShipping, ...orderB])).toEqual([
      [4, expect.stringMatching(/^__parentId: 4 row\(s\) are not below their order/)],
      [4, 'order'],
    ]);
  });

  test('rows that are not grouped: none of their orders is sent', async () => {
    expect(await problems([a, b, a1, a2, aShipping, ...orderB.slice(1)])).toEqual([
      [1, expect.stringMatching(/^lineItems: some are missing/)],
      [
        1,
        expect.stringMatching(/^row 2: belongs to another order: export with groupObjects: true.*lineItems/),
      ],
      [6, expect.stringMatching(/^__parentId: 6 row\(s\)/)],
    ]);
  });

  test('an order that lacks a line, at the end of a file that was cut off', async () => {
    expect(await problems([...orderB, a, a1])).toEqual([
      [4, 'order'],
      [2, expect.stringMatching(/^lineItems: some are missing/)],
    ]);
  });

  test('an order with a line that is not JSON', async () => {
    expect(await problems([a, a1, a2.slice(0, 40), aShipping, ...orderB])).toEqual([
      [4, expect.stringMatching(/^row 3: is not JSON; lineItems: some are missing/)],
      [4, 'order'],
    ]);
    expect(await problems([...orderA, '{"id":"gid://shop'])).toEqual([[5, 'row 5: is not JSON']]);
  });

  test('a row that does not say what it is', async () => {
    const { __typename, ...line } = JSON.parse(a1) as Record<string, unknown>;

    expect(await problems([a, JSON.stringify(line), a2])).toEqual([
      [3, expect.stringMatching(/^row 2: does not say what it is/)],
    ]);
  });

  test('wrong fields, by their paths and never by their values', async () => {
    const rows = bulkOrder({ id: '1', lineItem: { quantity: '1', originalUnitPriceSet: null } });
    const [problem] = await problems(toLines(rows));

    expect(problem?.[1]).toBe(
      'lineItems.0.quantity: expected number; lineItems.0.originalUnitPriceSet: expected Object',
    );
  });

  test.each(['taxesIncluded', 'totalTaxSet', 'transactions', 'displayFinancialStatus', 'test'])(
    'an order of another query, without %s',
    async (field) => {
      const [order, ...others] = bulkOrder({ id: '1' });
      const { [field]: _, ...rest } = order ?? {};

      expect(await problems(toLines([rest, ...others]))).toEqual([[3, `${field}: missing`]]);
    },
  );

  test('another object of the Admin API', async () => {
    expect(await problems(['{"id":"gid://shopify/Product/1"}', ...orderB])).toEqual([
      [1, 'id: expected the gid of an Order'],
      [4, 'order'],
    ]);
  });

  test('but an order of no interest is ignored, whatever is wrong with it', async () => {
    const unpaid = bulkOrder({ id: '1', order: { displayFinancialStatus: 'PENDING', currencyCode: 7 } });

    expect(await problems(toLines(unpaid))).toEqual([[3, 'ignored']]);
    expect(await problems(toLines(unpaid), { purchaseOn: 'created' })).toEqual([
      [3, expect.stringMatching(/^currencyCode: /)],
    ]);
  });
});

/** Any JSON, most of it in the shape of rows. */
const anyRow = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      id: fc.oneof(fc.constantFrom('gid://shopify/Order/1', 'gid://shopify/Order/2', 1), fc.jsonValue()),
      __parentId: fc.oneof(fc.constantFrom('gid://shopify/Order/1', 'gid://shopify/Order/2'), fc.jsonValue()),
      __typename: fc.constantFrom('LineItem', 'ShippingLine', '__proto__', 'constructor', 'Metafield'),
      lineItems: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
  fc.constantFrom(...bulkOrder({ id: '1', lines: 2 }), ...bulkOrder({ id: '2' })),
);

describe('for any rows,', () => {
  test('every line is in one entry, and nothing is thrown', () => {
    const anyLine = fc.oneof(
      anyRow.map((row) => JSON.stringify(row)),
      fc.string(),
      fc.constant(''),
    );
    return fc.assert(
      fc.asyncProperty(fc.array(anyLine), async (lines) => {
        const readings = await read(lines);

        expect(readings.reduce((sum, entry) => sum + entry.lines, 0)).toBe(lines.length);
      }),
      { numRuns: 500 },
    );
  });

  test('an order has all of its own items and no others, or is not sent', async () => {
    const all = ['1', '2', '3'].flatMap((id) => bulkOrder({ id, lines: 2, lineItem: { title: `of ${id}` } }));
    const place = fc.nat({ max: all.length - 1 });
    const moves = fc.array(fc.record({ from: place, to: place, isLost: fc.boolean() }), { maxLength: 4 });
    let sent = 0;

    await fc.assert(
      fc.asyncProperty(moves, async (made) => {
        const rows = [...all];
        for (const { from, to, isLost } of made) {
          const moved = rows.splice(from, 1);
          if (!isLost) rows.splice(to, 0, ...moved);
        }
        for (const reading of await read(toLines(rows))) {
          if (reading.kind !== 'order') continue;
          sent += 1;
          const { id, items } = reading.order;
          expect(items.map(({ title }) => title)).toEqual([`of ${id}`, `of ${id}`]);
        }
      }),
      { numRuns: 500 },
    );

    expect(sent).toBeGreaterThan(100);
  });

  test('orders are the same however their connections are interleaved', () => {
    const all = ['1', '2', '3'].map((id) => bulkOrder({ id, lines: 3 }));
    const interleaved = all.map(([order, ...rows]) =>
      fc.nat({ max: rows.length - 1 }).map((place) => {
        const shipping = rows.slice(-1);
        return [order, ...rows.slice(0, place), ...shipping, ...rows.slice(place, -1)];
      }),
    );
    return fc.assert(
      fc.asyncProperty(fc.tuple(...interleaved), async (orders) => {
        expect(await read(toLines(orders.flat()))).toEqual(await read(toLines(all.flat())));
      }),
    );
  });

  test('rows anywhere after their order give the same orders once they are sorted as documented', () => {
    const all = ['1', '2', '3'].map((id) => bulkOrder({ id, lines: 2 }));
    const afterTheirOrder = fc
      .shuffledSubarray(
        all.flatMap((rows, order) => rows.map(() => order)),
        { minLength: 12, maxLength: 12 },
      )
      .map((orders) => {
        const rest = all.map((rows) => [...rows]);
        return orders.map((order) => rest[order]?.shift() ?? {});
      });
    return fc.assert(
      fc.asyncProperty(afterTheirOrder, async (rows) => {
        const key = (row: Record<string, unknown>) => String(row['__parentId'] ?? row['id']);
        const sorted = rows.toSorted((one, other) => key(one).localeCompare(key(other)));

        expect(await read(toLines(sorted))).toEqual(await read(toLines(all.flat())));
      }),
    );
  });
});
