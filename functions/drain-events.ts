import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createDfineryClient } from '../lib/dfinery/client.ts';
import { drainBatch, MAX_PARALLEL_REQUESTS } from '../lib/drain/drain-batch.ts';
import { createSettlingPorts } from '../lib/queue/worker/settling-ports.ts';
import { readDrainConfig } from '../lib/runtime/config.ts';
import { lambdaHandler } from '../lib/runtime/lambda-handler.ts';
import { createPowertoolsTelemetry } from '../lib/runtime/powertools.ts';
import {
  LEDGER_BUDGET_MS,
  ledgerSettings,
  parameterStoreSettings,
  SETTLE_BUDGET_MS,
  settlingSettings,
} from '../lib/runtime/time-budgets.ts';
import { createConnectionStore } from '../lib/stores/connections/connection-store.ts';
import { dfineryConnectionLookup } from '../lib/stores/connections/parameter-store.ts';
import { createDynamoDbLedger } from '../lib/stores/ledger/dynamodb-ledger.ts';
import { createDynamoDbProfileLedger } from '../lib/stores/ledger/dynamodb-profile-ledger.ts';
import { createHeardFrom } from '../lib/stores/ledger/heard-from.ts';
import { createLastAnswers } from '../lib/stores/ledger/last-answers.ts';
import { createLeftOutAmounts } from '../lib/stores/ledger/left-out.ts';
import { createServicePauses } from '../lib/stores/ledger/service-pauses.ts';
import { createDynamoDbTombstones } from '../lib/stores/tombstones/dynamodb-tombstones.ts';
import { createErasureKey } from '../lib/stores/tombstones/erasure-key.ts';
import { erasureKeyIfAny } from '../lib/stores/tombstones/erasure-key-if-any.ts';

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
    trustsIds: true,
  }),
  dfinery: createDfineryClient({ origin: config.DFINERY_BASE_URL, maxSockets: MAX_PARALLEL_REQUESTS }),
  ledger: createDynamoDbLedger(ledgerTable),
  profiles: createDynamoDbProfileLedger(ledgerTable),
  pauses: createServicePauses(ledgerTable),
  lastAnswers: createLastAnswers(ledgerTable),
  heardFrom: createHeardFrom(ledgerTable),
  leftOut: createLeftOutAmounts(ledgerTable),
  tombstones: createDynamoDbTombstones({
    ...ledgerTable,
    table: config.ERASURES_TABLE,
    key: erasureKey.read,
  }),
  erasureKey: erasureKeyIfAny(erasureKey, Date.now),
  ledgerOutage: config.LEDGER_OUTAGE,
};

/** Delivers a batch of the `events` queue; the answer names what stays queued. */
export const handler = lambdaHandler<SQSEvent, SQSBatchResponse>(
  telemetry,
  ({ Records: records }, remainingMs) => drainBatch(ports, { records, remainingMs }),
);
