import type { SQSBatchResponse } from 'aws-lambda';
import type { MetricName } from '../../runtime/telemetry.ts';
import { type Done, type FateOf, isKept, type SharedReason, type Waits } from './fate.ts';
import type { QueueRecord } from './queue-record.ts';
import { type SettledRecord, type SettlingPorts, settleRecords } from './settle-records.ts';

/** The fate of a record after a fault of ours: it stays queued. */
export const UNEXPECTED: Waits<never> = { kind: 'waits', because: 'unexpected', code: 'unexpected' };

/** How a queue's records are counted and how old they may get. */
export interface SettlingRules<Reason extends string, Ways extends Done> {
  readonly deadAfterMs: Readonly<Record<Reason | SharedReason, number>>;
  readonly countedAs: Readonly<Record<Ways['kind'] | 'waits' | 'held' | 'dead', MetricName>>;
}

/**
 * Settles a batch, counts the fate of each record and names those that stay queued. Never throws: a throw would
 * return the whole batch, including the records that are done.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html (read 2026-11-24)
 */
export async function settleBatch<Reason extends string, Ways extends Done>(
  ports: SettlingPorts,
  fates: ReadonlyMap<QueueRecord, FateOf<Reason, Ways>>,
  rules: SettlingRules<Reason, Ways>,
): Promise<SQSBatchResponse> {
  const settled = await trySettle(
    ports,
    [...fates].map(([record, fate]) => ({ record, fate })),
    rules,
  );
  countRecords(ports, settled, rules);
  const kept = settled.filter(({ fate }) => isKept(fate));
  return { batchItemFailures: kept.map(({ record }) => ({ itemIdentifier: record.messageId })) };
}

async function trySettle<Reason extends string, Ways extends Done>(
  ports: SettlingPorts,
  records: readonly SettledRecord<FateOf<Reason, Ways>>[],
  { deadAfterMs }: SettlingRules<Reason, Ways>,
): Promise<readonly SettledRecord<FateOf<Reason, Ways>>[]> {
  try {
    return await settleRecords(ports, records, deadAfterMs);
  } catch (cause) {
    ports.telemetry.error('The batch could not be settled', { records: records.length }, cause);
    return records.map((entry) => (entry.fate.kind === 'dead' ? { ...entry, fate: UNEXPECTED } : entry));
  }
}

function countRecords<Reason extends string, Ways extends Done>(
  { telemetry }: Pick<SettlingPorts, 'telemetry'>,
  settled: readonly SettledRecord<FateOf<Reason, Ways>>[],
  { countedAs }: SettlingRules<Reason, Ways>,
): void {
  for (const { fate } of settled) {
    const kind: Ways['kind'] | 'waits' | 'held' | 'dead' = fate.kind;
    telemetry.count(countedAs[kind], 1, fate.because);
  }
}

/** A batch that is worked on at once is no news, and CloudWatch charges a metric for each hour in which it is written. */
const WORTH_MEASURING_MS = 60_000;

/** Measures how long the oldest record of a batch has been queued, if it waited for a minute or more. */
export function measureOldest(
  { telemetry, now }: Pick<SettlingPorts, 'telemetry' | 'now'>,
  records: readonly QueueRecord[],
  metric: MetricName,
): void {
  if (records.length === 0) return;
  const oldest = Math.min(...records.map(({ attributes }) => Number(attributes.SentTimestamp)));
  const age = now() - oldest;
  if (age >= WORTH_MEASURING_MS) telemetry.measure(metric, age);
}
