import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { createMessageQueue } from '../lib/queue/message-queue.ts';
import { noSuchRoute, toHttpAnswer, toReceiverRequest } from '../lib/receive/api-gateway.ts';
import { askInTime } from '../lib/receive/ask-in-time.ts';
import { createDoor } from '../lib/receive/door.ts';
import { receiveDelivery } from '../lib/receive/receive-delivery.ts';
import type { ReceiverRequest } from '../lib/receive/receiver.ts';
import { createRecentlyQueued } from '../lib/receive/recently-queued.ts';
import { routeOf } from '../lib/receive/route-of.ts';
import { readReceiverConfig } from '../lib/runtime/config.ts';
import { lambdaHandler } from '../lib/runtime/lambda-handler.ts';
import { createPowertoolsTelemetry } from '../lib/runtime/powertools.ts';
import {
  bucketSettings,
  ENQUEUE_BUDGET_MS,
  PARK_BUDGET_MS,
  parameterStoreSettings,
  queueSettings,
} from '../lib/runtime/time-budgets.ts';
import { createConnectionStore } from '../lib/stores/connections/connection-store.ts';
import { indexedShopLookup } from '../lib/stores/connections/parameter-store.ts';
import { createParkedBucket } from '../lib/stores/parked/parked-bucket.ts';

const config = readReceiverConfig();
const telemetry = createPowertoolsTelemetry();
const now = () => new Date();
const { now: nowMs } = Date;
const ssm = new SSMClient(parameterStoreSettings);
const sqs = new SQSClient(queueSettings);

const ports = {
  connections: createConnectionStore({
    ...indexedShopLookup({ ssm, path: config.CONNECTIONS_PATH, now }),
    now,
  }),
  queue: createMessageQueue({ sqs, queueUrl: config.EVENTS_QUEUE_URL, budgetMs: ENQUEUE_BUDGET_MS }),
  fetches: createMessageQueue({ sqs, queueUrl: config.FETCHES_QUEUE_URL, budgetMs: ENQUEUE_BUDGET_MS }),
  erasures: createMessageQueue({ sqs, queueUrl: config.ERASURES_QUEUE_URL, budgetMs: ENQUEUE_BUDGET_MS }),
  parked: createParkedBucket({
    bucket: config.PARKED_BUCKET,
    budgetMs: PARK_BUDGET_MS,
    createClient: ({ S3Client }) => new S3Client(bucketSettings),
  }),
  door: createDoor({
    recent: createRecentlyQueued(nowMs),
    askLedger: askInTime({
      load: async () => {
        const { openLedgerQuestion } = await import('../lib/stores/ledger/open-ledger-question.ts');
        return openLedgerQuestion({ table: config.LEDGER_TABLE, now: nowMs });
      },
      telemetry,
      now: nowMs,
    }),
  }),
  telemetry,
  now,
};

const receive = lambdaHandler<ReceiverRequest, APIGatewayProxyStructuredResultV2>(
  telemetry,
  async (request) => toHttpAnswer(await receiveDelivery(ports, request)),
);

/**
 * Answers one request to the HTTP API or the function URL. Only `POST /webhooks/{source}/{connection}` is a webhook;
 * anything else leaves neither a log line nor a count.
 */
export const handler = async (
  event: APIGatewayProxyEventV2,
  context: Context,
): Promise<APIGatewayProxyStructuredResultV2> => {
  const route = routeOf(event);
  return route === undefined ? noSuchRoute : await receive(toReceiverRequest(event, route), context);
};
