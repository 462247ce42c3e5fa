import type { DeliverySummary } from '../../../console-api.ts';

/** Returns whether every word of a filter stands somewhere in a delivery. Capitals do not matter. Pure. */
export function fitsFilter(delivery: DeliverySummary, filter: string): boolean {
  const { source, connection, topic = '', orderId = '', outcome, reason = '', isSent } = delivery;
  const text = [source, connection, topic, orderId, outcome, reason, isSent ? 'sent' : '']
    .join(' ')
    .toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
