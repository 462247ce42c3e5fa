import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { fetchBatch } from '../lib/fetch/fetch-batch.ts';
import { createMessageQueue } from '../lib/queue/message-queue.ts';
import { createSettlingPorts } from '../lib/queue/worker/settling-ports.ts';
import { readFetchConfig } from '../lib/runtime/config.ts';
import { lambdaHandler } from '../lib/runtime/lambda-handler.ts';
import { createPowertoolsTelemetry } from '../lib/runtime/powertools.ts';
import {
  bucketSettings,
  FETCH_BUDGET_MS,
  ledgerSettings,
  parameterStoreSettings,
  queueSettings,
} from '../lib/runtime/time-budgets.ts';
import { createAccessTokens } from '../lib/shop-client/access-tokens.ts';
import { createAskShop } from '../lib/shop-client/ask-shop.ts';
import { createGrantedTokens } from '../lib/shop-client/granted-tokens.ts';
import { createConnectionStore } from '../lib/stores/connections/connection-store.ts';
import { apiClientLookup, shopConnectionLookup } from '../lib/stores/connections/parameter-store.ts';
import { createParkedBucket } from '../lib/stores/parked/parked-bucket.ts';
import { createTokenStore } from '../lib/stores/tokens/token-store.ts';
import { createDynamoDbTombstones } from '../lib/stores/tombstones/dynamodb-tombstones.ts';
import { createErasureKey } from '../lib/stores/tombstones/erasure-key.ts';

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
  ...createSettlingPorts({
    sqs,
    queueUrl: config.FETCHES_QUEUE_URL,
    deadLetterQueueUrl: config.FETCHES_DEAD_LETTER_QUEUE_URL,
    budgetMs,
    telemetry,
    config,
  }),
  connections: createConnectionStore({ lookUp: shopConnectionLookup(parameters), now, trustsIds: true }),
  clients: createConnectionStore({ lookUp: apiClientLookup(parameters), now, trustsIds: true }),
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
  granted: createGrantedTokens({ ask, telemetry, now: Date.now }),
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
  sleep,
};

/** Fetches the orders that a batch of the `fetches` queue names; the answer names the records that stay queued. */
export const handler = lambdaHandler<SQSEvent, SQSBatchResponse>(
  telemetry,
  ({ Records: records }, remainingMs) => fetchBatch(ports, { records, remainingMs }),
);
