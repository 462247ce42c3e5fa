import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { ScheduledEvent } from 'aws-lambda';
import { createAskArrivals } from '../lib/dfinery/export/ask-arrivals.ts';
import { readVerifyConfig } from '../lib/runtime/config.ts';
import { lambdaHandler } from '../lib/runtime/lambda-handler.ts';
import { createPowertoolsTelemetry } from '../lib/runtime/powertools.ts';
import { FETCH_BUDGET_MS, parameterStoreSettings, scanSettings } from '../lib/runtime/time-budgets.ts';
import { connectionIds } from '../lib/stores/connections/connection-ids.ts';
import { exportConnectionLookup, shopConnectionLookup } from '../lib/stores/connections/parameter-store.ts';
import { createSentSince } from '../lib/stores/ledger/sent-parts.ts';
import { createVerifiedEnds } from '../lib/stores/ledger/verified-ends.ts';
import { createDynamoDbTombstones } from '../lib/stores/tombstones/dynamodb-tombstones.ts';
import { createErasureKey } from '../lib/stores/tombstones/erasure-key.ts';
import { createStandingTombstones } from '../lib/stores/tombstones/standing-tombstones.ts';
import { verifyArrivals } from '../lib/verify/verify-arrivals.ts';

const config = readVerifyConfig();
const telemetry = createPowertoolsTelemetry();
const parameters = { ssm: new SSMClient(parameterStoreSettings), path: config.CONNECTIONS_PATH };
const dynamoDb = new DynamoDBClient(scanSettings);
const ledgerTable = { dynamoDb, table: config.LEDGER_TABLE, budgetMs: FETCH_BUDGET_MS };
const erasuresTable = { ...ledgerTable, table: config.ERASURES_TABLE, now: Date.now };

const ports = {
  connectionIds: (part: Parameters<typeof connectionIds>[1]) => connectionIds(parameters, part),
  findShop: shopConnectionLookup(parameters),
  findExport: exportConnectionLookup(parameters),
  sentSince: createSentSince({ dynamoDb, table: config.LEDGER_TABLE }),
  ask: createAskArrivals({ origin: config.DFINERY_BASE_URL }),
  ends: createVerifiedEnds(ledgerTable),
  tombstones: createDynamoDbTombstones({
    ...erasuresTable,
    key: createErasureKey({ ssm: parameters.ssm, name: config.ERASURE_KEY_PARAMETER }).read,
  }),
  standing: createStandingTombstones(erasuresTable),
  telemetry,
  now: Date.now,
};

/** Compares what was sent with what arrived at Dfinery, for services with an Export token. Called once a day. */
export const handler = lambdaHandler<ScheduledEvent>(telemetry, () => verifyArrivals(ports));
