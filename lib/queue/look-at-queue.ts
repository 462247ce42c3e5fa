import { GetQueueAttributesCommand, QueueDoesNotExist, type SQSClient } from '@aws-sdk/client-sqs';
import * as v from 'valibot';
import { ConfigError } from '../model/errors.ts';

/** A queue as it is. */
export interface SeenQueue {
  /** As a template says them. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Waiting ones, and those in back-off, approximately. */
  readonly messages: number;
  /** The name of the queue that takes its dead letters. */
  readonly deadLetters: string | undefined;
}

const RedriveSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    deadLetterTargetArn: v.string(),
    maxReceiveCount: v.pipe(v.union([v.number(), v.string()]), v.toNumber()),
  }),
);

/** Returns a queue, or `undefined` if there is none. @throws {ConfigError} it is no queue of this adapter. */
export async function lookAtQueue(sqs: SQSClient, QueueUrl: string): Promise<SeenQueue | undefined> {
  const attributes = await readAttributes(sqs, QueueUrl);
  if (attributes === undefined) return undefined;
  if (attributes['FifoQueue'] === 'true')
    throw new ConfigError(`${QueueUrl} is no queue of this adapter: it is a FIFO queue`);
  const count = (name: string): number => Number(attributes[name] ?? 0);
  const { RedrivePolicy, KmsMasterKeyId, SqsManagedSseEnabled } = attributes;
  const redrive = RedrivePolicy === undefined ? undefined : v.parse(RedriveSchema, RedrivePolicy);
  return {
    properties: {
      VisibilityTimeout: count('VisibilityTimeout'),
      MessageRetentionPeriod: count('MessageRetentionPeriod'),
      ...(KmsMasterKeyId !== undefined && { KmsMasterKeyId }),
      ...(SqsManagedSseEnabled === 'true' && { SqsManagedSseEnabled: true }),
      ...(redrive && { RedrivePolicy: redrive }),
    },
    messages: count('ApproximateNumberOfMessages') + count('ApproximateNumberOfMessagesNotVisible'),
    deadLetters: redrive?.deadLetterTargetArn.split(':').at(-1),
  };
}

async function readAttributes(
  sqs: SQSClient,
  QueueUrl: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  try {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
    return (await sqs.send(command)).Attributes ?? {};
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return undefined;
    throw error;
  }
}
