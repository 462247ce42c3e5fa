import { devNull } from 'node:os';
import type { Functions } from '../stack.ts';
import type { FunctionEnvironment } from './function-environment.ts';
import { invokeInProcess } from './invoke-in-process.ts';

/** As deployed. */
const RECEIVER_TIMEOUT_MS = 10_000;
const DRAIN_TIMEOUT_MS = 60_000;
const FETCH_TIMEOUT_MS = 90_000;
const POLL_TIMEOUT_MS = 600_000;
const ERASE_TIMEOUT_MS = 90_000;

/**
 * Loads the functions into this process. They read the environment when they load, so this works once a process.
 * They do not see this machine's settings for a real AWS account.
 */
export async function startInProcessFunctions(
  environment: FunctionEnvironment,
  onError: (error: unknown) => void,
): Promise<Functions> {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name);
  }
  Object.assign(process.env, {
    // Log lines of refusals and faults only, on standard error; no metrics, which nobody collects here.
    POWERTOOLS_LOG_LEVEL: process.env['POWERTOOLS_LOG_LEVEL'] ?? 'WARN',
    POWERTOOLS_METRICS_DISABLED: 'true',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    ...environment,
  });
  const [receiver, drain, fetcher, refresher, eraser, poller] = await Promise.all([
    import('../../../functions/receive-webhook.ts'),
    import('../../../functions/drain-events.ts'),
    import('../../../functions/fetch-orders.ts'),
    import('../../../functions/refresh-tokens.ts'),
    import('../../../functions/erase-customers.ts'),
    import('../../../functions/poll-orders.ts'),
  ]);
  return {
    receive: invokeInProcess(receiver.handler, {
      name: 'receive-webhook',
      timeoutMs: RECEIVER_TIMEOUT_MS,
      onError,
    }),
    drain: invokeInProcess(drain.handler, { name: 'drain-events', timeoutMs: DRAIN_TIMEOUT_MS, onError }),
    fetch: invokeInProcess(fetcher.handler, { name: 'fetch-orders', timeoutMs: FETCH_TIMEOUT_MS, onError }),
    erase: invokeInProcess(eraser.handler, { name: 'erase-customers', timeoutMs: ERASE_TIMEOUT_MS, onError }),
    poll: invokeInProcess(poller.handler, { name: 'poll-orders', timeoutMs: POLL_TIMEOUT_MS, onError }),
    refreshTokens: invokeInProcess(refresher.handler, {
      name: 'refresh-tokens',
      timeoutMs: FETCH_TIMEOUT_MS,
      onError,
    }),
  };
}
