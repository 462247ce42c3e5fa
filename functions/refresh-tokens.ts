import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { ScheduledEvent } from 'aws-lambda';
import { readRefreshConfig } from '../lib/runtime/config.ts';
import { lambdaHandler } from '../lib/runtime/lambda-handler.ts';
import { createPowertoolsTelemetry } from '../lib/runtime/powertools.ts';
import { FETCH_BUDGET_MS, ledgerSettings, parameterStoreSettings } from '../lib/runtime/time-budgets.ts';
import { createAccessTokens } from '../lib/shop-client/access-tokens.ts';
import { createAskShop } from '../lib/shop-client/ask-shop.ts';
import { refreshIdleTokens } from '../lib/shop-client/refresh-idle-tokens.ts';
import { apiClientLookup, shopConnectionLookup } from '../lib/stores/connections/parameter-store.ts';
import { createTokenStore } from '../lib/stores/tokens/token-store.ts';

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

/** Keeps idle shops authorized: those whose orders are fetched, but had none for days. Called once a day. */
export const handler = lambdaHandler<ScheduledEvent>(telemetry, () => refreshIdleTokens(ports));
