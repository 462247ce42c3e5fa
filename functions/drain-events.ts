import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import {
  LEDGER_BUDGET_MS,
  ledgerSettings,
  parameterStoreSettings,
  SETTLE_BUDGET_MS,
  settlingSettings,
} from '../lib/aws-clients.ts';
import { readDrainConfig } from '../lib/config.ts';
import { createConnectionStore } from '../lib/connections/connection-store.ts';
import { createErasureKey } from '../lib/connections/erasure-key.ts';
import { dfineryConnectionLookup } from '../lib/connections/parameter-store.ts';
import { createDfineryClient } from '../lib/dfinery/client.ts';
import { drainBatch, MAX_PARALLEL_REQUESTS } from '../lib/drain/drain-batch.ts';
import { createDynamoDbTombstones } from '../lib/erasures/dynamodb-tombstones.ts';
import { lambdaHandler } from '../lib/lambda-handler.ts';
import { createDynamoDbLedger } from '../lib/ledger/dynamodb-ledger.ts';
import { createDynamoDbProfileLedger } from '../lib/ledger/dynamodb-profile-ledger.ts';
import { createServicePauses } from '../lib/ledger/service-pauses.ts';
import { createPowertoolsTelemetry } from '../lib/powertools.ts';
import { createSettlingPorts } from '../lib/settle/settling-ports.ts';

const config = readDrainConfig();
const telemetry = createPowertoolsTelemetry();
const ssm = new SSMClient(parameterStoreSettings);
const sqs = new SQSClient(settlingSettings);
const erasureKey = createErasureKey({ ssm, name: config.ERASURE_KEY_PARAMETER });
const ledgerTable = {
  dynamoDb: new DynamoDBClient(ledgerSettings),
  table: config.LEDGER_TABLE,
  budgetMs: LEDGER_BUDGET_MS,
  now: Date.now,
};

const ports = {
  ...createSettlingPorts({
    sqs,
    queueUrl: config.EVENTS_QUEUE_URL,
    deadLetterQueueUrl: config.DEAD_LETTER_QUEUE_URL,
    budgetMs: SETTLE_BUDGET_MS,
    telemetry,
    config,
  }),
  connections: createConnectionStore({
    lookUp: dfineryConnectionLookup({ ssm, path: config.CONNECTIONS_PATH }),
    now: () => new Date(),
  }),
  dfinery: createDfineryClient({ origin: config.DFINERY_BASE_URL, maxSockets: MAX_PARALLEL_REQUESTS }),
  ledger: createDynamoDbLedger(ledgerTable),
  profiles: createDynamoDbProfileLedger(ledgerTable),
  pauses: createServicePauses(ledgerTable),
  tombstones: createDynamoDbTombstones({
    ...ledgerTable,
    table: config.ERASURES_TABLE,
    key: erasureKey.read,
  }),
  ledgerOutage: config.LEDGER_OUTAGE,
};

/** Delivers a batch of the `events` queue; the answer names the records that stay queued. */
export const handler = lambdaHandler<SQSEvent, SQSBatchResponse>(
  telemetry,
  ({ Records: records }, remainingMs) => drainBatch(ports, { records, remainingMs }),
);
