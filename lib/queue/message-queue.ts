import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { UnavailableError } from '../model/errors.ts';
import { toBatches } from './to-batches.ts';

export interface MessageQueue {
  /**
   * Puts every message into the queue, or throws. Bodies are at most 1 MiB of UTF-8 each. Refused messages are sent
   * once more. A call that throws may have queued some; event ids make that harmless. If the messages of a connection
   * take more than their share of the workers, those of other connections are handed out first.
   * @throws {UnavailableError} SQS did not accept all of them within the budget.
   */
  sendAll(bodies: readonly string[], connection: string): Promise<void>;
}

/** Returns the queue at a URL. `budgetMs` limits one call of `sendAll`, including its retry. */
export function createMessageQueue(options: {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly budgetMs: number;
}): MessageQueue {
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
    async sendAll(bodies, group) {
      const signal = AbortSignal.timeout(options.budgetMs);
      try {
        for (const batch of toBatches(bodies.map((body) => ({ body, group }))))
          await sendWithRetry(batch, signal);
      } catch (cause) {
        throw new UnavailableError('SQS did not accept the messages', { code: 'queue-unavailable', cause });
      }
    },
  };
}
