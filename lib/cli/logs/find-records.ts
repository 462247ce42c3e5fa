import type { LogLine, LogReader } from '../../stores/telemetry/log-reader.ts';
import { type LogRecord, readLogRecord } from './log-record.ts';
import { isAboutOrder, MAX_DELIVERIES, toFilterPattern, type WantedLines } from './to-filter-pattern.ts';

/** A record with the id that its line has in its group. */
export type FoundRecord = LogRecord & { readonly id: string };

interface Range {
  /** Milliseconds since 1970, both included. */
  readonly from: number;
  readonly to: number;
}

/**
 * Returns the records that are wanted, by time. Of an order: those that name it, and those of its deliveries.
 * @throws {UsageError} an id cannot be searched for. @throws {Error} CloudWatch Logs does not answer.
 */
export async function findRecords(
  logs: Pick<LogReader, 'read'>,
  wanted: WantedLines,
  range: Range,
): Promise<readonly FoundRecord[]> {
  const named = toRecords(await logs.read({ ...range, pattern: toFilterPattern(wanted) }));
  const { orderId, ...others } = wanted;
  if (orderId === undefined) return named;
  const own = named.filter(({ fields }) => isAboutOrder(fields, orderId));
  const deliveries = [...new Set(own.flatMap(({ fields }) => fields['deliveryId'] ?? []))];
  const found = [...own];
  for (let start = 0; start < deliveries.length; start += MAX_DELIVERIES) {
    const deliveryIds = deliveries.slice(start, start + MAX_DELIVERIES);
    found.push(
      ...toRecords(await logs.read({ ...range, pattern: toFilterPattern({ ...others, deliveryIds }) })),
    );
  }
  const distinct = new Map(found.map((record) => [`${record.from} ${record.id}`, record]));
  return [...distinct.values()].toSorted((a, b) => a.at - b.at);
}

function toRecords(lines: readonly LogLine[]): FoundRecord[] {
  return lines.flatMap((line) => {
    const record = readLogRecord(line);
    return record === undefined ? [] : [{ ...record, id: line.id }];
  });
}
