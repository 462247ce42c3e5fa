import type { SQSBatchResponse } from 'aws-lambda';
import { MessageError } from '../errors.ts';
import { decodeErasureMessage } from '../queue/erasure-message.ts';
import type { QueueRecord } from '../settle/queue-record.ts';
import { countReceived, settleBatch, UNEXPECTED } from '../settle/settle-batch.ts';
import type { ErasePorts } from './erase-ports.ts';
import { eraseRequest } from './erase-request.ts';
import { type Fate, settlingRules } from './fate.ts';

export interface EraseBatch {
  readonly records: readonly QueueRecord[];
  /** Milliseconds until Lambda ends the invocation. */
  readonly remainingMs: () => number;
}

/**
 * Carries out a batch of privacy requests, one after the other, and names those that stay queued. It never throws and
 * never answers `undefined`, for the reasons that the drain has.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html (read 2026-11-24)
 */
export async function eraseBatch(
  ports: ErasePorts,
  { records, remainingMs }: EraseBatch,
): Promise<SQSBatchResponse> {
  countReceived(ports, records, { received: 'ErasureReceived', oldestAge: 'OldestErasureAge' });
  const settled = new Map<QueueRecord, Fate>();
  for (const record of records) settled.set(record, await fateOf(ports, { record, remainingMs }));
  return settleBatch(ports, settled, settlingRules);
}

async function fateOf(
  ports: ErasePorts,
  { record, remainingMs }: { readonly record: QueueRecord; readonly remainingMs: () => number },
): Promise<Fate> {
  try {
    return await eraseRequest(ports, { message: decodeErasureMessage(record.body), remainingMs });
  } catch (error) {
    if (error instanceof MessageError) return fateOfUnreadable(error);
    ports.telemetry.error('A privacy request failed unexpectedly', { recordId: record.messageId }, error);
    return UNEXPECTED;
  }
}

function fateOfUnreadable({ code, message }: MessageError): Fate {
  if (code === 'message-newer') return { kind: 'waits', because: 'message-newer', code };
  // Its own words name paths and what was expected there, never values.
  return { kind: 'dead', because: 'message-invalid', code, message };
}
