import { setTimeout as sleep } from 'node:timers/promises';
import { type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** SQS hands out at most 10 messages a call. */
const MAX_PER_CALL = 10;
/** How long to wait before the queue is asked for more of a batch. */
const PAUSE_MS = 20;

export interface GatherOptions {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly batchSize: number;
  /** Counts from the first message on. */
  readonly windowMs: number;
  /** How long an empty queue is asked to wait for a message. */
  readonly longPollSeconds: number;
  readonly signal: AbortSignal;
}

/**
 * Receives messages until the batch is full or its window is over. Empty if the queue handed out nothing.
 * Rejects if the queue cannot be reached or the signal aborts a call.
 */
export async function gatherBatch(options: GatherOptions): Promise<Message[]> {
  const { batchSize, signal } = options;
  const batch = await receive(options, { max: batchSize, waitSeconds: options.longPollSeconds });
  const end = Date.now() + options.windowMs;
  while (batch.length > 0 && batch.length < batchSize && Date.now() < end && !signal.aborted) {
    const more = await receive(options, { max: batchSize - batch.length, waitSeconds: 0 });
    if (more.length === 0) await sleep(PAUSE_MS);
    batch.push(...more);
  }
  return batch;
}

async function receive(
  { sqs, queueUrl, signal }: GatherOptions,
  { max, waitSeconds }: { max: number; waitSeconds: number },
): Promise<Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: Math.min(max, MAX_PER_CALL),
    WaitTimeSeconds: waitSeconds,
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  });
  const { Messages = [] } = await sqs.send(command, { abortSignal: signal });
  return Messages;
}
