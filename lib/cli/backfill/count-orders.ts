import type { ShopConnection } from '../../model/connection.ts';
import { BACKFILLED } from '../../model/keys.ts';
import { type Decimal, sum, ZERO } from '../../model/money.ts';
import type { Source } from '../../sources/source.ts';
import { advance, type BackfillProgress, NOTHING_DONE } from './progress.ts';
import { readEntries } from './read-entries.ts';
import { readEntry } from './read-entry.ts';
import type { BackfillPorts } from './run-backfill.ts';

/** What a backfill would do. */
export interface OrderCount extends BackfillProgress {
  /** The sum of the orders' totals by currency. */
  readonly totals: Readonly<Record<string, Decimal>>;
}

/** Counts the orders of an export by what a backfill would do with them. Queues nothing; does not ask who was erased. */
export async function countOrders(
  { now, onInvalid }: Pick<BackfillPorts, 'now' | 'onInvalid'>,
  {
    source,
    connection,
    lines,
  }: { readonly source: Source; readonly connection: ShopConnection; readonly lines: AsyncIterable<string> },
): Promise<OrderCount> {
  let progress = NOTHING_DONE;
  const totals: Record<string, Decimal> = {};
  for await (const entry of readEntries(source, { lines, skip: 0 })) {
    const line = progress.lines + 1;
    const context = { source, connection, deliveryId: `${BACKFILLED}${line}`, receivedAt: now() };
    const reading = readEntry(entry, context);
    progress = advance(progress, { entry, reading });
    if (reading.kind === 'invalid') await onInvalid({ line, lines: entry.lines, problem: reading.problem });
    if (reading.kind === 'order') {
      const { currency, total } = reading.order;
      totals[currency] = sum([totals[currency] ?? ZERO, total]);
    }
  }
  return { ...progress, totals };
}
