import { NO_CURRENCY } from '../../model/money.ts';
import type { ComparedOrder } from './compared-order.ts';
import type { DayRange } from './read-range.ts';
import type { ShopOrder } from './shop-order.ts';

/** Orders that are looked up at once. */
const BATCH = 100;

interface Choosing {
  readonly range: DayRange;
  readonly seen: Set<string>;
  readonly ignored: Map<string, number>;
  readonly note: (compared: ComparedOrder) => void;
}

/** Yields the orders that were placed in the range, each once. */
export async function* ordersIn(
  orders: AsyncIterable<ShopOrder>,
  { range, seen, ignored, note }: Choosing,
): AsyncGenerator<Extract<ShopOrder, { kind: 'order' }>> {
  for await (const reading of orders) {
    if (reading.kind === 'ignored') {
      ignored.set(reading.reason, (ignored.get(reading.reason) ?? 0) + 1);
      continue;
    }
    const id = reading.kind === 'order' ? reading.order.id : reading.id;
    if (reading.kind === 'order') {
      const placedAt = Date.parse(reading.order.placedAt);
      if (placedAt < range.from || placedAt >= range.until) continue;
    }
    if (seen.has(id)) continue;
    seen.add(id);
    if (reading.kind === 'order') yield reading;
    else {
      const finding = { kind: 'unreadable', about: 'order', detail: reading.problem } as const;
      note({ orderId: id, currency: NO_CURRENCY, findings: [finding], actions: [] });
    }
  }
}

/** Yields orders that were not seen before. */
export async function* once<Some extends { readonly orderId: string }>(
  orders: AsyncIterable<Some> | Iterable<Some>,
  seen: Set<string>,
): AsyncGenerator<Some> {
  for await (const order of orders) {
    if (seen.has(order.orderId)) continue;
    seen.add(order.orderId);
    yield order;
  }
}

/** Yields the same in batches of at most 100. */
export async function* inBatches<Some>(some: AsyncIterable<Some>): AsyncGenerator<readonly Some[]> {
  let batch: Some[] = [];
  for await (const each of some) {
    batch.push(each);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
