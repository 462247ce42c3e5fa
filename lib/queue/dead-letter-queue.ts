import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { toBatches } from './to-batches.ts';

/** A message that a person has to look at: unchanged, with the reason. */
export interface DeadLetter {
  readonly body: string;
  /** Become message attributes. Empty texts are left out, because SQS accepts none. */
  readonly attributes: DeadLetterAttributes;
}

export interface DeadLetterAttributes {
  /** One word. A redrive selects by it. */
  readonly cause: string;
  /** Dfinery's code, an HTTP status or an error code of this adapter. */
  readonly code: string;
  /** Dfinery's own message. It may quote the request. */
  readonly message: string;
  /** How often the message was received. */
  readonly receives: string;
  /** When the message was queued and when it became a dead letter, ISO 8601. */
  readonly queuedAt: string;
  readonly diedAt: string;
}

/** Longer messages are cut. */
const MAX_TEXT = 256;

export interface DeadLetterQueue {
  /** Puts letters into the queue and returns those that SQS accepted. Never throws. */
  sendAll(letters: readonly DeadLetter[]): Promise<ReadonlySet<DeadLetter>>;
}

/** Returns the dead-letter queue at a URL. `budgetMs` limits one call, including its retries. */
export function createDeadLetterQueue(options: {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly budgetMs: number;
  /** Called with each error. The letters that failed stay in their queue. */
  readonly onError: (error: unknown) => void;
}): DeadLetterQueue {
  return {
    async sendAll(letters) {
      const signal = AbortSignal.timeout(options.budgetMs);
      const messages = letters.map(({ body, attributes }) => ({
        body,
        attributes: toMessageAttributes(attributes),
      }));
      const accepted = await Promise.all(
        toBatches(messages).map(async (Entries) => {
          const command = new SendMessageBatchCommand({ QueueUrl: options.queueUrl, Entries });
          try {
            const { Successful = [], Failed = [] } = await options.sqs.send(command, { abortSignal: signal });
            for (const { Code } of Failed)
              options.onError(new Error(`SQS refused a dead letter: ${String(Code)}`));
            return Successful.map(({ Id }) => letters[Number(Id)]);
          } catch (error) {
            options.onError(error);
            return [];
          }
        }),
      );
      return new Set(accepted.flat().filter((letter) => letter !== undefined));
    },
  };
}

function toMessageAttributes(attributes: DeadLetterAttributes) {
  return Object.fromEntries(
    Object.entries(attributes)
      .map(([name, text]) => [name, toAttributeText(String(text))] as const)
      .filter(([, text]) => text !== '')
      .map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
}

/** Attributes allow the same characters as bodies, but have no escapes. */
function toAttributeText(text: string): string {
  return text.slice(0, MAX_TEXT).replace(/[^\x20-\uD7FF\uE000-\uFFFD]/g, '?');
}
