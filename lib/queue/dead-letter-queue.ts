import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { toBatches } from './to-batches.ts';

/** An event that a person has to look at: the queue message as it was, and why it is here. */
export interface DeadLetter {
  readonly body: string;
  /** Becomes message attributes. Empty texts are left out, because SQS takes none. */
  readonly attributes: DeadLetterAttributes;
}

export interface DeadLetterAttributes {
  /** One word; what a redrive chooses by. */
  readonly cause: string;
  /** Dfinery's code, an HTTP status, or what else it was. */
  readonly code: string;
  /** Dfinery's own words. May quote what was sent. */
  readonly message: string;
  /** How often it was received. */
  readonly receives: string;
  /** When the event was queued and when it died, ISO 8601. */
  readonly queuedAt: string;
  readonly diedAt: string;
}

/** Longer words of Dfinery's are cut. */
const MAX_TEXT = 256;

export interface DeadLetterQueue {
  /** Puts letters into the queue and returns those that SQS took. Never throws. */
  sendAll(letters: readonly DeadLetter[]): Promise<ReadonlySet<DeadLetter>>;
}

/** Returns the dead-letter queue behind an address. `budgetMs` bounds one call as a whole, its retries included. */
export function createDeadLetterQueue(options: {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly budgetMs: number;
  /** Called with what went wrong; the letters it concerns stay where they are. */
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

/** Attributes take the same characters as bodies, and escape nothing. */
function toAttributeText(text: string): string {
  return text.slice(0, MAX_TEXT).replace(/[^\x20-\uD7FF\uE000-\uFFFD]/g, '?');
}
