import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sum, toDecimal } from '../../model/money.ts';
import { readArrivals } from './read-arrivals.ts';

/** Yields a text in pieces of a few bytes, so that nothing depends on where the network cuts. */
async function* inPieces(text: string, size = 7): AsyncGenerator<Buffer> {
  const bytes = await Promise.resolve(Buffer.from(text));
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

const HEADER = ['df_items_df_item_id', 'df_order_id', 'event_name', 'df_server_datetime', 'note'];
const TOTALS = ['df_total_purchase_amount', 'df_total_refund_amount'];

interface Sent {
  readonly orderId: string;
  readonly isRefund: boolean;
  readonly amount: number;
  readonly items: readonly string[];
  readonly note: string;
}

const SentArbitrary = fc.record({
  orderId: fc.constantFrom('1', '2', '20261129-0000123', '주문,3'),
  isRefund: fc.boolean(),
  amount: fc.integer({ min: 0, max: 9_999_999 }),
  items: fc.array(fc.string({ maxLength: 4 }), { minLength: 1, maxLength: 4 }),
  note: fc.constantFrom('', 'a "quoted" note', 'two\nlines', 'comma, comma', '한글'),
});

type Shape = 'rows' | 'json' | 'list';

function rowsOf(sent: Sent, index: number, shape: Shape): string[][] {
  const { orderId, isRefund, amount, items, note } = sent;
  const total = (amount / 100).toFixed(2);
  const rest = [orderId, isRefund ? 'df_refund' : 'df_purchase', `2026-11-28 00:00:${index}`, note];
  const totals = isRefund ? ['', total] : [total, ''];
  const cells: readonly string[] = { rows: items, json: [JSON.stringify(items)], list: [items.join('|')] }[
    shape
  ];
  return cells.map((cell) => [cell, ...rest, ...totals]);
}

function toCsv(rows: readonly (readonly string[])[], end: string): string {
  const lines = [[...HEADER, ...TOTALS], ...rows].map((cells) =>
    cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(','),
  );
  return lines.map((line) => line + end).join('');
}

test('counts the same events and sums in any shape, any order of rows, with any line end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(SentArbitrary, { maxLength: 8 }),
      fc.constantFrom<Shape>('rows', 'json', 'list'),
      fc.constantFrom('\n', '\r\n'),
      fc.constantFrom('', '\uFEFF'),
      fc.integer({ min: 1, max: 50 }),
      fc.infiniteStream(fc.nat()),
      async (sent, shape, end, mark, size, order) => {
        const rows = sent
          .flatMap((event, index) => rowsOf(event, index, shape))
          .map((row) => ({ row, at: Number(order.next().value) }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ row }) => row);
        const arrivals = await readArrivals(inPieces(mark + toCsv(rows, end), size));

        for (const isRefund of [true, false]) {
          const found = isRefund ? arrivals.refunds : arrivals.purchases;
          const expected = Map.groupBy(
            sent.filter((event) => event.isRefund === isRefund),
            ({ orderId }) => orderId,
          );
          expect(found.size).toBe(expected.size);
          for (const [orderId, events] of expected) {
            expect(found.get(orderId)).toEqual({
              events: events.length,
              amount: sum(events.map(({ amount }) => toDecimal((amount / 100).toFixed(2)))),
            });
          }
        }
        expect(arrivals.rows).toBe(rows.length);
        expect([...arrivals.columns]).toEqual([...HEADER, ...TOTALS]);
      },
    ),
    { numRuns: 60 },
  );
});

test('counts by id where the export has one', async () => {
  const csv =
    'event_name,event_log_id,df_order_id,df_total_purchase_amount\ndf_purchase,a,1,10\ndf_purchase,a,1,10\ndf_purchase,b,1,1.0E1\n';

  const { purchases } = await readArrivals(inPieces(csv));

  expect(purchases.get('1')).toEqual({ events: 2, amount: '20', eventLogIds: new Set(['a', 'b']) });
});

test('refuses a text that is cut within a line, wherever, and never counts less in silence', async () => {
  const rows = [0, 1, 2].flatMap((index) =>
    rowsOf(
      { orderId: String(index), isRefund: true, amount: 12_345, items: ['a'], note: 'x' },
      index,
      'rows',
    ),
  );
  const whole = toCsv(rows, '\n');
  const lines = whole.split('\n').slice(0, -1);
  let start = 0;
  for (const line of lines) {
    // From the first letter of a line to its last comma.
    const last = start + line.lastIndexOf(',');
    for (let end = start + 1; end <= last && start > 0; end += 1) {
      await expect(readArrivals(inPieces(whole.slice(0, end)))).rejects.toMatchObject({
        code: 'export-incomplete',
      });
    }
    start += line.length + 1;
  }
});

test.each([
  ['', 'export-incomplete'],
  ['a,b\n1,2\n', 'export-unreadable'],
  ['event_name,df_order_id,df_total_purchase_amount\ndf_purchase,1,ten\n', 'export-unreadable'],
  ['event_name,df_order_id\ndf_purchase,"1\n', 'export-incomplete'],
  ['event_name,df_order_id\n{"result":"fail","message":"query_error"}', 'export-incomplete'],
])('refuses %j', async (csv, code) => {
  await expect(readArrivals(inPieces(csv))).rejects.toMatchObject({ code });
});
