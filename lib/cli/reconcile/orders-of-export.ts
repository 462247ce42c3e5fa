import { PayloadError } from '../../model/errors.ts';
import { parseBody } from '../../translate/read-delivery.ts';
import { readEntries } from '../backfill/read-entries.ts';
import type { ListedShop } from './list-shop-orders.ts';
import { describe, readShopOrder, type ShopOrder } from './shop-order.ts';

/** Yields the orders of an export, in the forms that `backfill` takes: the list of a shop that has none. */
export async function* ordersOfExport(
  { source, connection }: Pick<ListedShop, 'source' | 'connection'>,
  lines: AsyncIterable<string>,
  now: () => number,
): AsyncGenerator<ShopOrder> {
  let line = 1;
  for await (const { lines: count, text, issues } of readEntries(source, { lines, skip: 0 })) {
    const id = `line ${line}`;
    line += count;
    if (text.trim() === '' && issues === undefined) continue;
    if (issues !== undefined) yield { kind: 'unreadable', id, problem: describe(issues) };
    else yield readLine(text, { id, source, connection, now: now() });
  }
}

function readLine(text: string, context: Parameters<typeof readShopOrder>[1]): ShopOrder {
  try {
    return readShopOrder(parseBody(text), context);
  } catch (error) {
    if (!(error instanceof PayloadError)) throw error;
    return { kind: 'unreadable', id: context.id, problem: describe(error.issues) };
  }
}
