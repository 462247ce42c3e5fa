import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { localClientSettings } from '../../../infra/local/aws/local-aws.ts';
import { createDeadLetterQueue } from '../../../lib/queue/dead-letter-queue.ts';
import { encodeMessage, type Message } from '../../../lib/queue/message.ts';
import { createParkedBucket } from '../../../lib/stores/parked/parked-bucket.ts';

type Variables = Readonly<Record<string, string>>;

const BUDGET_MS = 30_000;

/** Parks a delivery as an older adapter would have, that could not read it. The adapter of today can. */
export async function parkReadable(
  variables: Variables,
  body: string,
  connection = 'example',
): Promise<void> {
  const s3 = new S3Client({
    ...localClientSettings(variables['AWS_ENDPOINT_URL_S3'] ?? ''),
    forcePathStyle: true,
  });
  const now = new Date().toISOString();
  await createParkedBucket({
    bucket: variables['PARKED_BUCKET'] ?? '',
    budgetMs: BUDGET_MS,
    createClient: () => s3,
  }).park({
    source: 'shopify',
    connection,
    headers: { 'x-shopify-topic': 'orders/paid' },
    rawBody: Buffer.from(body).toString('base64'),
    receivedAt: now,
    verifiedAt: now,
    issues: [{ path: 'tax_lines.0.rate', message: 'expected number' }],
  });
  s3.destroy();
}

/** Puts a message among the dead letters, as if Dfinery had refused it while it took others. */
export async function letDie(variables: Variables, message: Message, said: string): Promise<void> {
  const sqs = new SQSClient(localClientSettings(variables['AWS_ENDPOINT_URL_SQS'] ?? ''));
  const now = new Date().toISOString();
  const letters = createDeadLetterQueue({
    sqs,
    queueUrl: variables['DEAD_LETTER_QUEUE_URL'] ?? '',
    budgetMs: BUDGET_MS,
    onError: (error) => {
      throw error;
    },
  });
  const attributes = {
    cause: 'refused',
    code: '40001',
    message: said,
    receives: '3',
    queuedAt: now,
    diedAt: now,
  };
  await letters.sendAll([{ body: encodeMessage(message), attributes }]);
  sqs.destroy();
}
