import type { Message } from '@aws-sdk/client-sqs';
import type { SQSEvent, SQSMessageAttributes, SQSRecord, SQSRecordAttributes } from 'aws-lambda';
import { LOCAL_REGION } from './local-aws.ts';

/** Lambda takes events of at most 6 MB; a larger batch is handed over in several. */
const MAX_EVENT_BYTES = 6 * 1024 * 1024;

/**
 * Turns received messages into the events that an event source mapping invokes
 * a function with: one, or several if one would exceed 6 MiB. Order is kept.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html (read 2026-11-24)
 */
export function toSqsEvents(messages: readonly Message[], queueArn: string): SQSEvent[] {
  const events: SQSEvent[] = [];
  let bytes = 0;
  for (const record of messages.map((message) => toRecord(message, queueArn))) {
    const size = Buffer.byteLength(JSON.stringify(record));
    const current = events.at(-1);
    if (current === undefined || bytes + size > MAX_EVENT_BYTES) {
      events.push({ Records: [record] });
      bytes = size;
    } else {
      current.Records.push(record);
      bytes += size;
    }
  }
  return events;
}

function toRecord(message: Message, queueArn: string): SQSRecord {
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attributes: toAttributes(message),
    messageAttributes: toMessageAttributes(message),
    md5OfBody: message.MD5OfBody ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: LOCAL_REGION,
  };
}

/** SQS's attributes of a message: when it was sent, how often it was received. */
function toAttributes({ Attributes = {} }: Message): SQSRecordAttributes {
  return {
    ...Attributes,
    ApproximateReceiveCount: Attributes.ApproximateReceiveCount ?? '1',
    SentTimestamp: Attributes.SentTimestamp ?? '',
    SenderId: Attributes.SenderId ?? '',
    ApproximateFirstReceiveTimestamp: Attributes.ApproximateFirstReceiveTimestamp ?? '',
  };
}

function toMessageAttributes({ MessageAttributes = {} }: Message): SQSMessageAttributes {
  return Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, { StringValue, BinaryValue, DataType = 'String' }]) => {
      const binaryValue = BinaryValue && Buffer.from(BinaryValue).toString('base64');
      return [
        name,
        {
          dataType: DataType,
          stringListValues: [],
          binaryListValues: [],
          ...(StringValue !== undefined && { stringValue: StringValue }),
          ...(binaryValue !== undefined && { binaryValue }),
        },
      ];
    }),
  );
}
