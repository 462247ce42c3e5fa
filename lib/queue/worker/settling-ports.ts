import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Telemetry } from '../../runtime/telemetry.ts';
import { createDeadLetterQueue } from '../dead-letter-queue.ts';
import { createMessageVisibility } from '../message-visibility.ts';
import type { SettlingPorts } from './settle-records.ts';

interface SettledQueue {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  /** Limits each of the two steps, including retries. */
  readonly budgetMs: number;
  readonly telemetry: Telemetry;
  readonly config: { readonly BACK_OFF_SECONDS: number; readonly MAX_BACK_OFF_SECONDS: number };
}

/** Returns the ports that settle a queue's records: the queue itself, its dead-letter queue and its back-off. */
export function createSettlingPorts(options: SettledQueue): SettlingPorts {
  const { sqs, queueUrl, deadLetterQueueUrl, budgetMs, telemetry, config } = options;
  return {
    visibility: createMessageVisibility({ sqs, queueUrl, budgetMs }),
    deadLetters: createDeadLetterQueue({
      sqs,
      queueUrl: deadLetterQueueUrl,
      budgetMs,
      onError: (error) => {
        telemetry.error('A message could not be moved to the dead-letter queue', {}, error);
      },
    }),
    telemetry,
    backOff: { baseSeconds: config.BACK_OFF_SECONDS, maxSeconds: config.MAX_BACK_OFF_SECONDS },
    now: Date.now,
    random: Math.random,
  };
}
