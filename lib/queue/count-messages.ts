import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';

const TIMEOUT_MS = 10_000;

/** Returns how many messages a queue holds, approximately: waiting ones, and those in back-off or being worked on. */
export async function countMessages(
  sqs: SQSClient,
  queueUrl: string,
): Promise<{ readonly visible: number; readonly inFlight: number }> {
  const command = new GetQueueAttributesCommand({
    QueueUrl: queueUrl,
    AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
  });
  const { Attributes = {} } = await sqs.send(command, { abortSignal: AbortSignal.timeout(TIMEOUT_MS) });
  return {
    visible: Number(Attributes['ApproximateNumberOfMessages'] ?? 0),
    inFlight: Number(Attributes['ApproximateNumberOfMessagesNotVisible'] ?? 0),
  };
}
