import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { SSMClient } from '@aws-sdk/client-ssm';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { parameterStoreSettings } from '../lib/aws-clients.ts';
import { readDrainConfig } from '../lib/config.ts';
import { createConnectionStore } from '../lib/connections/connection-store.ts';
import { dfineryConnectionLookup } from '../lib/connections/parameter-store.ts';
import { createDfineryClient } from '../lib/dfinery/client.ts';
import { drainBatch, MAX_PARALLEL_REQUESTS } from '../lib/drain/drain-batch.ts';
import { createPowertoolsTelemetry } from '../lib/powertools.ts';

const config = readDrainConfig();
const telemetry = createPowertoolsTelemetry();
const ssm = new SSMClient(parameterStoreSettings);

const ports = {
  connections: createConnectionStore({
    lookUp: dfineryConnectionLookup({ ssm, path: config.CONNECTIONS_PATH }),
    now: () => new Date(),
  }),
  dfinery: createDfineryClient({ origin: config.DFINERY_BASE_URL, maxSockets: MAX_PARALLEL_REQUESTS }),
  telemetry,
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
