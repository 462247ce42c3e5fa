import type { MessageAttributeValue, SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';

/** SQS accepts at most 10 messages a batch. */
const MAX_ENTRIES = 10;

/**
 * A message, and a batch as a whole, may be at most 1 MiB, including attributes.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html (read 2026-11-24)
 */
const MAX_BYTES = 1_048_576;

/** Room for the attributes of a dead letter. */
const ATTRIBUTE_BYTES = 4_096;

/** The longest body. A message of this size still fits as a dead letter. */
export const MAX_MESSAGE_BYTES = MAX_BYTES - ATTRIBUTE_BYTES;

export interface OutgoingMessage {
  readonly body: string;
  readonly attributes?: Record<string, MessageAttributeValue>;
  /**
   * Whose message it is: the connection. Makes a standard queue fair. At most 128 letters, digits and signs, which
   * the id of a connection is.
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html (read 2026-11-28)
   */
  readonly group?: string;
}

/**
 * Divides messages into batches of at most 10 messages and 1 MiB, in order. A message over the limit gets a batch of
 * its own. The id of an entry is the index of its message.
 */
export function toBatches(messages: readonly OutgoingMessage[]): SendMessageBatchRequestEntry[][] {
  const batches: SendMessageBatchRequestEntry[][] = [];
  let bytes = 0;
  for (const [index, { body, attributes, group }] of messages.entries()) {
    const more = (attributes === undefined ? 0 : ATTRIBUTE_BYTES) + (group?.length ?? 0);
    const size = Buffer.byteLength(body) + more;
    const current = batches.at(-1);
    const entry = {
      Id: String(index),
      MessageBody: body,
      ...(attributes && { MessageAttributes: attributes }),
      ...(group !== undefined && { MessageGroupId: group }),
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
