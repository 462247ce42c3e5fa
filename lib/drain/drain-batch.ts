import { randomUUID } from 'node:crypto';
import type { SQSBatchResponse } from 'aws-lambda';
import pLimit from 'p-limit';
import { claimFor } from '../ledger/claim-for.ts';
import type { AnyMessage } from '../queue/message.ts';
import type { QueueRecord } from '../settle/queue-record.ts';
import { countReceived, settleBatch, UNEXPECTED } from '../settle/settle-batch.ts';
import { deliverConnection } from './deliver-connection.ts';
import type { DrainPorts } from './drain-ports.ts';
import { type Fate, type Fates, settlingRules } from './fate.ts';
import { type Queued, type RecordReading, readRecords } from './read-records.ts';

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
  countReceived(ports, batch.records, { received: 'RecordReceived', oldestAge: 'OldestEventAge' });
  const settled = new Map<QueueRecord, Fate>(batch.records.map((record) => [record, UNEXPECTED]));
  try {
    const reading = readRecords(batch.records);
    const { events, profiles, unreadable } = reading;
    for (const entry of unreadable) settled.set(entry.record, fateOfUnreadable(entry));
    const fates = await deliver(ports, batch, reading);
    for (const event of [...profiles, ...events]) {
      for (const [record, fate] of fatesOfRecords(event, fates.get(event.message))) settled.set(record, fate);
    }
  } catch (cause) {
    ports.telemetry.error('The batch failed unexpectedly', { records: batch.records.length }, cause);
  }
  return settleBatch(ports, settled, settlingRules);
}

async function deliver(
  ports: DrainPorts,
  { remainingMs }: DrainBatch,
  { events, profiles }: RecordReading,
): Promise<Fates> {
  const fates: Fates = new Map();
  const claim = claimFor(randomUUID(), ports.now(), remainingMs());
  const invocation = { claim, remainingMs, limit: pLimit(MAX_PARALLEL_REQUESTS), fates };
  const eventsBy = Map.groupBy(events, connectionKey);
  const profilesBy = Map.groupBy(profiles, connectionKey);
  const keys = new Set([...eventsBy.keys(), ...profilesBy.keys()]);
  const deliveries = [...keys].map(async (key) => {
    const own = { events: eventsBy.get(key) ?? [], profiles: profilesBy.get(key) ?? [] };
    const [first] = [...own.events, ...own.profiles];
    if (first === undefined) return;
    const { connection, serviceId } = first.message;
    await deliverConnection(ports, { ...own, connection, serviceId }, invocation);
  });
  // Not `Promise.all`: one that fails must not leave the others under way when the invocation ends.
  for (const result of await Promise.allSettled(deliveries)) {
    if (result.status === 'rejected') {
      ports.telemetry.error('A connection failed unexpectedly', {}, result.reason);
    }
  }
  return fates;
}

function connectionKey({ message }: Queued<AnyMessage>): string {
  return JSON.stringify([message.connection, message.serviceId]);
}

/** Equal events of a batch share one fate; where it is final, all but the first are duplicates. */
function fatesOfRecords(
  { message, records: [first, ...copies] }: Queued<AnyMessage>,
  fate: Fate = UNEXPECTED,
): (readonly [QueueRecord, Fate])[] {
  const done: Fate = { kind: message.kind === 'profile' ? 'profile-unchanged' : 'duplicate' };
  const copied = fate.kind === 'waits' ? fate : done;
  return [[first, fate], ...copies.map((copy) => [copy, copied] as const)];
}

function fateOfUnreadable({ error }: RecordReading['unreadable'][number]): Fate {
  const isNewer = error.code === 'message-newer';
  if (isNewer) return { kind: 'waits', because: 'message-newer', code: error.code };
  // Its own words name paths and what was expected there, never values.
  return { kind: 'dead', because: 'message-invalid', code: error.code, message: error.message };
}
