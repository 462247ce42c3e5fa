import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions, type FunctionName } from '../../infra/build.ts';
import type { FunctionEnvironment } from '../../infra/local/function-environment.ts';
import type { Functions } from '../../infra/local/stack.ts';
import { type LambdaRuntime, startLambda } from './lambda-runtime/lambda-runtime.ts';

export interface PackagedFunctions extends Required<Functions> {
  /** All that both functions wrote so far. */
  logs(): string;
}

/**
 * Bundles both functions as for a deployment, into a folder where no package is within reach, and runs them under AWS's
 * runtime client with the handlers and time-outs of `serverless.yml`.
 */
export async function startPackagedFunctions(environment: FunctionEnvironment): Promise<PackagedFunctions> {
  const taskRoot = await mkdtemp(join(tmpdir(), 'packaged-functions-'));
  await buildFunctions(join(taskRoot, 'dist'));
  const start = (name: FunctionName, timeoutMs: number): Promise<LambdaRuntime> =>
    startLambda({ name, taskRoot, handler: `dist/${name}/index.handler`, timeoutMs, environment });
  const receiver = await start('receive-webhook', 10_000);
  const drain = await start('drain-events', 60_000);
  return {
    receive: receiver.invoke,
    drain: drain.invoke,
    logs: () => receiver.logs() + drain.logs(),
    stop: async () => {
      await Promise.all([receiver.stop(), drain.stop()]);
      await rm(taskRoot, { recursive: true });
    },
  };
}
