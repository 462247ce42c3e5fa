import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { createPowertoolsTelemetry } from './powertools.ts';

/**
 * Returns a Lambda handler that adds the request id to its logs and writes its metrics at the end. `work` watches the
 * remaining milliseconds itself: an early throw would return records that are already done.
 */
export function lambdaHandler<Event, Result = void>(
  { logger, metrics }: ReturnType<typeof createPowertoolsTelemetry>,
  work: (event: Event, remainingMs: () => number) => Promise<Result>,
) {
  return middy<Event, Result>({ timeoutEarlyInMillis: 0 })
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logMetrics(metrics))
    .handler((event, context) => work(event, () => context.getRemainingTimeInMillis()));
}
