import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScheduledEvent } from 'aws-lambda';
import { buildFunctions, type FunctionName } from '../../../infra/build.ts';
import type { FunctionEnvironment } from '../../../infra/local/aws/function-environment.ts';
import type { Invoke } from '../../../infra/local/aws/invoke.ts';
import type { Functions } from '../../../infra/local/stack.ts';
import { BUILT_FUNCTIONS } from './built-functions.ts';
import { deployedNodeOptions } from './deployed-node-options.ts';
import { type LambdaRuntime, startLambda } from './lambda-runtime/lambda-runtime.ts';

export interface PackagedFunctions extends Required<Functions> {
  readonly verify: Invoke<ScheduledEvent>;
  /** Everything that the functions wrote so far. */
  logs(): string;
  /** The processes of a function's living execution environments. */
  pids(name: FunctionName): number[];
}

/**
 * Runs the functions under AWS's runtime client with the handlers, time-outs and options of `serverless.yml`. Vitest builds them
 * once for a run; elsewhere they are bundled as for a deployment, into a folder without packages in reach.
 */
export async function startPackagedFunctions(given: FunctionEnvironment): Promise<PackagedFunctions> {
  const environment = { NODE_OPTIONS: await deployedNodeOptions(), ...given };
  const built = process.env[BUILT_FUNCTIONS];
  const taskRoot = built ?? (await mkdtemp(join(tmpdir(), 'packaged-functions-')));
  if (built === undefined) await buildFunctions(join(taskRoot, 'dist'));
  const started: { readonly name: FunctionName; readonly runtime: LambdaRuntime }[] = [];
  const start = async (name: FunctionName, timeoutMs: number): Promise<LambdaRuntime> => {
    const handler = `dist/${name}/index.handler`;
    const runtime = await startLambda({ name, taskRoot, handler, timeoutMs, environment });
    started.push({ name, runtime });
    return runtime;
  };
  const receiver = await start('receive-webhook', 10_000);
  const drain = await start('drain-events', 60_000);
  // Most suites fetch nothing, so the other functions are started on demand.
  // As on Lambda, each concurrent invocation has its own execution environment.
  const onDemand = <Event>(name: FunctionName, timeoutMs: number): Invoke<Event> => {
    const idle: LambdaRuntime[] = [];
    return async (event) => {
      const runtime = idle.pop() ?? (await start(name, timeoutMs));
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
    poll: onDemand('poll-orders', 600_000),
    refreshTokens: onDemand('refresh-tokens', 90_000),
    verify: onDemand('verify-arrivals', 900_000),
    logs: () => started.map(({ runtime }) => runtime.logs()).join(''),
    pids: (name) =>
      started
        .filter((some) => some.name === name)
        .map(({ runtime }) => runtime.pid())
        .filter((pid) => pid !== undefined),
    stop: async () => {
      await Promise.all(started.map(({ runtime }) => runtime.stop()));
      if (built === undefined) await rm(taskRoot, { recursive: true });
    },
  };
}
