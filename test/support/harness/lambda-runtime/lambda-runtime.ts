import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Invoke, InvokeOutcome } from '../../../../infra/local/aws/invoke.ts';
import { startRuntimeApi } from './runtime-api.ts';

const RUNTIME_CLIENT = fileURLToPath(import.meta.resolve('aws-lambda-ric'));
const SHIM = fileURLToPath(new URL('register-rapid-client.js', import.meta.url));

export interface LambdaOptions {
  readonly name: string;
  /** Folder of the unpacked deployment package. */
  readonly taskRoot: string;
  /** `file.export` in that folder, as in the template. */
  readonly handler: string;
  readonly timeoutMs: number;
  /** The function sees these variables and Lambda's own, none of this process. */
  readonly environment: Readonly<Record<string, string>>;
  /** A command that is handed Node's and becomes it, as with `AWS_LAMBDA_EXEC_WRAPPER`. */
  readonly wrapper?: readonly string[];
}

export interface LambdaRuntime {
  /** Runs one invocation at a time in one execution environment, and starts a new one if the last is gone. */
  readonly invoke: Invoke<unknown>;
  /** Everything that the function wrote so far. */
  logs(): string;
  /** The process of the execution environment, while there is one. */
  pid(): number | undefined;
  /** Ends the execution environment at once, even during an invocation. */
  kill(): void;
  /** Resolves when its process has ended. */
  stop(): Promise<void>;
}

/**
 * Runs a deployment package under AWS's own runtime client: its way of loading handlers, its context, its log format.
 * As on Lambda, a time-out ends the execution environment, and the next invocation is a cold start.
 * @see https://github.com/aws/aws-lambda-nodejs-runtime-interface-client (read 2026-11-24)
 */
export async function startLambda(options: LambdaOptions): Promise<LambdaRuntime> {
  const api = await startRuntimeApi();
  const written: string[] = [];
  let child: ChildProcess | undefined;

  function ensureEnvironment(): void {
    if (child !== undefined) return;
    const started = spawnEnvironment(options, api.address);
    for (const stream of [started.stdout, started.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => written.push(text));
    }
    started.once('exit', () => {
      // The exit of a killed one may be seen only after the next was started.
      if (child !== started) return;
      child = undefined;
      api.abandon();
    });
    child = started;
  }

  function kill(): void {
    child?.kill('SIGKILL');
    child = undefined;
    api.abandon();
  }

  async function run(event: unknown): Promise<InvokeOutcome> {
    ensureEnvironment();
    const outcome = await api.invoke(event, options.timeoutMs);
    if (outcome.kind === 'timeout') kill();
    return outcome;
  }

  let previous: Promise<unknown> = Promise.resolve();
  return {
    invoke: (event) => {
      const outcome = previous.then(() => run(event));
      previous = outcome;
      return outcome;
    },
    logs: () => written.join(''),
    pid: () => child?.pid,
    kill,
    stop: async () => {
      const last = child;
      kill();
      if (last?.exitCode === null && last.signalCode === null) await once(last, 'exit');
      await api.stop();
    },
  };
}

function spawnEnvironment(options: LambdaOptions, address: string) {
  const { name, taskRoot, handler, environment, wrapper = [] } = options;
  const node = [process.execPath, '--import', SHIM, RUNTIME_CLIENT, handler];
  const [program = '', ...args] = [...wrapper, ...node];
  return spawn(program, args, {
    cwd: taskRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1: 'true',
      AWS_LAMBDA_RUNTIME_API: address,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: 'local',
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
      LAMBDA_TASK_ROOT: taskRoot,
      _HANDLER: handler,
      TZ: ':UTC',
      ...environment,
    },
  });
}
