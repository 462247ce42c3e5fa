import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { PowertoolsTelemetry } from './powertools.ts';

/**
 * Returns a Lambda handler that adds the request id to its logs and writes its metrics at the end, even of work that
 * throws. `work` watches the remaining milliseconds itself: an early throw would return records that are already done.
 */
export function lambdaHandler<Event, Result = void>(
  telemetry: Pick<PowertoolsTelemetry, 'logger' | 'flush'>,
  work: (event: Event, remainingMs: () => number) => Promise<Result>,
) {
  return middy<Event, Result>({ timeoutEarlyInMillis: 0 })
    .use(injectLambdaContext(telemetry.logger, { resetKeys: true }))
    .handler(async (event, context) => {
      try {
        return await work(event, () => context.getRemainingTimeInMillis());
      } finally {
        telemetry.flush();
      }
    });
}
