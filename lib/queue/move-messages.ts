import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { countMessages } from './count-messages.ts';
import { toBatches } from './to-batches.ts';

/** Long enough to send ten messages on. Those of a move that ended early are visible again after it. */
const HOLD_SECONDS = 120;

/** What became of the messages of a queue. */
export interface Moved {
  readonly moved: number;
  /** Those that were hidden, in back-off or by somebody who reads the queue. They can be moved later. */
  readonly hidden: number;
}

/**
 * Sends the messages of one queue to another, with their attributes, and deletes each that was accepted. Ended early, it
 * may leave some in both: event ids make that harmless. `groupOf` names the connection of a body. Throws if SQS does not
 * answer, or refuses a message: that one stays where it is.
 */
export async function moveMessages(
  sqs: SQSClient,
  {
    from,
    to,
    groupOf,
  }: {
    readonly from: string;
    readonly to: string;
    readonly groupOf: (body: string) => string | undefined;
  },
): Promise<Moved> {
  let moved = 0;
  for (;;) {
    const messages = await receive(sqs, from);
    if (messages.length === 0) break;
    const outgoing = messages.map(({ Body: body = '', MessageAttributes: attributes }) => {
      const group = groupOf(body);
      return { body, ...(attributes && { attributes }), ...(group !== undefined && { group }) };
    });
    for (const Entries of toBatches(outgoing)) {
      const { Failed = [], Successful = [] } = await sqs.send(
        new SendMessageBatchCommand({ QueueUrl: to, Entries }),
      );
      await remove(
        sqs,
        from,
        Successful.map(({ Id }) => messages[Number(Id)]),
      );
      moved += Successful.length;
      if (Failed.length > 0) throw new Error(`SQS refused ${Failed.length} messages: ${Failed[0]?.Code}`);
    }
  }
  return { moved, hidden: (await countMessages(sqs, from)).inFlight };
}

async function receive(sqs: SQSClient, QueueUrl: string): Promise<Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl,
    MaxNumberOfMessages: 10,
    // A long poll asks every server of the queue; a short one leaves some out.
    WaitTimeSeconds: 1,
    VisibilityTimeout: HOLD_SECONDS,
    MessageAttributeNames: ['All'],
  });
  return (await sqs.send(command)).Messages ?? [];
}

async function remove(
  sqs: SQSClient,
  QueueUrl: string,
  messages: readonly (Message | undefined)[],
): Promise<void> {
  if (messages.length === 0) return;
  const Entries = messages.map((message, index) => ({
    Id: String(index),
    ReceiptHandle: message?.ReceiptHandle,
  }));
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
}
