import type { MetricName } from '../../runtime/telemetry.ts';
import type { FoundRecord } from '../logs/find-records.ts';
import { type Counts, toCounts } from './counts.ts';

type Counted = readonly [metric: MetricName, count: number, reason?: string];

type Row = (fields: Readonly<Record<string, string>>) => readonly Counted[];

const refused: Row = ({ reason = '' }) => [['DeliveryRefused', 1, reason]];
const parked: Row = () => [['DeliveryParked', 1]];

/** What one line counts. A delivery of several orders has a line for each: only the first counts. */
const rows: Readonly<Record<string, Row>> = {
  'Delivery queued': ({ events = '0' }) => [
    ['DeliveryAccepted', 1],
    ['EventQueued', Number(events)],
  ],
  'Delivery known': () => [['DeliveryKnown', 1]],
  'Delivery ignored': ({ reason = '' }) => [['DeliveryIgnored', 1, reason]],
  'Webhook address pinged': () => [['DeliveryIgnored', 1, 'ping']],
  'Delivery parked': parked,
  'Delivery refused': refused,
  'Delivery not accepted': refused,
  'Events sent': ({ events = '0' }) => [['EventSent', Number(events)]],
};

/**
 * Returns what the log lines of a connection count since a time, in place of metrics: those have no dimension for the
 * connection, because each would be charged for every connection.
 */
export function countLogLines(records: readonly FoundRecord[], from: number): Counts {
  const plain = new Map<string, number>();
  const byReason = new Map<string, Map<string, number>>();
  const seen = new Set<string>();
  for (const { at, message, fields } of records) {
    const key = `${message} ${fields['requestId'] ?? ''}`;
    const isAgain = fields['requestId'] !== undefined && seen.has(key);
    seen.add(key);
    if (at < from || isAgain) continue;
    const counted = rows[message]?.(fields) ?? [];
    for (const [metric, count, reason] of counted) {
      if (metric.startsWith('Delivery')) add(plain, 'DeliveryReceived', count);
      if (reason === undefined) add(plain, metric, count);
      else {
        const reasons = byReason.get(metric) ?? new Map<string, number>();
        byReason.set(metric, reasons);
        add(reasons, reason, count);
      }
    }
  }
  return toCounts(plain, byReason);
}

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
