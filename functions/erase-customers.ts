import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createDfineryClient } from '../lib/dfinery/client.ts';
import { eraseBatch } from '../lib/erase/erase-batch.ts';
import { createSettlingPorts } from '../lib/queue/worker/settling-ports.ts';
import { readEraseConfig } from '../lib/runtime/config.ts';
import { lambdaHandler } from '../lib/runtime/lambda-handler.ts';
import { createPowertoolsTelemetry } from '../lib/runtime/powertools.ts';
import {
  bucketSettings,
  FETCH_BUDGET_MS,
  ledgerSettings,
  parameterStoreSettings,
  queueSettings,
} from '../lib/runtime/time-budgets.ts';
import { createConnectionStore } from '../lib/stores/connections/connection-store.ts';
import { dfineryConnectionLookup } from '../lib/stores/connections/parameter-store.ts';
import { createDynamoDbLedger } from '../lib/stores/ledger/dynamodb-ledger.ts';
import { createDynamoDbProfileLedger } from '../lib/stores/ledger/dynamodb-profile-ledger.ts';
import { createParkedDeliveries } from '../lib/stores/parked/parked-deliveries.ts';
import { createErasureKey } from '../lib/stores/tombstones/erasure-key.ts';
import { createErasureRecords } from '../lib/stores/tombstones/erasure-records.ts';

const config = readEraseConfig();
const telemetry = createPowertoolsTelemetry();
const ssm = new SSMClient(parameterStoreSettings);
const sqs = new SQSClient(queueSettings);
const dynamoDb = new DynamoDBClient(ledgerSettings);
const budgetMs = FETCH_BUDGET_MS;
const ledgerTable = { dynamoDb, table: config.LEDGER_TABLE, budgetMs, now: Date.now };

const ports = {
  ...createSettlingPorts({
    sqs,
    queueUrl: config.ERASURES_QUEUE_URL,
    deadLetterQueueUrl: config.ERASURES_DEAD_LETTER_QUEUE_URL,
    budgetMs,
    telemetry,
    config,
  }),
  connections: createConnectionStore({
    lookUp: dfineryConnectionLookup({ ssm, path: config.CONNECTIONS_PATH }),
    now: () => new Date(),
    trustsIds: true,
  }),
  // Requests are sent one by one.
  dfinery: createDfineryClient({ origin: config.DFINERY_BASE_URL, maxSockets: 1 }),
  records: createErasureRecords({
    dynamoDb,
    table: config.ERASURES_TABLE,
    budgetMs,
    now: Date.now,
    key: createErasureKey({ ssm, name: config.ERASURE_KEY_PARAMETER }).readOrMake,
  }),
  parked: createParkedDeliveries({
    s3: new S3Client(bucketSettings),
    bucket: config.PARKED_BUCKET,
    budgetMs,
  }),
  profiles: createDynamoDbProfileLedger(ledgerTable),
  ledger: createDynamoDbLedger(ledgerTable),
  standDownMs: config.STAND_DOWN_SECONDS * 1000,
};

/** Carries out the privacy requests of a batch of the `erasures` queue; the answer names those that stay queued. */
export const handler = lambdaHandler<SQSEvent, SQSBatchResponse>(
  telemetry,
  ({ Records: records }, remainingMs) => eraseBatch(ports, { records, remainingMs }),
);
