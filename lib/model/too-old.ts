import type { Order } from './order.ts';

/** The ledger remembers 400 days. An order older than this could be sent twice. */
const MAX_AGE_MS = 365 * 24 * 60 * 60 * 1000;

/**
 * Returns a check for orders placed before the connection's `since`, or more than 365
 * days before `now`. The check returns the reason to ignore an order, or `undefined`.
 */
export function orderAge({ since, now }: { since: string | undefined; now: Date }) {
  return ({ placedAt }: Pick<Order, 'placedAt'>): 'before-since' | 'too-old' | undefined => {
    const placed = Date.parse(placedAt);
    if (since !== undefined && placed < Date.parse(since)) return 'before-since';
    return now.getTime() - placed > MAX_AGE_MS ? 'too-old' : undefined;
  };
}
