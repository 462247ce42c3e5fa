import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import type { Invoke, InvokeOutcome } from './invoke.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from './local-aws.ts';

interface FunctionSettings {
  readonly name: string;
  readonly timeoutMs: number;
  /** Called with what a handler threw. */
  readonly onError?: (error: unknown) => void;
}

/**
 * Returns an `Invoke` that calls a handler of this process as Lambda would: with a
 * copy of the event, one invocation at a time, and its answer as JSON. A handler
 * that takes longer than the timeout cannot be ended; it is only no longer awaited.
 */
export function invokeInProcess<Event>(
  handler: (event: Event, context: Context) => Promise<unknown>,
  settings: FunctionSettings,
): Invoke<Event> {
  async function run(event: Event): Promise<InvokeOutcome> {
    try {
      const answer = await handler(structuredClone(event), createContext(settings));
      // JSON has no undefined; Lambda's Node.js runtime answers null for it.
      return { kind: 'response', body: JSON.stringify(answer ?? null) };
    } catch (error) {
      settings.onError?.(error);
      return { kind: 'error' };
    }
  }

  let previous: Promise<unknown> = Promise.resolve();
  return (event) => {
    const outcome = previous.then(() => withTimeout(run(event), settings.timeoutMs));
    previous = outcome;
    return outcome;
  };
}

async function withTimeout(running: Promise<InvokeOutcome>, timeoutMs: number): Promise<InvokeOutcome> {
  const finished = new AbortController();
  const timeout = sleep(timeoutMs, { kind: 'timeout' } as const, { signal: finished.signal });
  timeout.catch(() => undefined);
  try {
    return await Promise.race([running, timeout]);
  } finally {
    finished.abort();
  }
}

function createContext({ name, timeoutMs }: FunctionSettings): Context {
  const deadline = Date.now() + timeoutMs;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${LOCAL_REGION}:${LOCAL_ACCOUNT}:function:${name}`,
    memoryLimitInMB: '512',
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    ...callbacks,
  };
}

/** For handlers with a callback, which these are not. */
const callbacks = { done: () => undefined, fail: () => undefined, succeed: () => undefined };
