import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** SQS accepts at most 10 changes a call. */
const MAX_ENTRIES = 10;

/** How long a received message stays hidden from now, at most 12 h after its receive. */
export interface VisibilityChange {
  readonly receiptHandle: string;
  readonly seconds: number;
}

export interface MessageVisibility {
  /**
   * Hides messages and returns how many changes SQS refused, and why. Those messages
   * come back when the queue's own visibility time-out is over. Never throws.
   */
  hide(
    changes: readonly VisibilityChange[],
  ): Promise<{ readonly failed: number; readonly reasons: readonly string[] }>;
}

/** Returns the visibility of a queue's messages. `budgetMs` limits one call, including its retries. */
export function createMessageVisibility(options: {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly budgetMs: number;
}): MessageVisibility {
  async function hideBatch(changes: readonly VisibilityChange[], signal: AbortSignal): Promise<string[]> {
    const Entries = changes.map(({ receiptHandle, seconds }, index) => ({
      Id: String(index),
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: seconds,
    }));
    const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: options.queueUrl, Entries });
    try {
      const { Successful = [], Failed = [] } = await options.sqs.send(command, { abortSignal: signal });
      const reasons = Failed.map(({ Code }) => Code ?? 'unknown');
      return [
        ...reasons,
        ...Array<string>(changes.length - Successful.length - Failed.length).fill('unnamed'),
      ];
    } catch (error) {
      return Array<string>(changes.length).fill(error instanceof Error ? error.name : 'unknown');
    }
  }

  return {
    async hide(changes) {
      const signal = AbortSignal.timeout(options.budgetMs);
      const batches = Array.from({ length: Math.ceil(changes.length / MAX_ENTRIES) }, (_, index) =>
        changes.slice(index * MAX_ENTRIES, (index + 1) * MAX_ENTRIES),
      );
      const failures = await Promise.all(batches.map((batch) => hideBatch(batch, signal)));
      return { failed: failures.flat().length, reasons: [...new Set(failures.flat())] };
    },
  };
}
