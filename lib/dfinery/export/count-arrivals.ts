import { createHash } from 'node:crypto';
import { ExportError } from '../../model/errors.ts';
import { type Decimal, sum, toDecimal, ZERO } from '../../model/money.ts';
import type { Arrivals } from './arrivals.ts';

/** A row of the export, by the names of its columns. */
export type ExportRow = Readonly<Record<string, string>>;

interface Counted {
  events: number;
  amount: Decimal;
  ids: Set<string>;
}

/** The columns that the events of one kind are counted by. */
const totalColumns = {
  df_purchase: 'df_total_purchase_amount',
  df_refund: 'df_total_refund_amount',
} as const;
type CountedName = keyof typeof totalColumns;

const ITEM_COLUMN = /^df_items(_|$)/;

/**
 * Counts rows of the export. It is not documented whether an event with several items has one row or a row for each, so
 * rows that differ in nothing but their items are one event, wherever they stand. With `event_log_id` that decides.
 * @see https://docs.dfinery.ai/api-guide/api/export-api/export/post (read 2026-11-29)
 */
export function createArrivalsCounter(header: readonly string[]) {
  const columns = new Set(header);
  const hasIds = columns.has('event_log_id');
  const ofEvent = header.filter((name) => !ITEM_COLUMN.test(name));
  const seen = new Set<string>();
  const counted = {
    df_purchase: new Map<string, Counted>(),
    df_refund: new Map<string, Counted>(),
  };
  let rows = 0;
  if (!columns.has('event_name')) throw unreadable('The export has no column event_name');

  function identityOf(row: ExportRow): string {
    if (hasIds) return row['event_log_id'] ?? '';
    // A digest, because a service may have hundreds of thousands of events a day.
    const digest = createHash('sha256').update(JSON.stringify(ofEvent.map((name) => row[name])));
    return digest.digest('base64').slice(0, 22);
  }

  return {
    add(row: ExportRow): void {
      rows += 1;
      const { event_name: name = '' } = row;
      if (!isCounted(name)) return;
      const identity = identityOf(row);
      if (seen.has(identity)) return;
      seen.add(identity);
      const orderId = row['df_order_id'] ?? '';
      const entry = counted[name].get(orderId) ?? { events: 0, amount: ZERO, ids: new Set() };
      entry.events += 1;
      entry.amount = sum([entry.amount, toAmount(row, totalColumns[name])]);
      if (hasIds) entry.ids.add(identity);
      counted[name].set(orderId, entry);
    },
    arrivals: (): Arrivals => ({
      purchases: toArrived(counted.df_purchase, hasIds),
      refunds: toArrived(counted.df_refund, hasIds),
      columns,
      rows,
    }),
  };
}

function toArrived(counted: ReadonlyMap<string, Counted>, hasIds: boolean): Arrivals['purchases'] {
  return new Map(
    [...counted].map(([orderId, { events, amount, ids }]) => [
      orderId,
      { events, amount, ...(hasIds && { eventLogIds: ids }) },
    ]),
  );
}

function isCounted(name: string): name is CountedName {
  return Object.hasOwn(totalColumns, name);
}

function toAmount(row: ExportRow, column: string): Decimal {
  const text = row[column]?.trim() ?? '';
  // An event without a total has none at Dfinery either.
  if (text === '') return ZERO;
  try {
    return toDecimal(text);
  } catch {
    throw unreadable(`The export has a value of ${column} that is no number`);
  }
}

function unreadable(message: string): ExportError {
  return new ExportError(message, { code: 'export-unreadable' });
}
