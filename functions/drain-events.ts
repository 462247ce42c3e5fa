import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import middy from '@middy/core';
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
import { createDynamoDbLedger } from '../lib/ledger/dynamodb-ledger.ts';
import { createDynamoDbProfileLedger } from '../lib/ledger/dynamodb-profile-ledger.ts';
import { createServicePauses } from '../lib/ledger/service-pauses.ts';
import { createPowertoolsTelemetry } from '../lib/powertools.ts';
import { createDeadLetterQueue } from '../lib/queue/dead-letter-queue.ts';
import { createMessageVisibility } from '../lib/queue/message-visibility.ts';

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
  visibility: createMessageVisibility({
    sqs,
    queueUrl: config.EVENTS_QUEUE_URL,
    budgetMs: SETTLE_BUDGET_MS,
  }),
  deadLetters: createDeadLetterQueue({
    sqs,
    queueUrl: config.DEAD_LETTER_QUEUE_URL,
    budgetMs: SETTLE_BUDGET_MS,
    onError: (error) => {
      telemetry.error('An event could not be put into the dead-letter queue', {}, error);
    },
  }),
  telemetry,
  backOff: { baseSeconds: config.BACK_OFF_SECONDS, maxSeconds: config.MAX_BACK_OFF_SECONDS },
  ledgerOutage: config.LEDGER_OUTAGE,
  now: Date.now,
  random: Math.random,
};

/** Delivers a batch of the `events` queue; the answer names the records that stay queued. */
export const handler = middy<SQSEvent, SQSBatchResponse>({
  // The drain watches the clock itself; an early throw would return what was already sent.
  timeoutEarlyInMillis: 0,
})
  .use(injectLambdaContext(telemetry.logger, { resetKeys: true }))
  .use(logMetrics(telemetry.metrics))
  .handler((event, context) =>
    drainBatch(ports, {
      records: event.Records,
      remainingMs: () => context.getRemainingTimeInMillis(),
    }),
  );
