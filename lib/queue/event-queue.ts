import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { UnavailableError } from '../errors.ts';

/** SQS takes at most 10 messages a batch. */
const MAX_ENTRIES = 10;
/**
 * One message, and all messages of a batch together, take at most 1 MiB.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html (read 2026-11-24)
 */
export const MAX_MESSAGE_BYTES = 1_048_576;

export interface EventQueue {
  /**
   * Puts every message into the queue, or throws. Bodies are at most 1 MiB of UTF-8 each. What SQS refuses is sent
   * once more; a call that throws may have queued some, which the event ids make harmless.
   * @throws {UnavailableError} SQS did not accept all of them within the budget.
   */
  sendAll(bodies: readonly string[]): Promise<void>;
}

/** Returns the queue behind an address. `budgetMs` bounds one call of `sendAll` as a whole, its retry included. */
export function createEventQueue(options: {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly budgetMs: number;
}): EventQueue {
  async function send(entries: SendMessageBatchRequestEntry[], signal: AbortSignal) {
    const command = new SendMessageBatchCommand({ QueueUrl: options.queueUrl, Entries: entries });
    const { Successful = [], Failed = [] } = await options.sqs.send(command, { abortSignal: signal });
    const accepted = new Set(Successful.map(({ Id }) => Id));
    return {
      refused: entries.filter(({ Id }) => !accepted.has(Id)),
      reasons: Failed.map(({ Code }) => Code),
    };
  }

  async function sendWithRetry(entries: SendMessageBatchRequestEntry[], signal: AbortSignal) {
    const first = await send(entries, signal);
    if (first.refused.length === 0) return;
    const second = await send(first.refused, signal);
    if (second.refused.length === 0) return;
    const reasons = [...new Set(second.reasons)].join(', ');
    throw new Error(`SQS refused ${second.refused.length} of ${entries.length} messages: ${reasons}`);
  }

  return {
    async sendAll(bodies) {
      const signal = AbortSignal.timeout(options.budgetMs);
      try {
        for (const batch of toBatches(bodies)) await sendWithRetry(batch, signal);
      } catch (cause) {
        throw new UnavailableError('SQS did not accept the events', { code: 'queue-unavailable', cause });
      }
    },
  };
}

/** Cuts bodies into batches of at most 10 messages and 1 MiB, in order. A body over 1 MiB stands alone. */
export function toBatches(bodies: readonly string[]): SendMessageBatchRequestEntry[][] {
  const batches: SendMessageBatchRequestEntry[][] = [];
  let bytes = 0;
  for (const [index, body] of bodies.entries()) {
    const size = Buffer.byteLength(body);
    const current = batches.at(-1);
    const entry = { Id: String(index), MessageBody: body };
    if (current === undefined || current.length === MAX_ENTRIES || bytes + size > MAX_MESSAGE_BYTES) {
      batches.push([entry]);
      bytes = size;
    } else {
      current.push(entry);
      bytes += size;
    }
  }
  return batches;
}
