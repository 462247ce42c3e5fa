import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { ScheduledEvent } from 'aws-lambda';
import { pollShops } from '../lib/poll/poll-shops.ts';
import { createMessageQueue } from '../lib/queue/message-queue.ts';
import { readPollConfig } from '../lib/runtime/config.ts';
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
import { connectionIds } from '../lib/stores/connections/connection-ids.ts';
import { createConnectionStore } from '../lib/stores/connections/connection-store.ts';
import { pacedLookups } from '../lib/stores/connections/paced-lookups.ts';
import { apiClientLookup, shopConnectionLookup } from '../lib/stores/connections/parameter-store.ts';
import { createDynamoDbLedger } from '../lib/stores/ledger/dynamodb-ledger.ts';
import { createHeardFrom } from '../lib/stores/ledger/heard-from.ts';
import { createPollPlaces } from '../lib/stores/ledger/poll-places.ts';
import { createParkedBucket } from '../lib/stores/parked/parked-bucket.ts';
import { createTokenStore } from '../lib/stores/tokens/token-store.ts';
import { createDynamoDbTombstones } from '../lib/stores/tombstones/dynamodb-tombstones.ts';
import { createErasureKey } from '../lib/stores/tombstones/erasure-key.ts';

const config = readPollConfig();
const telemetry = createPowertoolsTelemetry();
const ssm = new SSMClient(parameterStoreSettings);
const sqs = new SQSClient(queueSettings);
const dynamoDb = new DynamoDBClient(ledgerSettings);
const parameters = { ssm, path: config.CONNECTIONS_PATH };
const budgetMs = FETCH_BUDGET_MS;
const now = () => new Date();
const tableOf = (table: string) => ({ dynamoDb, table, budgetMs, now: Date.now });
const queueOf = (queueUrl: string) => createMessageQueue({ sqs, queueUrl, budgetMs });
const ask = createAskShop(config.SHOP_API_BASE_URL);

const paced = pacedLookups(sleep);

const ports = {
  connectionIds: () => connectionIds(parameters, 'shop'),
  connections: createConnectionStore({
    lookUp: paced(shopConnectionLookup(parameters)),
    now,
    trustsIds: true,
  }),
  clients: createConnectionStore({ lookUp: paced(apiClientLookup(parameters)), now, trustsIds: true }),
  tokens: createAccessTokens({
    store: createTokenStore(tableOf(config.TOKENS_TABLE)),
    ask,
    telemetry,
    now: Date.now,
    sleep,
    newOwner: randomUUID,
  }),
  granted: createGrantedTokens({ ask, telemetry, now: Date.now }),
  ask,
  ledger: createDynamoDbLedger(tableOf(config.LEDGER_TABLE)),
  heardFrom: createHeardFrom(tableOf(config.LEDGER_TABLE)),
  places: createPollPlaces(tableOf(config.LEDGER_TABLE)),
  tombstones: createDynamoDbTombstones({
    ...tableOf(config.ERASURES_TABLE),
    key: createErasureKey({ ssm, name: config.ERASURE_KEY_PARAMETER }).read,
  }),
  queue: queueOf(config.EVENTS_QUEUE_URL),
  fetches: queueOf(config.FETCHES_QUEUE_URL),
  erasures: queueOf(config.ERASURES_QUEUE_URL),
  parked: createParkedBucket({
    bucket: config.PARKED_BUCKET,
    budgetMs,
    createClient: ({ S3Client }) => new S3Client(bucketSettings),
  }),
  telemetry,
  holdMs: config.HOLD_SECONDS * 1_000,
  now: Date.now,
  sleep,
  newOwner: randomUUID,
};

/** Asks the shops that have `poll` for what changed, and queues what no webhook brought. Called every some minutes. */
export const handler = lambdaHandler<ScheduledEvent>(telemetry, async (_, remainingMs) => {
  await pollShops(ports, remainingMs);
});
