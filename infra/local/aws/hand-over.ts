import { DeleteMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { failedIds } from './failed-ids.ts';
import type { Invoke, InvokeOutcome } from './invoke.ts';

/** SQS deletes at most 10 messages a call. */
const MAX_PER_CALL = 10;

interface HandOverOptions {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly invoke: Invoke<SQSEvent>;
}

/**
 * Invokes the function with a batch and deletes the messages that it handled. Failed messages are left alone: their
 * visibility is the queue's, or what the function itself set.
 * @throws {Error} the queue did not delete everything. The rest comes back, as on AWS.
 */
export async function handOver(options: HandOverOptions, event: SQSEvent): Promise<void> {
  const outcome = await options.invoke(event);
  const handled = succeeded(event.Records, outcome);
  for (let start = 0; start < handled.length; start += MAX_PER_CALL) {
    await deleteRecords(options, handled.slice(start, start + MAX_PER_CALL));
  }
}

function succeeded(records: readonly SQSRecord[], outcome: InvokeOutcome): readonly SQSRecord[] {
  if (outcome.kind !== 'response') return [];
  const messageIds = records.map(({ messageId }) => messageId);
  const failed = new Set(failedIds(outcome.body, messageIds));
  return records.filter(({ messageId }) => !failed.has(messageId));
}

async function deleteRecords(
  { sqs, queueUrl }: HandOverOptions,
  records: readonly SQSRecord[],
): Promise<void> {
  const entries = records.map(({ receiptHandle }, index) => ({
    Id: String(index),
    ReceiptHandle: receiptHandle,
  }));
  const { Failed = [] } = await sqs.send(
    new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }),
  );
  if (Failed.length > 0) throw new Error(`${Failed.length} handled messages could not be deleted`);
}
