import { createRandom } from '../simulation/random.ts';
import type { QueuedOrder } from '../support/builders/queue-records.ts';

export const EVENTS = 10_000;
export const CUSTOMERS = 10;

/** Lines of an order, by mix. */
const linesOf: Readonly<Record<string, (random: () => number) => number>> = {
  'orders of one line': () => 1,
  'orders of 1 to 5 lines': (random) => 1 + Math.floor(random() * 5),
  'orders of 1 to 60 lines': (random) => 1 + Math.floor(random() * 60),
};

/** Returns 10,000 orders of ten customers in several mixes, the same every time. */
export function queuedMixes(): { readonly name: string; readonly orders: readonly QueuedOrder[] }[] {
  return Object.entries(linesOf).map(([name, lines]) => {
    const random = createRandom(1);
    const orders = Array.from({ length: EVENTS }, (_, index) => ({
      orderId: String(index),
      customer: `c-${index % CUSTOMERS}`,
      items: lines(random),
    }));
    return { name, orders };
  });
}
