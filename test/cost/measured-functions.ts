import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { buildFunctions, type FunctionName } from '../../infra/build.ts';
import type { FunctionEnvironment } from '../../infra/local/function-environment.ts';
import type { Invoke } from '../../infra/local/invoke.ts';
import { startLambda } from '../support/lambda-runtime/lambda-runtime.ts';

/** What a function had used by the end of its start or of an invocation. */
const SampleSchema = v.object({
  kind: v.picklist(['start', 'invocation']),
  /** Of the start, counted from the start of the process; of the invocation alone. */
  wallMs: v.number(),
  /** Of the whole process since its start, so that what the runtime does between two invocations counts as well. */
  cpuMs: v.number(),
});

export type Sample = v.InferOutput<typeof SampleSchema>;

export interface MeasuredFunction {
  readonly invoke: Invoke<unknown>;
  /** All samples so far, in order. */
  samples(): Promise<Sample[]>;
  /** All lines it wrote so far. */
  logLines(): string[];
  /** Ends the execution environment: the next invocation is a cold start. */
  kill(): void;
}

export interface MeasuredFunctions {
  readonly receiver: MeasuredFunction;
  readonly drain: MeasuredFunction;
  stop(): Promise<void>;
}

/** Stands between AWS's runtime client and the bundle, and notes what each invocation took. */
const WRAPPER = `
import { appendFileSync } from 'node:fs';
const { handler: inner } = await import('./index.mjs');
const note = (kind, wallMs) => {
  const { user, system } = process.cpuUsage();
  appendFileSync(process.env.SAMPLES_FILE, JSON.stringify({ kind, wallMs, cpuMs: (user + system) / 1000 }) + '\\n');
};
note('start', performance.now());
export const handler = async (event, context) => {
  const start = performance.now();
  try {
    return await inner(event, context);
  } finally {
    note('invocation', performance.now() - start);
  }
};
`;

/** Names and log settings as a deployment has them: they are part of every log line. */
const SERVICE = 'dfinery-webhook-adapter-prod';
const deployedNames = {
  'receive-webhook': `${SERVICE}-receiveWebhook`,
  'drain-events': `${SERVICE}-drainEvents`,
} satisfies Partial<Record<FunctionName, string>>;

type MeasuredName = keyof typeof deployedNames;

/** Bundles both functions as for a deployment and runs them under AWS's runtime client with a note-taker in between. */
export async function startMeasuredFunctions(environment: FunctionEnvironment): Promise<MeasuredFunctions> {
  const taskRoot = await mkdtemp(join(tmpdir(), 'measured-functions-'));
  await buildFunctions(join(taskRoot, 'dist'));
  const stops: (() => Promise<void>)[] = [];

  async function start(name: MeasuredName, timeoutMs: number): Promise<MeasuredFunction> {
    const samplesFile = join(taskRoot, `${name}.samples`);
    await writeFile(join(taskRoot, 'dist', name, 'measured.mjs'), WRAPPER);
    await writeFile(samplesFile, '');
    const lambda = await startLambda({
      name: deployedNames[name],
      taskRoot,
      handler: `dist/${name}/measured.handler`,
      timeoutMs,
      environment: {
        ...environment,
        POWERTOOLS_SERVICE_NAME: SERVICE,
        POWERTOOLS_METRICS_NAMESPACE: 'DfineryWebhookAdapter',
        POWERTOOLS_LOG_LEVEL: 'INFO',
        SAMPLES_FILE: samplesFile,
      },
    });
    stops.push(() => lambda.stop());
    return {
      invoke: lambda.invoke,
      samples: async () => parseSamples(await readFile(samplesFile, 'utf8')),
      // The stand-in for the Runtime API calls every function `local`.
      logLines: () =>
        linesOf(lambda.logs()).map((line) =>
          line.replace(':function:local"', `:function:${deployedNames[name]}"`),
        ),
      kill: () => {
        lambda.kill();
      },
    };
  }

  return {
    receiver: await start('receive-webhook', 10_000),
    drain: await start('drain-events', 60_000),
    stop: async () => {
      await Promise.all(stops.map((stop) => stop()));
      await rm(taskRoot, { recursive: true });
    },
  };
}

function parseSamples(text: string): Sample[] {
  return linesOf(text).map((line) => v.parse(SampleSchema, JSON.parse(line)));
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
