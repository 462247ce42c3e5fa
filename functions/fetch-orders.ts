import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import {
  bucketSettings,
  FETCH_BUDGET_MS,
  ledgerSettings,
  parameterStoreSettings,
  queueSettings,
} from '../lib/aws-clients.ts';
import { readFetchConfig } from '../lib/config.ts';
import { createConnectionStore } from '../lib/connections/connection-store.ts';
import { createErasureKey } from '../lib/connections/erasure-key.ts';
import { apiClientLookup, shopConnectionLookup } from '../lib/connections/parameter-store.ts';
import { createDynamoDbTombstones } from '../lib/erasures/dynamodb-tombstones.ts';
import { createAskShop } from '../lib/fetch/ask-shop.ts';
import { fetchBatch } from '../lib/fetch/fetch-batch.ts';
import { createParkedBucket } from '../lib/parked/parked-bucket.ts';
import { createPowertoolsTelemetry } from '../lib/powertools.ts';
import { createDeadLetterQueue } from '../lib/queue/dead-letter-queue.ts';
import { createMessageQueue } from '../lib/queue/message-queue.ts';
import { createMessageVisibility } from '../lib/queue/message-visibility.ts';
import { createAccessTokens } from '../lib/tokens/access-tokens.ts';
import { createTokenStore } from '../lib/tokens/token-store.ts';

const config = readFetchConfig();
const telemetry = createPowertoolsTelemetry();
const ssm = new SSMClient(parameterStoreSettings);
const sqs = new SQSClient(queueSettings);
const parameters = { ssm, path: config.CONNECTIONS_PATH };
const budgetMs = FETCH_BUDGET_MS;
const now = () => new Date();
const dynamoDb = new DynamoDBClient(ledgerSettings);
const ask = createAskShop(config.SHOP_API_BASE_URL);

const ports = {
  connections: createConnectionStore({ lookUp: shopConnectionLookup(parameters), now }),
  clients: createConnectionStore({ lookUp: apiClientLookup(parameters), now }),
  tokens: createAccessTokens({
    store: createTokenStore({
      dynamoDb,
      table: config.TOKENS_TABLE,
      budgetMs,
      now: Date.now,
    }),
    ask,
    telemetry,
    now: Date.now,
    sleep,
    newOwner: randomUUID,
  }),
  ask,
  tombstones: createDynamoDbTombstones({
    dynamoDb,
    table: config.ERASURES_TABLE,
    budgetMs,
    now: Date.now,
    key: createErasureKey({ ssm, name: config.ERASURE_KEY_PARAMETER }).read,
  }),
  queue: createMessageQueue({ sqs, queueUrl: config.EVENTS_QUEUE_URL, budgetMs }),
  parked: createParkedBucket({
    bucket: config.PARKED_BUCKET,
    budgetMs,
    createClient: ({ S3Client }) => new S3Client(bucketSettings),
  }),
  visibility: createMessageVisibility({ sqs, queueUrl: config.FETCHES_QUEUE_URL, budgetMs }),
  deadLetters: createDeadLetterQueue({
    sqs,
    queueUrl: config.FETCHES_DEAD_LETTER_QUEUE_URL,
    budgetMs,
    onError: (error) => {
      telemetry.error('An order could not be put into the dead-letter queue', {}, error);
    },
  }),
  telemetry,
  backOff: { baseSeconds: config.BACK_OFF_SECONDS, maxSeconds: config.MAX_BACK_OFF_SECONDS },
  now: Date.now,
  random: Math.random,
  sleep,
};

/** Fetches the orders that a batch of the `fetches` queue names; the answer names the records that stay queued. */
export const handler = middy<SQSEvent, SQSBatchResponse>({
  // The fetching watches the clock itself; an early throw would return what was already queued.
  timeoutEarlyInMillis: 0,
})
  .use(injectLambdaContext(telemetry.logger, { resetKeys: true }))
  .use(logMetrics(telemetry.metrics))
  .handler((event, context) =>
    fetchBatch(ports, {
      records: event.Records,
      remainingMs: () => context.getRemainingTimeInMillis(),
    }),
  );
