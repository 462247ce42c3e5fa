import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
  type Message as SqsMessage,
} from '@aws-sdk/client-sqs';
import type { LetterMessage } from './letter-message.ts';
import type { OutgoingMessage } from './to-batches.ts';

/** Long enough to work through one receive. Letters of a command that ended early are visible again after it. */
const HOLD_SECONDS = 120;

/** A dead letter, hidden from other readers. */
export interface HeldLetter {
  readonly id: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** Empty if SQS itself moved the message, after 1,000 receives. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Why the message is here. */
  readonly cause: string;
  /** The decoded body; `undefined` if it is not a message of this adapter. */
  readonly message: LetterMessage | undefined;
}

/** The dead-letter queue as an operator uses it. All methods throw if SQS cannot be reached. */
export interface DeadLetters {
  /** Receives letters until the queue has no more, at most `limit`. Yields each one once. */
  hold(limit: number): AsyncGenerator<HeldLetter>;
  /** Makes the letter visible to others again. */
  letGo(letter: HeldLetter): Promise<void>;
  /** Sends the message back to its own queue, then deletes the letter. */
  redrive(letter: HeldLetter): Promise<void>;
  /** Deletes the letter for good. */
  drop(letter: HeldLetter): Promise<void>;
  /** Puts a copy into the dead-letter queue, where it stays for 14 more days, then deletes the letter. */
  keep(letter: HeldLetter, now: Date): Promise<void>;
}

/** SQS gives no cause to the messages that it moves itself. */
const CRASH_LOOP = 'received-too-often';

/** Returns the dead letters of a queue. */
export function createDeadLetters(options: {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  /** The queue that the letters came from. */
  readonly homeQueueUrl: string;
  readonly readMessage: (body: string) => LetterMessage | undefined;
}): DeadLetters {
  const { sqs, queueUrl: QueueUrl } = options;

  async function receive(): Promise<SqsMessage[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      // A long poll asks every server of the queue; a short one leaves some out.
      WaitTimeSeconds: 1,
      VisibilityTimeout: HOLD_SECONDS,
      MessageAttributeNames: ['All'],
    });
    const { Messages = [] } = await sqs.send(command);
    return Messages;
  }

  async function send(
    url: string,
    { body, attributes, group }: Pick<HeldLetter, 'body' | 'attributes'> & Pick<OutgoingMessage, 'group'>,
  ): Promise<void> {
    const entries = Object.entries(attributes).map(([name, StringValue]) => [
      name,
      { DataType: 'String', StringValue },
    ]);
    const MessageAttributes = Object.fromEntries(entries) as Record<
      string,
      { DataType: string; StringValue: string }
    >;
    const input = { QueueUrl: url, MessageBody: body, MessageAttributes };
    await sqs.send(new SendMessageCommand(group === undefined ? input : { ...input, MessageGroupId: group }));
  }

  async function remove({ receiptHandle: ReceiptHandle }: HeldLetter): Promise<void> {
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }

  return {
    async *hold(limit) {
      const seen = new Set<string>();
      let lastFreshAt = Date.now();
      while (seen.size < limit) {
        const received = await receive();
        const fresh = received.filter(({ MessageId = '' }) => !seen.has(MessageId));
        // Letters seen long ago may come back before the rest was seen. If a whole hold brings only those, none are left.
        if (received.length === 0 || (fresh.length === 0 && Date.now() - lastFreshAt > HOLD_SECONDS * 1000))
          return;
        for (const message of fresh) {
          seen.add(message.MessageId ?? '');
          yield toHeldLetter(message, options.readMessage);
        }
        // Restarted here, because the reader may have been slow.
        if (fresh.length > 0) lastFreshAt = Date.now();
      }
    },
    async letGo({ receiptHandle: ReceiptHandle }) {
      await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    },
    drop: remove,
    async redrive(letter) {
      const { body, message } = letter;
      await send(options.homeQueueUrl, {
        body,
        attributes: {},
        ...(message && { group: message.connection }),
      });
      await remove(letter);
    },
    async keep(letter, now) {
      const attributes = { ...letter.attributes, cause: letter.cause, keptAt: now.toISOString() };
      await send(QueueUrl, { body: letter.body, attributes });
      await remove(letter);
    },
  };
}

function toHeldLetter(
  { MessageId = '', ReceiptHandle = '', Body = '', MessageAttributes = {} }: SqsMessage,
  readMessage: (body: string) => LetterMessage | undefined,
): HeldLetter {
  const attributes = Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, StringValue]),
  );
  return {
    id: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes,
    cause: attributes['cause'] ?? CRASH_LOOP,
    message: readMessage(Body),
  };
}
