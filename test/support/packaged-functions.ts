import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions, type FunctionName } from '../../infra/build.ts';
import type { FunctionEnvironment } from '../../infra/local/function-environment.ts';
import type { Invoke } from '../../infra/local/invoke.ts';
import type { Functions } from '../../infra/local/stack.ts';
import { type LambdaRuntime, startLambda } from './lambda-runtime/lambda-runtime.ts';

export interface PackagedFunctions extends Required<Functions> {
  /** All that the functions wrote so far. */
  logs(): string;
}

/**
 * Bundles the functions as for a deployment, into a folder where no package is within reach, and runs them under AWS's
 * runtime client with the handlers and time-outs of `serverless.yml`.
 */
export async function startPackagedFunctions(environment: FunctionEnvironment): Promise<PackagedFunctions> {
  const taskRoot = await mkdtemp(join(tmpdir(), 'packaged-functions-'));
  await buildFunctions(join(taskRoot, 'dist'));
  const start = (name: FunctionName, timeoutMs: number): Promise<LambdaRuntime> =>
    startLambda({ name, taskRoot, handler: `dist/${name}/index.handler`, timeoutMs, environment });
  const receiver = await start('receive-webhook', 10_000);
  const drain = await start('drain-events', 60_000);
  // Most suites fetch nothing, so these are started where they are needed.
  const started: LambdaRuntime[] = [receiver, drain];
  // As on Lambda, invocations at the same time have an execution environment each.
  const onDemand = <Event>(name: FunctionName, timeoutMs: number): Invoke<Event> => {
    const idle: LambdaRuntime[] = [];
    return async (event) => {
      const runtime = idle.pop() ?? (await start(name, timeoutMs));
      if (!started.includes(runtime)) started.push(runtime);
      const outcome = await runtime.invoke(event);
      idle.push(runtime);
      return outcome;
    };
  };
  return {
    receive: receiver.invoke,
    drain: drain.invoke,
    fetch: onDemand('fetch-orders', 90_000),
    erase: onDemand('erase-customers', 90_000),
    refreshTokens: onDemand('refresh-tokens', 90_000),
    logs: () => started.map((runtime) => runtime.logs()).join(''),
    stop: async () => {
      await Promise.all(started.map((runtime) => runtime.stop()));
      await rm(taskRoot, { recursive: true });
    },
  };
}
