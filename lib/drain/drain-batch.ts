import { randomUUID } from 'node:crypto';
import type { SQSBatchResponse } from 'aws-lambda';
import pLimit from 'p-limit';
import { ledgerId, standingOf } from '../ledger/ledger.ts';
import { fateByStanding } from './claim-events.ts';
import { claimFor } from './connection-run.ts';
import { deliverConnection } from './deliver-connection.ts';
import type { DrainPorts } from './drain-ports.ts';
import type { Fate } from './fate.ts';
import { planDeliveries } from './plan-requests.ts';
import { type QueuedEvent, type QueueRecord, type RecordReading, readRecords } from './read-records.ts';
import { type SettledRecord, settleRecords } from './settle-records.ts';

/** Requests under way at once, per invocation. Also the number of sockets. */
export const MAX_PARALLEL_REQUESTS = 10;

export interface DrainBatch {
  readonly records: readonly QueueRecord[];
  /** Milliseconds until Lambda ends the invocation. */
  readonly remainingMs: () => number;
}

/**
 * Delivers a batch of queue records and names those that stay queued. It never throws and never answers `undefined`:
 * a throw would return the whole batch, what was sent included, and `undefined` would delete it.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html (read 2026-11-24)
 */
export async function drainBatch(ports: DrainPorts, batch: DrainBatch): Promise<SQSBatchResponse> {
  const fates = new Map<QueueRecord, Fate>();
  countReceived(ports, batch.records);
  try {
    const { events, unreadable } = readRecords(batch.records);
    for (const entry of unreadable) fates.set(entry.record, fateOfUnreadable(entry));
    await deliver(ports, batch, { events, fates });
  } catch (cause) {
    ports.telemetry.error('The batch failed unexpectedly', { records: batch.records.length }, cause);
  }
  return settle(ports, batch.records, fates);
}

interface Undecided {
  readonly events: readonly QueuedEvent[];
  /** Written as it becomes known, so that a fault on the way loses none. */
  readonly fates: Map<QueueRecord, Fate>;
}

async function deliver(ports: DrainPorts, batch: DrainBatch, { events, fates }: Undecided): Promise<void> {
  const fresh = await leaveOutKnown(ports, { events, fates });
  const invocation = {
    claim: claimFor(randomUUID(), ports.now(), batch.remainingMs()),
    remainingMs: batch.remainingMs,
    limit: pLimit(MAX_PARALLEL_REQUESTS),
  };
  const deliveries = planDeliveries(fresh).map(async (delivery) => {
    const delivered = await deliverConnection(ports, delivery, invocation);
    for (const [event, fate] of delivered) setFate(fates, event, fate);
  });
  // Not `Promise.all`: one that fails must not leave the others under way when the invocation ends.
  for (const result of await Promise.allSettled(deliveries)) {
    if (result.status === 'rejected') {
      ports.telemetry.error('A connection failed unexpectedly', {}, result.reason);
    }
  }
}

/** Returns the events that are still to be sent, as far as a look into the ledger tells. */
async function leaveOutKnown(
  { ledger, telemetry, ledgerOutage, now }: DrainPorts,
  { events, fates }: Undecided,
): Promise<readonly QueuedEvent[]> {
  if (events.length === 0) return [];
  try {
    const entries = await ledger.read(events.map(({ message }) => message));
    return events.filter((event) => {
      const standing = standingOf(entries.get(ledgerId(event.message)), event.message, now());
      if (standing !== 'free') setFate(fates, event, fateByStanding[standing]);
      return standing === 'free';
    });
  } catch (cause) {
    telemetry.error('The ledger could not be read', { ledgerOutage }, cause);
    if (ledgerOutage === 'deliver') return events;
    for (const event of events) {
      setFate(fates, event, { kind: 'waits', because: 'ledger-unavailable', code: 'ledger' });
    }
    return [];
  }
}

/** Equal events of a batch share one fate; where it is final, all but the first are duplicates. */
function setFate(
  fates: Map<QueueRecord, Fate>,
  { records: [first, ...copies] }: QueuedEvent,
  fate: Fate,
): void {
  fates.set(first, fate);
  for (const copy of copies) fates.set(copy, fate.kind === 'waits' ? fate : { kind: 'duplicate' });
}

function fateOfUnreadable({ error }: RecordReading['unreadable'][number]): Fate {
  const isNewer = error.code === 'message-newer';
  if (isNewer) return { kind: 'waits', because: 'message-newer', code: error.code };
  // Its own words name paths and what was expected there, never values.
  return { kind: 'dead', because: 'message-invalid', code: error.code, message: error.message };
}

async function settle(
  ports: DrainPorts,
  records: readonly QueueRecord[],
  fates: ReadonlyMap<QueueRecord, Fate>,
): Promise<SQSBatchResponse> {
  const unknown: Fate = { kind: 'waits', because: 'unexpected', code: 'unexpected' };
  const settled = records.map((record): SettledRecord => ({ record, fate: fates.get(record) ?? unknown }));
  try {
    const kept = await settleRecords(ports, settled);
    return { batchItemFailures: [...kept].map((itemIdentifier) => ({ itemIdentifier })) };
  } catch (cause) {
    ports.telemetry.error('The batch could not be settled', { records: records.length }, cause);
    const kept = settled.filter(({ fate }) => fate.kind === 'waits' || fate.kind === 'dead');
    return { batchItemFailures: kept.map(({ record }) => ({ itemIdentifier: record.messageId })) };
  }
}

function countReceived({ telemetry, now }: DrainPorts, records: readonly QueueRecord[]): void {
  telemetry.count('RecordReceived', records.length);
  if (records.length === 0) return;
  const oldest = Math.min(...records.map(({ attributes }) => Number(attributes.SentTimestamp)));
  telemetry.measure('OldestEventAge', Math.max(0, now() - oldest));
}
