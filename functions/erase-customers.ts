import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import {
  bucketSettings,
  FETCH_BUDGET_MS,
  ledgerSettings,
  parameterStoreSettings,
  queueSettings,
} from '../lib/aws-clients.ts';
import { readEraseConfig } from '../lib/config.ts';
import { createConnectionStore } from '../lib/connections/connection-store.ts';
import { createErasureKey } from '../lib/connections/erasure-key.ts';
import { dfineryConnectionLookup } from '../lib/connections/parameter-store.ts';
import { createDfineryClient } from '../lib/dfinery/client.ts';
import { eraseBatch } from '../lib/erase/erase-batch.ts';
import { createErasureRecords } from '../lib/erasures/erasure-records.ts';
import { lambdaHandler } from '../lib/lambda-handler.ts';
import { createDynamoDbLedger } from '../lib/ledger/dynamodb-ledger.ts';
import { createDynamoDbProfileLedger } from '../lib/ledger/dynamodb-profile-ledger.ts';
import { createParkedDeliveries } from '../lib/parked/parked-deliveries.ts';
import { createPowertoolsTelemetry } from '../lib/powertools.ts';
import { createSettlingPorts } from '../lib/settle/settling-ports.ts';

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
  }),
  // One request after the other.
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
