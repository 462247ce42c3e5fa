import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
  type Message as SqsMessage,
} from '@aws-sdk/client-sqs';
import type { LetterMessage } from './letter-message.ts';

/** Long enough to work through what was received; what a command that ends early leaves behind is back after it. */
const HOLD_SECONDS = 120;

/** A dead letter as it lies in the queue, held for this reader. */
export interface HeldLetter {
  readonly id: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** Empty where SQS itself moved it, after 1,000 receives. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Why it is here. */
  readonly cause: string;
  /** What is in it; absent where the body is no message of this adapter. */
  readonly message: LetterMessage | undefined;
}

/** The dead-letter queue from an operator's side. All methods throw where SQS cannot be reached. */
export interface DeadLetters {
  /** Takes hold of letters until the queue hands out no more, at most `limit`; each comes once. */
  hold(limit: number): AsyncGenerator<HeldLetter>;
  /** Lets others have it again. */
  letGo(letter: HeldLetter): Promise<void>;
  /** Sends it back to the queue that it was meant for, and only then deletes it. */
  redrive(letter: HeldLetter): Promise<void>;
  /** Deletes it, for good. */
  drop(letter: HeldLetter): Promise<void>;
  /** Sends it into the dead-letter queue anew, where it stays for 14 more days, and only then deletes it. */
  keep(letter: HeldLetter, now: Date): Promise<void>;
}

/** What SQS moved by itself has no cause of ours. */
const CRASH_LOOP = 'received-too-often';

/** Returns the dead letters behind an address. */
export function createDeadLetters(options: {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  /** The queue that the letters were meant for. */
  readonly homeQueueUrl: string;
  readonly readMessage: (body: string) => LetterMessage | undefined;
  readonly holdSeconds?: number;
}): DeadLetters {
  const { sqs, queueUrl: QueueUrl, holdSeconds = HOLD_SECONDS } = options;

  async function receive(): Promise<SqsMessage[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      // Asks every server of the queue, where a short poll would leave some out.
      WaitTimeSeconds: 1,
      VisibilityTimeout: holdSeconds,
      MessageAttributeNames: ['All'],
    });
    const { Messages = [] } = await sqs.send(command);
    return Messages;
  }

  async function send(
    url: string,
    { body, attributes }: Pick<HeldLetter, 'body' | 'attributes'>,
  ): Promise<void> {
    const entries = Object.entries(attributes).map(([name, StringValue]) => [
      name,
      { DataType: 'String', StringValue },
    ]);
    const MessageAttributes = Object.fromEntries(entries) as Record<
      string,
      { DataType: string; StringValue: string }
    >;
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body, MessageAttributes }));
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
        // What was met long ago comes back before the rest is met, and is held once more; when it has come round, there
        // is no rest.
        if (received.length === 0 || (fresh.length === 0 && Date.now() - lastFreshAt > holdSeconds * 1000))
          return;
        for (const message of fresh) {
          seen.add(message.MessageId ?? '');
          yield toHeldLetter(message, options.readMessage);
        }
        // A reader may have taken its time over them.
        if (fresh.length > 0) lastFreshAt = Date.now();
      }
    },
    async letGo({ receiptHandle: ReceiptHandle }) {
      await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    },
    drop: remove,
    async redrive(letter) {
      await send(options.homeQueueUrl, { body: letter.body, attributes: {} });
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
