import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { ScheduledEvent } from 'aws-lambda';
import { FETCH_BUDGET_MS, ledgerSettings, parameterStoreSettings } from '../lib/aws-clients.ts';
import { readRefreshConfig } from '../lib/config.ts';
import { apiClientLookup, shopConnectionLookup } from '../lib/connections/parameter-store.ts';
import { createAskShop } from '../lib/fetch/ask-shop.ts';
import { lambdaHandler } from '../lib/lambda-handler.ts';
import { createPowertoolsTelemetry } from '../lib/powertools.ts';
import { createAccessTokens } from '../lib/tokens/access-tokens.ts';
import { refreshIdleTokens } from '../lib/tokens/refresh-idle-tokens.ts';
import { createTokenStore } from '../lib/tokens/token-store.ts';

const config = readRefreshConfig();
const telemetry = createPowertoolsTelemetry();
const parameters = { ssm: new SSMClient(parameterStoreSettings), path: config.CONNECTIONS_PATH };
const store = createTokenStore({
  dynamoDb: new DynamoDBClient(ledgerSettings),
  table: config.TOKENS_TABLE,
  budgetMs: FETCH_BUDGET_MS,
  now: Date.now,
});

const ports = {
  store,
  findShop: shopConnectionLookup(parameters),
  findClient: apiClientLookup(parameters),
  tokens: createAccessTokens({
    store,
    ask: createAskShop(config.SHOP_API_BASE_URL),
    telemetry,
    now: Date.now,
    sleep,
    newOwner: randomUUID,
  }),
  telemetry,
  now: Date.now,
};

/** Keeps shops authorized whose orders are fetched and which had none for days. Called once a day. */
export const handler = lambdaHandler<ScheduledEvent>(telemetry, () => refreshIdleTokens(ports));
