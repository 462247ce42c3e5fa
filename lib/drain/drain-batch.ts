import type { SQSBatchResponse } from 'aws-lambda';
import pLimit from 'p-limit';
import type { DrainPorts } from './drain-ports.ts';
import { planRequests } from './plan-requests.ts';
import { type QueueRecord, readRecords } from './read-records.ts';
import { sendRequest } from './send-request.ts';

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
  const { telemetry } = ports;
  const unsettled = new Set(batch.records.map(({ messageId }) => messageId));
  telemetry.count('RecordReceived', unsettled.size);
  try {
    const { events, unreadable } = readRecords(batch.records);
    for (const { recordId, error } of unreadable) {
      telemetry.error('The record is no message of this adapter', { recordId, reason: error.code }, error);
      telemetry.count('EventKept', 1, error.code);
    }

    const limit = pLimit(MAX_PARALLEL_REQUESTS);
    const sending = planRequests(events).map((request) =>
      limit(async () => {
        const { accepted } = await sendRequest(ports, request, batch.remainingMs);
        for (const id of accepted.flatMap(({ recordIds }) => recordIds)) unsettled.delete(id);
      }),
    );
    // Not `Promise.all`: one that fails must not leave the others under way when the invocation ends.
    for (const result of await Promise.allSettled(sending)) {
      if (result.status === 'rejected') telemetry.error('A request failed unexpectedly', {}, result.reason);
    }
  } catch (cause) {
    telemetry.error('The batch failed unexpectedly', { records: batch.records.length }, cause);
  }
  return { batchItemFailures: [...unsettled].map((itemIdentifier) => ({ itemIdentifier })) };
}
