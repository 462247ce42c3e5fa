import type { Decimal } from '../../model/money.ts';
import type { Action, ComparedOrder, OrderSums } from './compared-order.ts';
import { type Finding, findings } from './finding.ts';
import type { ListSums } from './list-sums.ts';
import type { Comparison } from './run-reconcile.ts';

/** How repairs are meant: not at all, only said, or done. */
export type RepairMode = 'none' | 'dry-run' | 'queue';

const LISTS = ['shop', 'ledger', 'dfinery'] as const;
const NAMES = { shop: 'shop', ledger: 'ledger', dfinery: 'Dfinery' } as const;
const NOT_ASKED = '–';

/** Returns a comparison as tables for people, one line each: the lists with their sums, then what they show. Pure. */
export function toLines({ orders, ignored, ...lists }: Comparison, mode: RepairMode): string[] {
  const rows = LISTS.map((list) => [NAMES[list], ...cellsOf(lists[list])]);
  return [
    ...table(['', 'orders', 'purchases', 'refunds'], rows),
    ...section(
      'Do not count',
      [...ignored].map(([reason, count]) => `${reason}: ${count}`),
    ),
    ...ordersTable(orders, mode),
    '',
    ...summaryOf(
      orders,
      LISTS.every((list) => (lists[list]?.orders ?? 0) === 0),
    ),
  ];
}

/** Returns a comparison as one JSON text a line: the orders that the lists show something of, then the lists. Pure. */
export function toJsonLines(comparison: Comparison): string[] {
  const lines = [...comparison.orders.map(orderToJson), listsToJson(comparison)];
  return lines.map((line) => JSON.stringify(line));
}

/** A line of `reconcile --json`. The last has the lists. */
export type ComparisonLine = ReturnType<typeof orderToJson> | ReturnType<typeof listsToJson>;

function listsToJson({ orders, ignored, shop, ledger, dfinery }: Comparison) {
  return {
    lists: { shop: sumsToJson(shop), ledger: sumsToJson(ledger), dfinery: sumsToJson(dfinery) },
    ignored: Object.fromEntries(ignored),
    found: Object.fromEntries(countsOf(orders)),
  };
}

function orderToJson({ orderId, currency, shop, ledger, dfinery, findings: found, actions }: ComparedOrder) {
  const shown = found.map(({ kind, about, amount, detail }) => ({
    kind,
    about,
    amount,
    detail,
    weight: findings[kind].weight,
    words: findings[kind].words,
  }));
  return { orderId, currency, shop, ledger, dfinery, findings: shown, actions };
}

function sumsToJson(sums: ListSums | undefined) {
  if (sums === undefined) return null;
  const { orders, purchases, refunds } = sums;
  return { orders, purchases: Object.fromEntries(purchases), refunds: Object.fromEntries(refunds) };
}

function cellsOf(sums: ListSums | undefined): string[] {
  if (sums === undefined) return [NOT_ASKED, NOT_ASKED, NOT_ASKED];
  return [String(sums.orders), amountsOf(sums.purchases), amountsOf(sums.refunds)];
}

function amountsOf(amounts: ReadonlyMap<string, Decimal>): string {
  if (amounts.size === 0) return '0';
  return [...amounts].map(([currency, amount]) => `${amount} ${currency}`).join(', ');
}

function ordersTable(orders: readonly ComparedOrder[], mode: RepairMode): string[] {
  if (orders.length === 0) return [];
  const rows = orders.flatMap(({ orderId, findings: found, actions, ...sides }) =>
    found.map((finding, index) => [
      index === 0 ? orderId : '',
      finding.about,
      ...LISTS.map((list) => amountOf(sides[list], finding)),
      [wordsOf(finding), ...(index === 0 ? actions.map((action) => actionWords(action, mode)) : [])].join(
        '; ',
      ),
    ]),
  );
  return ['', ...table(['order', 'about', 'shop', 'ledger', 'Dfinery', 'what the lists show'], rows)];
}

function amountOf(sums: OrderSums | undefined, { about }: Finding): string {
  if (sums === undefined) return NOT_ASKED;
  return about === 'refund' ? sums.refunds : sums.purchases;
}

function wordsOf({ kind, amount, detail }: Finding): string {
  const more = [amount, detail].filter((text) => text !== undefined && text !== '0').join(', ');
  return `${findings[kind].words}${more === '' ? '' : ` (${more})`}`;
}

function actionWords(action: Action, mode: RepairMode): string {
  if (action.kind === 'cannot') return `not repaired: ${action.because}`;
  const messages = `${action.messages} message${action.messages === 1 ? '' : 's'}`;
  return mode === 'queue' ? `queued: ${messages}` : `would be queued: ${messages}`;
}

function summaryOf(orders: readonly ComparedOrder[], isEmpty: boolean): string[] {
  if (isEmpty) return ['Nothing was compared: no list has an order of these days.'];
  const counts = countsOf(orders);
  if (counts.size === 0) return ['Nothing differs in what was compared.'];
  return [...counts].map(([kind, count]) => `${count} × ${findings[kind].words}`);
}

function countsOf(orders: readonly ComparedOrder[]): ReadonlyMap<Finding['kind'], number> {
  const all = orders.flatMap((order) => order.findings);
  return new Map([...Map.groupBy(all, ({ kind }) => kind)].map(([kind, own]) => [kind, own.length]));
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}: ${lines.join(', ')}`];
}

/** The first column and the last are left, the others right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        const isLeft = column === 0 || (column === row.length - 1 && row.length > 4);
        return isLeft ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
}
