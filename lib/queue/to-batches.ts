import type { MessageAttributeValue, SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';

/** SQS takes at most 10 messages a batch. */
const MAX_ENTRIES = 10;

/**
 * One message, and all messages of a batch together, take at most 1 MiB, attributes included.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html (read 2026-11-24)
 */
const MAX_BYTES = 1_048_576;

/** Room for the attributes that a message gets when it becomes a dead letter. */
const ATTRIBUTE_BYTES = 4_096;

/** A body is at most so long, so that it still fits when it has to become a dead letter. */
export const MAX_MESSAGE_BYTES = MAX_BYTES - ATTRIBUTE_BYTES;

export interface OutgoingMessage {
  readonly body: string;
  readonly attributes?: Record<string, MessageAttributeValue>;
}

/**
 * Cuts messages into batches of at most 10 and 1 MiB, in order. A message that is over alone stands alone. The id of
 * an entry is the message's place in the list.
 */
export function toBatches(messages: readonly OutgoingMessage[]): SendMessageBatchRequestEntry[][] {
  const batches: SendMessageBatchRequestEntry[][] = [];
  let bytes = 0;
  for (const [index, { body, attributes }] of messages.entries()) {
    const size = Buffer.byteLength(body) + (attributes === undefined ? 0 : ATTRIBUTE_BYTES);
    const current = batches.at(-1);
    const entry = {
      Id: String(index),
      MessageBody: body,
      ...(attributes && { MessageAttributes: attributes }),
    };
    if (current === undefined || current.length === MAX_ENTRIES || bytes + size > MAX_BYTES) {
      batches.push([entry]);
      bytes = size;
    } else {
      current.push(entry);
      bytes += size;
    }
  }
  return batches;
}
