import { MAX_EVENTS_PER_REQUEST, MAX_ITEMS_PER_REQUEST } from '../../lib/dfinery/event.ts';
import type { QueuedOrder } from '../support/builders/queue-records.ts';

/** Returns the fewest requests of any packing: for each customer, the larger of what events and items need. */
export function fewestRequests(orders: readonly QueuedOrder[]): number {
  const customers = Map.groupBy(orders, ({ customer }) => customer);
  return [...customers.values()].reduce((sum, some) => {
    const items = some.reduce((total, { items: count = 1 }) => total + count, 0);
    const byEvents = Math.ceil(some.length / MAX_EVENTS_PER_REQUEST);
    return sum + Math.max(byEvents, Math.ceil(items / MAX_ITEMS_PER_REQUEST));
  }, 0);
}
