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
  const lazily = <Event>(name: FunctionName, timeoutMs: number): Invoke<Event> => {
    let starting: Promise<LambdaRuntime> | undefined;
    return async (event) => {
      starting ??= start(name, timeoutMs).then((runtime) => {
        started.push(runtime);
        return runtime;
      });
      return (await starting).invoke(event);
    };
  };
  return {
    receive: receiver.invoke,
    drain: drain.invoke,
    fetch: lazily('fetch-orders', 90_000),
    refreshTokens: lazily('refresh-tokens', 90_000),
    logs: () => started.map((runtime) => runtime.logs()).join(''),
    stop: async () => {
      await Promise.all(started.map((runtime) => runtime.stop()));
      await rm(taskRoot, { recursive: true });
    },
  };
}
