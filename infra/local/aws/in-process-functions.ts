import { devNull } from 'node:os';
import type { Context } from 'aws-lambda';
import type { Functions } from '../stack.ts';
import type { OutputCapture } from './capture-output.ts';
import type { FunctionEnvironment } from './function-environment.ts';
import type { Invoke } from './invoke.ts';
import { invokeInProcess } from './invoke-in-process.ts';
import { type LocalFunction, localLogGroup } from './local-log-groups.ts';

/** As deployed. */
const RECEIVER_TIMEOUT_MS = 10_000;
const DRAIN_TIMEOUT_MS = 60_000;
const FETCH_TIMEOUT_MS = 90_000;
const POLL_TIMEOUT_MS = 600_000;
const ERASE_TIMEOUT_MS = 90_000;

/**
 * Loads the functions into this process. They read the environment when they load, so this works once a process.
 * They do not see this machine's settings for a real AWS account. With a capture, what they log goes there, metrics
 * included; without one, their warnings go to standard error, and metrics nowhere.
 */
export async function startInProcessFunctions(
  environment: FunctionEnvironment,
  onError: (error: unknown) => void,
  capture?: OutputCapture,
): Promise<Functions> {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name);
  }
  Object.assign(process.env, {
    POWERTOOLS_LOG_LEVEL: process.env['POWERTOOLS_LOG_LEVEL'] ?? (capture === undefined ? 'WARN' : 'INFO'),
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    ...environment,
  });
  if (capture === undefined) Reflect.deleteProperty(process.env, 'POWERTOOLS_METRICS_NAMESPACE');
  const [receiver, drain, fetcher, refresher, eraser, poller] = await Promise.all([
    import('../../../functions/receive-webhook.ts'),
    import('../../../functions/drain-events.ts'),
    import('../../../functions/fetch-orders.ts'),
    import('../../../functions/refresh-tokens.ts'),
    import('../../../functions/erase-customers.ts'),
    import('../../../functions/poll-orders.ts'),
  ]);

  function start<Event>(
    name: LocalFunction,
    handler: (event: Event, context: Context) => Promise<unknown>,
    timeoutMs: number,
  ): Invoke<Event> {
    const logged =
      capture === undefined
        ? handler
        : (event: Event, context: Context) =>
            capture.during(localLogGroup(name), () => handler(event, context));
    return invokeInProcess(logged, { name, timeoutMs, onError });
  }

  return {
    receive: start('receiveWebhook', receiver.handler, RECEIVER_TIMEOUT_MS),
    drain: start('drainEvents', drain.handler, DRAIN_TIMEOUT_MS),
    fetch: start('fetchOrders', fetcher.handler, FETCH_TIMEOUT_MS),
    erase: start('eraseCustomers', eraser.handler, ERASE_TIMEOUT_MS),
    poll: start('pollOrders', poller.handler, POLL_TIMEOUT_MS),
    refreshTokens: start('refreshTokens', refresher.handler, FETCH_TIMEOUT_MS),
  };
}
